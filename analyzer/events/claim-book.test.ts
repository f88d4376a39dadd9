import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { eventSnapshotSchema, type FactClaim } from '../messages.ts';
import { loadEventBooks } from './books.ts';
import { ClaimBook } from './claim-book.ts';
import { invent, type Invented } from './invent.ts';
import { memberOf, type Member } from './member.ts';
import { paint } from './picture.ts';
import { asOfInstant } from './told-figures.ts';

const books = loadEventBooks(shippedConfigFolder());
const DAY = '2026-11-20';
const member = (post: Invented): Member => memberOf(invent(post), new Date(post.at), books.grouping);

/** A post of that hour that tells so many dead. */
const dead = (hour: string, low: number, more: Partial<Invented> = {}, claims?: FactClaim[]): Member =>
  member({
    ...{ at: `${DAY}T${hour}:00+08:00`, text: `城东区一厂房爆炸，${low}人死亡`, place: ['江南省', '江城市', '城东区'] },
    analysis: { eventKind: 'work_safety', facts: { deaths: { low, high: low } }, ...(claims ? { claims } : {}) },
    ...more,
  });
const claim = (low: number, more: Partial<FactClaim> = {}): FactClaim => ({
  ...{ fact: 'deaths', low, high: low, source: null, asOf: null, current: true, field: 'text', start: 0, end: 1 },
  ...more,
});
const gov = { sourceType: 'gov' } as const;
const news = { sourceType: 'news' } as const;
const read = (...members: Member[]) => {
  const book = new ClaimBook();
  for (const one of members) book.add(one);
  return book.read();
};
const told = (...members: Member[]) => read(...members).claims.map((one) => `${one.low} ${one.source} ${one.standing}`);

describe('the numbers of an event', () => {
  it('stay apart by source, with hour, posts and examples', () => {
    const posts = [dead('11:05', 5), dead('11:20', 5, { source: 'tieba' }), dead('10:20', 3, gov)];
    expect(read(...posts)).toEqual({
      facts: { deaths: { low: 3, high: 3 } },
      disputed: [{ fact: 'deaths', words: '3人（官方 10:20）/ 5人（网传 11:20）' }],
      claims: [
        {
          ...{ fact: 'deaths', low: 3, high: 3, source: 'official', asOf: '2026-11-20T10:20:00+08:00' },
          ...{ posts: 1, voices: 1, examples: [posts[2]!.id], standing: 'ruling' },
        },
        {
          ...{ fact: 'deaths', low: 5, high: 5, source: 'netizen', asOf: '2026-11-20T11:20:00+08:00' },
          ...{ posts: 2, voices: 2, examples: [posts[1]!.id, posts[0]!.id], standing: 'disputed' },
        },
      ],
    });
  });

  it('rule by authority, then by the hour they hold for, not by who speaks last', () => {
    const early = dead('12:00', 3, gov, [claim(3, { asOf: '10:00' })]);
    const later = dead('11:40', 4, gov, [claim(4, { asOf: '11:00' })]);
    expect(read(early, later, dead('13:00', 9, news)).facts.deaths?.low).toBe(4);
  });

  it('hold from when they are corrected, whatever hour they were of', () => {
    const first = dead('11:00', 5, gov, [claim(5, { asOf: '11:00' })]);
    const corrected = dead('11:30', 3, gov, [claim(3, { asOf: '10:30', corrected: true })]);
    expect(read(first, corrected).facts.deaths?.low).toBe(3);
  });

  it('are no stronger for whom they quote: a netizen’s 警方通报 is a netizen’s, 网传 in a bulletin is hearsay', () => {
    expect(told(dead('10:00', 9, {}, [claim(9, { source: 'official' })]), dead('10:00', 2, news))).toEqual([
      '2 media ruling',
      '9 netizen disputed',
    ]);
    expect(told(dead('10:00', 8, gov, [claim(8, { source: 'hearsay' })]), dead('09:00', 2, gov))).toEqual([
      '2 official ruling',
      '8 netizen disputed',
    ]);
  });

  it('of others told beside the own one are kept too, earlier ones of the same teller not', () => {
    const bulletin = dead('12:00', 2, gov, [
      claim(5, { source: 'hearsay', current: false }),
      claim(2),
      claim(1, { current: false }),
    ]);
    expect(told(bulletin)).toEqual(['2 official ruling', '5 netizen disputed']);
  });

  it('of public accounts and short videos are told as such', () => {
    expect(told(dead('10:05', 2, { sourceType: 'wechat' }), dead('10:00', 2))).toEqual([
      '2 self ruling',
      '2 netizen other',
    ]);
  });

  it('among the people are what most voices tell, public accounts with netizens', () => {
    const loud = ['10:30', '10:40', '10:50'].map((hour) => dead(hour, 50, { voice: 'one' }));
    expect(read(...loud, dead('10:00', 2), dead('10:10', 2, { sourceType: 'video' })).facts.deaths?.low).toBe(2);
  });

  it('are bounded, the ruling one first', () => {
    const posts = Array.from({ length: 500 }, (_, n) => dead('10:00', n + 1));
    const { claims } = read(...posts, dead('10:00', 7, gov));
    expect(claims).toHaveLength(6);
    expect(claims[0]).toMatchObject({ low: 7, source: 'official', standing: 'ruling' });
  });
});

describe('口径不一', () => {
  it.each<[string, Member[], boolean]>([
    ['a toll that rises is none', [dead('09:00', 2, news), dead('10:00', 3, gov)], false],
    ['an office that counts again is none', [dead('09:00', 5, gov), dead('10:00', 3, gov)], false],
    ['a larger number of netizens is one, also an older one', [dead('09:00', 5), dead('10:00', 3, gov)], true],
    ['a smaller number told later is one', [dead('10:00', 3, gov), dead('11:00', 1, news)], true],
    ['two offices of one hour are one', [dead('10:00', 3, gov), dead('10:00', 4, gov)], true],
    ['netizens among themselves are one', [dead('10:00', 4), dead('10:01', 3)], true],
    [
      '三人以上 and 5 are none',
      [dead('10:00', 3, { ...gov, analysis: { facts: { deaths: { low: 3, high: null } } } }), dead('11:00', 5, news)],
      false,
    ],
  ])('%s', (_, members, disputed) => {
    expect(read(...members).disputed.length > 0).toBe(disputed);
  });

  it('names the day where the hours are of two', () => {
    const yesterday = dead('10:20', 5, { at: '2026-11-19T22:10:00+08:00' });
    expect(read(yesterday, dead('10:20', 3, gov)).disputed[0]?.words).toBe(
      '3人（官方 20日10:20）/ 5人（网传 19日22:10）',
    );
  });

  it('stands in the picture, which is still a snapshot of the bus; a picture without numbers has neither', () => {
    const of = (members: Member[]) => paint(members, Date.parse(`${DAY}T18:00:00+08:00`), books).picture;
    const { claims, disputed, facts } = of([dead('10:20', 3, gov), dead('11:05', 5)]);
    const shape = eventSnapshotSchema.pick({ claims: true, disputed: true, facts: true });
    expect(shape.parse({ claims, disputed, facts })).toEqual({ claims, disputed, facts });
    expect(facts).toEqual({ deaths: { low: 3, high: 3 } });
    expect(of([member({ at: `${DAY}T10:00:00+08:00`, text: '和平里小区停水' })])).not.toHaveProperty('claims');
  });
});

describe('the hour a number is told for', () => {
  const published = Date.parse('2026-11-02T09:00:00+08:00');
  it.each([
    ['8:30', '2026-11-02T08:30:00+08:00'],
    ['22:00', '2026-11-01T22:00:00+08:00'],
    ['1日22:00', '2026-11-01T22:00:00+08:00'],
    ['31日8:00', '2026-10-31T08:00:00+08:00'],
    ['31日', '2026-11-01T00:00:00+08:00'],
    ['2日24:00', '2026-11-02T09:00:00+08:00'],
    ['31日99:99', '2026-11-02T09:00:00+08:00'],
  ])('%s of a post of 2 November, 09:00', (words, instant) => {
    expect(asOfInstant(words, published)).toBe(Date.parse(instant));
  });

  it.each(['', '中午', '40日'])('%s: none', (words) => {
    expect(asOfInstant(words, published)).toBeNull();
  });
});
