import { dueSigns } from '../warnings/signs.ts';
import { mulberry, quantile } from './bench-numbers.ts';
import type { EventBooks } from './books.ts';
import { summaryOf, type Group } from './group.ts';
import { GroupingIndex } from './grouping-index.ts';
import { invent } from './invent.ts';
import { memberOf, type Member } from './member.ts';
import { paint, paintSummary } from './picture.ts';

export interface JoiningBench {
  members: number;
  /** Microseconds of one post that joins alone: placing it, painting the event and looking for due warnings; median and 99th percentile. */
  joinUs: number;
  joinP99Us: number;
  /** Processor time of the same, garbage collection included: fair also on a busy machine. */
  cpuUs: number;
  /** Of these, placing: reading nothing of the other members but the exemplars. */
  placeUs: number;
  /** The first picture after the memory was rebuilt: from all members, as every picture was before the summary was kept. */
  anewUs: number;
}

const START = Date.parse('2026-11-18T00:00:00+08:00');
/** All posts come within two days, the last of them just now: the windows of voices are full. */
const SPAN = 2 * 86_400_000;
const MOST_JOINING = 1_000;

/** Cost of a post that joins one event of so many members: texts, voices, platforms and numbers differ. Deterministic stream. */
export function benchJoining(members: number, books: EventBooks): JoiningBench {
  const random = mulberry(11);
  const index = new GroupingIndex(books.grouping);
  const joining = Math.min(MOST_JOINING, members);
  const step = SPAN / (members + joining);
  let group!: Group;
  for (let at = 0; at < members; at += 1) group = place(index, told(at, START + at * step, random, books));
  const newest = START + members * step;
  const before = performance.now();
  paint(group.members.values(), newest, books);
  const anewUs = Math.round((performance.now() - before) * 1000);
  summaryOf(group, books);
  const total: number[] = [];
  const placing: number[] = [];
  const busy = process.cpuUsage();
  for (let at = members; at < members + joining; at += 1) {
    const member = told(at, START + at * step, random, books);
    const begin = performance.now();
    group = place(index, member);
    placing.push((performance.now() - begin) * 1000);
    const painted = paintSummary(summaryOf(group, books), group.texts, member.publishedAt, books);
    dueSigns(painted, member.publishedAt, books, {});
    total.push((performance.now() - begin) * 1000);
  }
  const { user, system } = process.cpuUsage(busy);
  if (group.members.size !== members + joining)
    throw new Error('the posts of this measurement fell into several groups');
  return {
    ...{ members, joinUs: quantile(total, 0.5), joinP99Us: quantile(total, 0.99) },
    cpuUs: Math.round((user + system) / joining),
    ...{ placeUs: quantile(placing, 0.5), anewUs },
  };
}

const place = (index: GroupingIndex, member: Member): Group => index.place(member, () => 'event').group;

const SAID = [
  '现场还在冒烟',
  '消防车来了好几辆',
  '家里玻璃都震碎了',
  '希望大家平安',
  '请官方尽快通报',
  '附近的路都封了',
];
const PLATFORMS = ['weibo', 'weibo', 'weibo', 'video', 'wechat', 'forum', 'news', 'hotline'] as const;

function told(serial: number, at: number, random: () => number, books: EventBooks): Member {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const low = 1 + Math.floor(random() * 9);
  const numbered = random() < 0.3;
  const text = `云山县沙河镇恒通化工厂爆炸，${numbered ? `${low}人死亡，` : ''}${pick(SAID)}，${pick(SAID)}。编号${serial}`;
  const sourceType = pick(PLATFORMS);
  return memberOf(
    invent({
      ...{ at: new Date(at), text, sourceType, place: ['江南省', '江城市', '云山县', '沙河镇'] },
      voice: `v${Math.floor(random() * 40_000)}`,
      source: sourceType === 'news' ? `江城日报${serial % 20}` : sourceType,
      mention: { counts: { like: Math.floor(random() * 300) } },
      analysis: {
        ...{ eventKind: 'work_safety', focus: ['emergency'], keywords: ['恒通化工厂', '爆炸', pick(SAID).slice(0, 2)] },
        sensitivity: { level: 3, confidence: 0.9 },
        ...(numbered ? { facts: { deaths: { low, high: low } } } : {}),
      },
    }),
    new Date(at),
    books.grouping,
  );
}
