import { describe, expect, it } from 'vitest';
import { proof, recordReleaseInput, refuseBeforeOccurrence } from './record-release.ts';

describe('a fact about a release', () => {
  const occurred_at = new Date('2026-03-10T08:30:00+08:00');

  it('cannot be older than what it answers', () => {
    expect(() => refuseBeforeOccurrence({ occurred_at }, new Date('2026-03-10T08:29:59+08:00'))).toThrow(
      '时间早于事件发生时间（2026-03-10T08:30:00+08:00）',
    );
    expect(() => refuseBeforeOccurrence({ occurred_at }, occurred_at)).not.toThrow();
    expect(() => refuseBeforeOccurrence({ occurred_at: null }, new Date('2026-03-10T08:00:00+08:00'))).not.toThrow();
  });

  it.each([
    ['a link that runs', { url: 'javascript:alert(1)' }],
    ['a proof of blanks', { proofs: [{ kind: 'text', value: '  ', outside: true }] }],
    ['a time nobody could read again', { at: '9999-12-31T23:59:59Z' }],
    ['a time before all record', { at: '0001-01-01T00:00:00Z' }],
  ])('is no %s', (_name, wrong) => {
    const input = { revision: 1, kind: 'follow_up', at: '2026-03-10T09:00:00+08:00', title: '通报', channel: '官网' };
    expect(recordReleaseInput.safeParse(input).success).toBe(true);
    expect(recordReleaseInput.safeParse({ ...input, ...wrong }).success).toBe(false);
    expect(proof.shape.value.safeParse('实录').success).toBe(true);
  });
});
