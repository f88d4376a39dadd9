import { describe, expect, it } from 'vitest';
import { refuseBeforeMatter } from '../tickets/beginning.ts';
import { proof, recordReleaseInput } from './record-release.ts';

type Begun = Parameters<typeof refuseBeforeMatter>[0];

describe('a fact about a release', () => {
  const at = (clock: string) => new Date(`2026-03-10T${clock}+08:00`);
  const told = { toldAt: '2026-03-10T08:20:00+08:00' } as Begun['event']['registration'];
  const heardOf = (changes: Partial<Begun> & { registration?: typeof told }): Begun => ({
    ...{ occurred_at: null, published_at: at('08:30:40'), detected_at: at('09:00:00') },
    event: { registration: changes.registration ?? null } as Begun['event'],
    ...changes,
  });

  it.each([
    ['what it answers', { occurred_at: at('08:10:00') }, '08:09:59', '08:10:00', '事件发生时间（3月10日08:10）'],
    ['the first post about it', {}, '08:29:59', '08:30:00', '首条公开信息时间（3月10日08:30）'],
    ['who found it', { published_at: at('09:30:00') }, '08:59:00', '09:00:00', '发现时间（3月10日09:00）'],
    ['who told us of it', { registration: told }, '08:19:00', '08:20:00', '接报时间（3月10日08:20）'],
  ])('cannot be older than %s', (_name, changes, before, since, what) => {
    expect(() => refuseBeforeMatter(heardOf(changes), at(before))).toThrow(`时间早于${what}，请核对`);
    expect(() => refuseBeforeMatter(heardOf(changes), at(since))).not.toThrow();
  });

  it('says what to do where it is older indeed', () => {
    const release = new Date('1999-01-01T00:00:00+08:00');
    expect(() => refuseBeforeMatter(heardOf({}), release)).toThrow('如事件此前已经发生，请先在研判中填写发生时间');
    expect(() => refuseBeforeMatter(heardOf({ occurred_at: at('08:00:00') }), release)).toThrow('请先更正');
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
