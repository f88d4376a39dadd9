import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadEventBooks } from './books.ts';
import { ClaimBook } from './claim-book.ts';
import { deniesEvent } from './event-denials.ts';
import { invent, type Invented } from './invent.ts';
import { memberOf } from './member.ts';

const books = loadEventBooks(shippedConfigFolder());
const COACH = { text: '江城大桥一辆大巴坠江，12人死亡', analysis: { facts: { deaths: { low: 12, high: 12 } } } };

const disputed = (...posts: (Omit<Invented, 'at'> & { hour: string })[]): string[] => {
  const book = new ClaimBook();
  for (const { hour, ...post } of posts) {
    const at = `2026-11-20T${hour}:00+08:00`;
    book.add(memberOf(invent({ ...post, at }), new Date(at), books.grouping));
  }
  return book.read().disputed.map(({ fact, words }) => `${fact} ${words}`);
};

describe('a text that says it did not happen', () => {
  it.each([
    '刚从现场过，只看到大巴和护栏刮擦，没看到坠江，大家别乱传',
    '桥上根本没有坠江',
    '我就在厂门口，没听到爆炸',
    '不存在投毒，刚问了水厂',
    '并未发生坍塌',
    '哪有什么爆炸，就是放炮',
  ])('denies: %s', (text) => expect(deniesEvent(text)).toBe(true));

  it.each([
    '一辆大巴坠江，12人死亡',
    '没看到坠江的车，消防还在捞',
    '有没有坠江啊，有知情的吗',
    '是不是没爆炸？',
    '还没找到坠江原因',
    '护栏没有修好，太危险了',
    '没看到消防车，火还在烧',
  ])('does not: %s', (text) => expect(deniesEvent(text)).toBe(false));
});

describe('the numbers of an event that somebody denies', () => {
  const denial = { text: '只看到大巴和护栏刮擦，没看到坠江，大家别乱传' };
  const gov = { sourceType: 'gov' } as const;

  it('stand against the denial of one who weighs as much', () => {
    expect(disputed({ ...COACH, hour: '10:20' }, { ...denial, hour: '11:05' })).toEqual([
      'deaths 12人（网传 10:20）/ 称并未发生（网传 11:05）',
    ]);
  });

  it('stand against the denial of an office', () => {
    const notice = { ...gov, text: '经核实，港湾大桥并未发生坠江' };
    expect(disputed({ ...COACH, hour: '10:20' }, { ...notice, hour: '11:30' })).toEqual([
      'deaths 12人（网传 10:20）/ 称并未发生（官方 11:30）',
    ]);
  });

  it('of an office are not shaken by a passer-by', () => {
    expect(disputed({ ...COACH, ...gov, hour: '10:20' }, { ...denial, hour: '11:05' })).toEqual([]);
  });

  it('that say nobody was hurt need no denial', () => {
    const none = { text: '大巴刮擦护栏，无人员伤亡', analysis: { facts: { deaths: { low: 0, high: 0 } } } };
    expect(disputed({ ...none, hour: '10:20' }, { ...denial, hour: '11:05' })).toEqual([]);
  });
});
