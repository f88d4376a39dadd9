import { describe, expect, it } from 'vitest';
import { proof, recordReleaseInput, refuseBeforeOccurrence } from './record-release.ts';

describe('a fact about a release', () => {
  const occurred_at = new Date('2026-03-10T08:30:00+08:00');

  it('cannot be older than what it answers', () => {
    expect(() => refuseBeforeOccurrence({ occurred_at }, new Date('2026-03-10T08:29:59+08:00'))).toThrow(
      '时间早于事件发生时间（3月10日08:30）',
    );
    expect(() => refuseBeforeOccurrence({ occurred_at }, occurred_at)).not.toThrow();
    expect(() => refuseBeforeOccurrence({ occurred_at: null }, new Date('2026-03-10T08:00:00+08:00'))).not.toThrow();
  });

  it.each([
    ['a link that runs', { url: 'javascript:alert(1)' }],
    ['a proof of blanks', { proofs: [{ kind: 'text', value: '  ', outside: true }] }],
    ['a link proof that is a sentence', { proofs: [{ kind: 'link', value: '见江城日报头版', outside: true }] }],
    ['a link proof that runs', { proofs: [{ kind: 'link', value: 'javascript:alert(1)', outside: true }] }],
    ['a time nobody could read again', { at: '9999-12-31T23:59:59Z' }],
    ['a time before all record', { at: '0001-01-01T00:00:00Z' }],
  ])('is no %s', (_name, wrong) => {
    const input = { revision: 1, kind: 'follow_up', at: '2026-03-10T09:00:00+08:00', title: '通报', channel: '官网' };
    expect(recordReleaseInput.safeParse(input).success).toBe(true);
    expect(recordReleaseInput.safeParse({ ...input, ...wrong }).success).toBe(false);
    expect(proof.shape.value.safeParse('实录').success).toBe(true);
  });

  it('says what to do with a sentence where an address is asked for', () => {
    const text = proof.safeParse({ kind: 'link', value: '见江城日报头版', outside: true });
    expect(text.error?.issues.map((issue) => issue.message)).toEqual([
      '链接证明须为 http:// 或 https:// 开头的网址；只有文字说明的，请选“说明”',
    ]);
    expect(proof.safeParse({ kind: 'text', value: '见江城日报头版', outside: true }).success).toBe(true);
    expect(proof.safeParse({ kind: 'link', value: 'https://news.example.cn/1', outside: true }).success).toBe(true);
  });
});
