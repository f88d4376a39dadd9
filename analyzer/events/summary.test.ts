import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Analysis } from '../messages.ts';
import { dueSigns } from '../warnings/signs.ts';
import { loadEventBooks } from './books.ts';
import { addMember, groupOf, refreshMember, type Group } from './group.ts';
import { invent } from './invent.ts';
import { memberOf, type Member } from './member.ts';
import { paint, paintSummary, type Painted } from './picture.ts';
import { Summary } from './summary.ts';

const books = loadEventBooks(shippedConfigFolder());
const START = Date.parse('2026-11-01T00:00:00+08:00');
const HOUR = 3_600_000;
const NOW = START + 30 * 24 * HOUR;

const TEXTS = [
  '城东区一厂房爆炸，有人死亡',
  '城东区幼儿园老师殴打孩子',
  '上百业主拉横幅堵路',
  '东湖花园停水两天没人管',
  '网传恒通化工厂爆炸，官方回应不属实',
];
const DEPARTMENTS: Analysis['departments'] = (
  [
    ['emergency', 'lead', 'A'],
    ['emergency', 'co', 'B'],
    ['water', 'lead', 'C'],
    ['housing', 'co', 'D'],
  ] as const
).map(([id, role, reason], at) => ({ id, name: id, role, reason, score: 0.9 - at * 0.17 }));
const ACCUSED = [
  { id: 'water', name: '市水务局' },
  { id: null, name: '物业公司' },
];

/** A post with something of every kind a picture looks at. Hours up to 400, so that silences and new outbreaks occur. */
const post = fc
  .record({
    hours: fc.integer({ min: 0, max: 4000 }).map((n) => n / 10),
    text: fc.constantFrom(...TEXTS),
    source: fc.constantFrom('weibo', '新华社江南', '江南日报', '江城发布', 'weibo_hot'),
    sourceType: fc.constantFrom('weibo', 'wechat', 'news', 'gov', 'hotline', 'hotlist', 'superior'),
    voice: fc.constantFrom('a', 'b', 'c', 'd', null),
    level: fc.integer({ min: 0, max: 3 }),
    low: fc.integer({ min: 1, max: 4 }),
    asOf: fc.constantFrom(null, '3:00'),
    history: fc.boolean(),
    focus: fc.subarray(['emergency', 'false_info', 'credibility']),
    departments: fc.subarray(DEPARTMENTS),
    accused: fc.subarray(ACCUSED),
    places: fc.subarray(['城东区', '城西区']),
    order: fc.constantFrom(null, 'DH-1', 'DH-2'),
    like: fc.integer({ min: 0, max: 500 }),
  })
  .map(memberFrom);

type Post = Parameters<typeof memberFrom>[0];
function memberFrom(told: {
  hours: number;
  text: string;
  source: string;
  sourceType: 'weibo' | 'wechat' | 'news' | 'gov' | 'hotline' | 'hotlist' | 'superior';
  voice: string | null;
  level: number;
  low: number;
  asOf: string | null;
  history: boolean;
  focus: string[];
  departments: Analysis['departments'];
  accused: Analysis['accused'];
  places: string[];
  order: string | null;
  like: number;
}): Member {
  const at = new Date(START + told.hours * HOUR);
  const { text, source, sourceType, voice, low, asOf, level } = told;
  const claim = { fact: 'deaths', low, high: low, source: null, asOf, current: true } as const;
  return memberOf(
    invent({
      ...{ at, text, source, sourceType, voice },
      title: level > 1 ? text : '',
      mention: {
        ...{ history: told.history, counts: { like: told.like } },
        order: told.order === null ? null : { number: told.order, owner: null, dueAt: null },
      },
      analysis: {
        ...{ focus: told.focus, departments: told.departments, accused: told.accused, keywords: told.places },
        sensitivity: { level, confidence: 1 },
        topic: { primary: level === 0 ? 'none' : 'utilities', secondary: [], confidence: 1 },
        eventKind: level === 3 ? 'work_safety' : null,
        places: told.places.map((name) => ({ code: '1', name, path: ['江南省', '江城市', name] })),
        ...(low > 1 ? { facts: { deaths: { low, high: low } } } : {}),
        claims: [{ ...claim, field: 'text', start: 0, end: 1 }],
      },
    }),
    at,
    books.grouping,
  );
}

/** Everything a reader of an event sees: picture, outbreak, due warnings. */
const seen = (painted: Painted, now: number) => ({
  picture: painted.picture,
  outbreak: painted.outbreak,
  signs: dueSigns(painted, now, books, {}),
});
const kept = (group: Group, now: number) => seen(paintSummary(group.summary!, group.texts, now, books), now);
const anew = (members: Iterable<Member>, now: number) => seen(paint(members, now, books), now);

/** A group whose summary is kept from its first member on. */
function keepingGroup(first: Member): Group {
  const group = groupOf('g', true, [first]);
  group.summary = new Summary([first], books);
  return group;
}

describe('a summary kept while posts join', () => {
  it('gives the picture and the warnings that all members give anew, at each step and in any order', () => {
    fc.assert(
      fc.property(fc.array(post, { minLength: 1, maxLength: 14 }), fc.integer({ min: 0, max: 400 }), (posts, hours) => {
        const group = keepingGroup(posts[0]!);
        for (const [at, member] of posts.entries()) {
          if (at > 0) addMember(group, member);
          const now = Math.max(...posts.slice(0, at + 1).map((one) => one.publishedAt)) + hours * HOUR;
          expect(kept(group, now)).toEqual(anew(posts.slice(0, at + 1), now));
        }
        expect(anew([...posts].reverse(), NOW)).toEqual(anew(posts, NOW));
      }),
      { numRuns: 150 },
    );
  });

  it('goes on through a merge and through new counters', () => {
    fc.assert(
      fc.property(
        fc.array(post, { minLength: 1, maxLength: 8 }),
        fc.array(post, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 7 }),
        (own, absorbed, which) => {
          const group = keepingGroup(own[0]!);
          for (const member of own.slice(1)) addMember(group, member);
          kept(group, NOW);
          for (const member of absorbed) addMember(group, member);
          const grown = [...own, ...absorbed][which % (own.length + absorbed.length)]!;
          refreshMember(group, { ...grown, interactions: grown.interactions + 1000 });
          expect(kept(group, NOW - 10 * 24 * HOUR)).toEqual(anew(group.members.values(), NOW - 10 * 24 * HOUR));
          expect(kept(group, NOW)).toEqual(anew(group.members.values(), NOW));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('outbreaks of a summary', () => {
  const plain: Post = {
    ...{ hours: 0, text: TEXTS[3]!, source: 'weibo', sourceType: 'weibo', voice: 'a', level: 1, low: 1, asOf: null },
    ...{ history: false, focus: [], departments: [], accused: [], places: [], order: null, like: 0 },
  };
  const at = (hours: number): Member => memberFrom({ ...plain, hours });
  const outbreak = (...hours: number[]) => {
    const summary = new Summary(hours.map(at), books);
    const { number, startedAt } = summary.outbreak;
    return [number, (startedAt - START) / HOUR, summary.current.members.length];
  };

  it.each<[string, number[], [number, number, number]]>([
    ['one', [0, 10, 20], [1, 0, 3]],
    ['a silence of more than 72 hours begins another', [0, 73], [2, 73, 1]],
    ['72 hours do not', [0, 72], [1, 0, 2]],
    ['what is found later in the silence joins both', [0, 100, 50], [1, 0, 3]],
    ['an earlier beginning of the second', [0, 200, 190], [2, 190, 2]],
    ['equal instants', [0, 100, 100, 0], [2, 100, 2]],
  ])('%s', (_, hours, expected) => {
    expect(outbreak(...hours)).toEqual(expected);
  });
});
