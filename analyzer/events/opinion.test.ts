import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadEventBooks } from './books.ts';
import { invent, type Invented } from './invent.ts';
import { memberOf, type Member } from './member.ts';
import { paint } from './picture.ts';
import { dueSigns, signKey, type Sign } from '../warnings/signs.ts';

const books = loadEventBooks(shippedConfigFolder());
const EAST = ['江南省', '江城市', '城东区'];
const at = (hours: number) => new Date(Date.parse('2026-11-20T08:00:00+08:00') + hours * 3_600_000);
const member = (post: Invented): Member => memberOf(invent(post), new Date(post.at), books.grouping);
const painted = (posts: Invented[], now: Date) => paint(posts.map(member), now.getTime(), books);
const picture = (posts: Invented[], now = at(6)) => painted(posts, now).picture;
const signs = (posts: Invented[], now: Date, raised: Record<string, number> = {}): Sign[] =>
  dueSigns(painted(posts, now), now.getTime(), books, raised);
const kinds = (posts: Invented[], now: Date) => signs(posts, now).map((sign) => sign.kind);

const grave = { sensitivity: { level: 3, confidence: 1 }, eventKind: 'food' };
const water = (hours: number, more: Partial<Invented> = {}): Invented => ({
  at: at(hours),
  text: '东湖花园停水两天没人管',
  place: EAST,
  ...more,
});
const dead = (low: number, more: Partial<Invented> = {}): Invented => ({
  at: at(0),
  text: '城东区一厂房爆炸，有人死亡',
  place: EAST,
  analysis: { ...grave, eventKind: 'work_safety', facts: { deaths: { low, high: low } } },
  ...more,
});

describe('numbers of an event', () => {
  it('are never summed: the newest official number rules over media and netizens', () => {
    const facts = picture([
      dead(5),
      dead(4, { sourceType: 'news', at: at(1) }),
      dead(2, { sourceType: 'gov', at: at(2) }),
      dead(3, { sourceType: 'gov', at: at(3) }),
      dead(9, { sourceType: 'news', at: at(4) }),
    ]).facts;
    expect(facts.deaths).toEqual({ low: 3, high: 3 });
  });

  it('among netizens are what most voices tell, not what is told loudest', () => {
    expect(picture([dead(2), dead(2, { at: at(1) }), dead(50, { at: at(2) })]).facts.deaths).toEqual({
      low: 2,
      high: 2,
    });
    const one = { voice: 'v1' };
    expect(
      picture([dead(2), dead(2, { at: at(1) }), ...[2, 3, 4].map((hour) => dead(50, { ...one, at: at(hour) }))]).facts
        .deaths?.low,
    ).toBe(2);
  });

  it('give the suggested level: three dead at work are Ⅲ', () => {
    expect(picture([dead(3, { sourceType: 'gov' })]).level.low).toBe('III');
  });
});

describe('the colour of an opinion', () => {
  it.each<[string, Invented[], string | null]>([
    ['one small complaint has none', [water(5)], null],
    ['one credible death is yellow at n = 1', [dead(1)], 'yellow'],
    ['ten dead: Ⅱ is at least orange', [dead(10)], 'orange'],
    ['thirty dead: Ⅰ is red', [dead(30)], 'red'],
    [
      'central media is orange however small the matter',
      [water(5, { sourceType: 'news', source: '新华社江南' })],
      'orange',
    ],
    ['a national hot list is orange', [water(5, { sourceType: 'hotlist', source: 'weibo_hot' })], 'orange'],
    [
      'a crowd is orange',
      [water(5, { text: '上百业主拉横幅堵路', analysis: { sensitivity: { level: 3, confidence: 1 } } })],
      'orange',
    ],
    [
      'children hurt and a paper reports: red',
      [water(5, { text: '幼儿园老师殴打孩子', sourceType: 'news', analysis: grave })],
      'red',
    ],
    ['children hurt, one netizen: no red yet', [water(5, { text: '幼儿园老师殴打孩子', analysis: grave })], 'blue'],
  ])('%s', (_name, posts, colour) => {
    expect(picture(posts).opinion.colour).toBe(colour);
  });

  it('shows the parts it is made of, and growth counts only from five distinct voices', () => {
    const four = picture([1, 2, 3, 4].map((n) => water(5 + n / 10)));
    expect(four.opinion.parts.map((part) => part.name)).toEqual([
      'media',
      'growth',
      'spread',
      'sensitivity',
      'offline',
    ]);
    expect(four.opinion.parts[1]?.points).toBe(0);
    expect(picture([1, 2, 3, 4, 5].map((n) => water(5 + n / 10))).opinion.parts[1]?.points).toBe(25);
    expect(four.opinion.score).toBe(four.opinion.parts.reduce((sum, part) => sum + part.points, 0));
  });

  it('one voice that shouts a hundred times is one voice', () => {
    const shouting = Array.from({ length: 100 }, (_, n) => water(5 + n / 200, { voice: 'same' }));
    expect(picture(shouting).counts).toMatchObject({ mentions: 100, voices: 1 });
    expect(picture(shouting).opinion.parts[1]?.points).toBe(0);
  });
});

describe('outbreaks and stages', () => {
  it('a long silence ends an outbreak; what comes after is a new one', () => {
    const story = [water(0), water(1), water(100), water(101)];
    const now = painted(story, at(101));
    expect(now.outbreak.number).toBe(2);
    expect(now.picture.outbreakPublishedAt).toBe('2026-11-24T12:00:00+08:00');
    expect(now.picture.firstPublishedAt).toBe('2026-11-20T08:00:00+08:00');
  });

  it('runs from emerging over growing and declining to ended', () => {
    const burst = Array.from({ length: 12 }, (_, n) => water(6 + n / 10));
    const stage = (posts: Invented[], hours: number) => painted(posts, at(hours)).picture.stage;
    expect(stage([water(0)], 0.1)).toBe('emerging');
    expect(stage([water(0), ...burst], 8)).toBe('growing');
    expect(stage([water(0), ...burst], 20)).toBe('declining');
    expect(stage([water(0), ...burst], 90)).toBe('ended');
    expect(painted([water(0), ...burst], at(90)).picture.heat).toBeLessThan(
      painted([water(0), ...burst], at(8)).picture.heat,
    );
  });
});

describe('early signs', () => {
  it('a credible death rings at once, to be verified', () => {
    const [sign] = signs([dead(1)], at(0)).filter((one) => one.kind === 'grave');
    expect(sign?.reason).toContain('待核实');
    expect(sign?.reason).toContain('死亡 1 人');
    expect(sign?.reason).toContain('Ⅳ级');
  });

  it('a slow burn is told before it is large, flat noise is not', () => {
    const burn = [3, 6].flatMap((count, hour) =>
      Array.from({ length: count }, (_, n) => water(hour + (n + 1) / 10, { at: at(hour + (n + 1) / 10) })),
    );
    const [growth] = signs(burn, at(2)).filter((sign) => sign.kind === 'growth');
    expect(growth?.reason).toMatch(/近 \d+ 小时有 \d+ 个不同发声者/);
    const flat = Array.from({ length: 48 * 3 }, (_, n) => water(n / 3));
    expect(kinds(flat, at(48))).not.toContain('growth');
  });

  it('speaks once a step, and again when the next step is reached', () => {
    const burst = (size: number) => Array.from({ length: size }, (_, n) => water(1 + n / 1000));
    const growth = (size: number, raised: Record<string, number>) =>
      signs(burst(size), at(2), raised).find((sign) => sign.kind === 'growth')?.step;
    expect(growth(6, {})).toBe(5);
    expect(growth(8, { [signKey('W-GROWTH', 1)]: 5 })).toBeUndefined();
    expect(growth(12, { [signKey('W-GROWTH', 1)]: 5 })).toBe(12);
  });

  it('three hotline orders about one place in three days', () => {
    const order = (hours: number) => water(hours, { sourceType: 'hotline' });
    expect(kinds([order(0), order(30)], at(50))).not.toContain('repeat');
    expect(signs([order(0), order(30), order(50)], at(50)).find((sign) => sign.kind === 'repeat')?.reason).toContain(
      '城东区近 72 小时收到 3 件',
    );
  });

  it('history raises nothing, however grave', () => {
    expect(
      kinds([dead(30, { mention: { history: true } }), dead(30, { at: at(1), mention: { history: true } })], at(2)),
    ).toEqual([]);
  });

  it('a rumour of deaths is a rumour to verify, not a death', () => {
    const rumour = dead(5, { analysis: { ...grave, focus: ['false_info'], facts: { deaths: { low: 5, high: 5 } } } });
    expect(kinds([rumour], at(0))).toContain('false_info');
    expect(kinds([rumour], at(0))).not.toContain('grave');
  });
});
