import { mulberry, quantile } from './bench-numbers.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { GroupingIndex } from './grouping-index.ts';
import { invent } from './invent.ts';
import { memberOf, type Member } from './member.ts';
import type { AnalyzedMention } from '../messages.ts';

export interface GroupingBench {
  openEvents: number;
  posts: number;
  /** Microseconds a post: reading its signal and placing it; median and 99th percentile. */
  medianUs: number;
  p99Us: number;
  /** Placing alone, the part that could grow with the open events. */
  placeMedianUs: number;
  /** Share of the posts that belong to an open event and found one. */
  found: number;
  /** Processor time a post, garbage collection included: fair also on a busy machine. */
  cpuUs: number;
}

const DAY = Date.parse('2026-11-20T00:00:00+08:00');
const POSTS = 4000;

/** Cost of one post among so many synthetic open events; half of the posts belong to one of them. Deterministic stream. */
export function benchGrouping(openEvents: number, rules: GroupingRules): GroupingBench {
  const random = mulberry(7);
  const index = new GroupingIndex(rules);
  for (let event = 0; event < openEvents; event += 1) place(index, read(synthetic(event, event, random), rules), event);
  const total: number[] = [];
  const placing: number[] = [];
  let found = 0;
  const before = process.cpuUsage();
  for (let at = 0; at < POSTS; at += 1) {
    const event = at % 2 === 0 ? Math.floor(random() * openEvents) : openEvents + at;
    const post = synthetic(event, openEvents + at, random);
    const begin = performance.now();
    const member = read(post, rules);
    const middle = performance.now();
    if (place(index, member, openEvents + at) && event < openEvents) found += 1;
    const end = performance.now();
    total.push((end - begin) * 1000);
    placing.push((end - middle) * 1000);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    ...{ openEvents, posts: POSTS, found: found / (POSTS / 2), cpuUs: Math.round((user + system) / POSTS) },
    medianUs: quantile(total, 0.5),
    p99Us: quantile(total, 0.99),
    placeMedianUs: quantile(placing, 0.5),
  };
}

const read = (post: AnalyzedMention, rules: GroupingRules): Member => memberOf(post, new Date(DAY + 86_400_000), rules);

function place(index: GroupingIndex, member: Member, serial: number): boolean {
  return index.place(member, () => `bench-${serial}`).why !== null;
}

const DISTRICTS = ['城东区', '城西区', '滨江区', '云山县'];
const KINDS = ['小区', '小学', '幼儿园', '医院', '超市', '村', '化工厂', '花园'];
const FIRST = '金银山水云天海江河湖东南西北春夏秋冬福禄寿喜安康泰平吉祥如意光明和顺新永兴盛';
const TROUBLES = [
  '停水',
  '停电',
  '半夜施工噪音扰民',
  '油烟熏人',
  '垃圾没人清',
  '污水横流',
  '电梯坏了',
  '物业费乱涨',
  '违建',
  '路面塌陷',
  '办不了房产证',
  '学生呕吐',
];
const TAILS = [
  '好几天了没人管，打电话也没人接',
  '希望有关部门尽快处理并给个说法',
  '老人孩子都受不了，大家帮忙转发',
  '之前反映过多次一直没有解决',
  '今天又是这样，到底归谁管',
  '业主群里都在说这件事情',
];

function synthetic(event: number, serial: number, random: () => number): AnalyzedMention {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const letter = (n: number): string => FIRST[n % FIRST.length]!;
  const stem =
    letter(event * 7 + 3) + letter(Math.floor(event / FIRST.length) * 5 + 1) + letter(Math.floor(event / 1369) * 3 + 2);
  const where = DISTRICTS[event % 4]!;
  const trouble = TROUBLES[Math.floor(event / 8) % TROUBLES.length]!;
  const text = `${where}${stem}${KINDS[event % 8]!}${trouble}，${pick(TAILS)}。${pick(TAILS)}，${pick(TAILS)}！编号${serial}`;
  return invent({ text, at: new Date(DAY + (serial % 86_400) * 1000), place: ['江南省', '江城市', where] });
}
