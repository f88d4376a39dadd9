import { localDay, localTime } from './local-words.ts';
import type { Random } from '../random.ts';

/** What a matter is about; decides whether, and by which rule alone, it opens a ticket. */
export type MatterKind = 'complaint' | 'crowd' | 'gas' | 'spread' | 'child' | 'blast';

/** One invented matter: every post of it names the same place, object and trouble, and no other matter names that object. */
export interface Matter {
  kind: MatterKind;
  posts: number;
  /** Ids of sources its posts come from. */
  sources: readonly string[];
  publishedAt(random: Random): Date;
  text(random: Random): string;
}

export const SOURCES = ['chaos_weibo', 'chaos_forum', 'chaos_video'] as const;

const TOWNS = [
  '城东区和平街道',
  '城东区东湖街道',
  '城西区新华街道',
  '城西区西站街道',
  '滨江区江滩街道',
  '滨江区港湾街道',
  '云山县沙河镇',
  '云山县石桥镇',
];
const LETTERS = [
  [...'锦澜枫翠桂岚霖沁熙珑玺璟瑞泓沐晖煜骏麓榕槿棠梓栀苓芷蘅萱薇蓉琅瑶琼碧澄湛浩瀚'],
  [...'珂珉琪璐瑾瑜璇玥琬瑛皓晟曦昀暄旻煦炜烨琰钰铭锐钧镕铄嵘岷岱峥巍崧澍淳渊沣洵洺'],
] as const;
const ESTATES = ['花园', '嘉园', '公寓', '雅苑', '名苑'];
/** Word sensitivity 1: one trouble a matter, so that a harm of its own stands beside the name. */
const TROUBLES = [
  '路灯坏了，晚上看不清路',
  '附近夜间施工噪声很大',
  '门前垃圾清运不及时',
  '楼下饭店油烟很重',
  '周边违停严重，停车位不够',
];
const WISHES = ['请有关部门尽快处理', '希望给个答复', '希望早日改善', '请帮忙协调一下', '麻烦安排人看看'];
const TAILS = [
  '大家都在等消息',
  '走过的人都看得到',
  '盼望有人来看一看',
  '不知道该找哪个部门',
  '前几天就这样了',
  '今年比往年明显',
  '邻居也这么说',
  '发到这里问一问',
];
/**
 * No word of the past (a toll of other days would not count), none that names an office (what a ticket advises is read once, from the
 * posts that were there when it opened).
 */
const SCENES = ['现场有浓烟', '很远就听到巨响', '玻璃都震碎了', '几公里外都看得见', '附近的人都跑出来了'];

/** So many names differ in their characters alone: plants of one name would be one matter to anybody who reads of them. */
export const NAMES = 4 * LETTERS[0].length ** 2;

/** Two characters and a kind of building, of equal length, so that none ends another. */
export function nameOf(index: number, endings: readonly string[]): string {
  const n = LETTERS[0].length;
  const [a, b, round] = [index % n, Math.floor(index / n) % n, Math.floor(index / n ** 2)];
  const [first, second] = [LETTERS[(round >> 1) % 2]!, LETTERS[round % 2]!];
  return `${first[a]}${second[b]}${endings[(round + a) % endings.length]}`;
}

const HOUR = 3_600_000;

/**
 * Shaped so that nothing that is compared depends on the order of arrival: a matter has one place, object and harm; it opens a ticket by one
 * rule whichever of its posts come first; posts of a blast bear one instant and one toll, so its clocks never move.
 */
export function inventMatter(random: Random, index: number, base: Date): Matter {
  const town = TOWNS[index % TOWNS.length]!;
  const estate = `${town}${nameOf(index, ESTATES)}`;
  const wish = (r: Random): string => `${r.pick(WISHES)}，${r.pick(TAILS)}。`;
  const dice = random.next();
  const daysAgo = (r: Random): Date => new Date(base.getTime() - 24 * HOUR - r.int(30 * 3600) * 1000);
  const plain = { sources: SOURCES, publishedAt: daysAgo };
  if (dice < 0.06) return blast(random, index, base);
  if (dice < 0.12) {
    const school = `${town}${nameOf(index, ['第一小学', '实验小学'])}`;
    const text = (): string => `${school}老师体罚学生，扇耳光，家长很担心，请核实处理。`;
    return { kind: 'child', posts: 1, sources: [random.pick(SOURCES)], publishedAt: daysAgo, text };
  }
  if (dice < 0.17) {
    // One source, so that only the number of voices opens a ticket.
    const text = (r: Random): string => `${estate}天然气管道漏气，味道很浓，${wish(r)}`;
    return { kind: 'gas', posts: 6 + random.int(3), sources: [random.pick(SOURCES)], publishedAt: daysAgo, text };
  }
  if (dice < 0.2) {
    const text = (r: Random): string => `${estate}楼道电线裸露，已经停电，${wish(r)}`;
    return { kind: 'spread', posts: 4, ...plain, sources: SOURCES.slice(0, 2), text };
  }
  const trouble = TROUBLES[index % TROUBLES.length]!;
  const text = (r: Random): string => `${estate}${trouble}，${wish(r)}`;
  if (dice < 0.24) return { kind: 'crowd', posts: 22 + random.int(5), ...plain, text };
  return { kind: 'complaint', posts: 1 + random.int(6), ...plain, text };
}

/**
 * Begun so long ago that its first hours run out around `base` (the stream being fed), or warn of it then. Half of them say in words when
 * it happened, the others count from their publication.
 */
function blast(random: Random, index: number, base: Date): Matter {
  const plant = `${TOWNS[index % TOWNS.length]}${nameOf(index, ['化工厂'])}`;
  const age = random.pick([5, 5, 5, 4, 24]) * HOUR;
  const began = new Date(base.getTime() - age + random.int(150) * 1000);
  const told = random.chance(0.5);
  const minute = new Date(Math.ceil(began.getTime() / 60_000) * 60_000);
  const when = told ? `${localDay(minute)}${localTime(minute)}，` : '';
  const at = told ? new Date(minute.getTime() + 5 * 60_000) : began;
  return {
    ...{ kind: 'blast', posts: 2 + random.int(4), sources: SOURCES, publishedAt: () => at },
    text: (r) => `${when}${plant}发生爆炸，造成32人死亡，${r.pick(SCENES)}，${r.pick(WISHES)}。`,
  };
}
