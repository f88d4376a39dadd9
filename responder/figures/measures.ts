import type { UnitAt } from '../../analyzer/index.ts';

/** What is measured, and the word for how much of it: 停水 + 户数. Base units: m², m, kg, minutes, yuan, per cent, else one piece. */
export const MEASURES = {
  people: '人数',
  yuan: '金额',
  percent: '比例',
  households: '户数',
  area: '面积',
  length: '长度',
  vehicles: '车辆数',
  buildings: '房屋间数',
  firms: '单位数',
  visits: '人次',
  cases: '起数',
  weight: '重量',
  duration: '时长',
} as const;
export type Measure = keyof typeof MEASURES;

const UNITS: readonly (readonly [word: string, measure: Measure, scale: number])[] = [
  ['%', 'percent', 1],
  ['户', 'households', 1],
  ['平方公里', 'area', 1e6],
  ['平方千米', 'area', 1e6],
  ['平方米', 'area', 1],
  ['平米', 'area', 1],
  ['m2', 'area', 1],
  ['公顷', 'area', 1e4],
  ['亩', 'area', 2000 / 3],
  ['公里', 'length', 1000],
  ['千米', 'length', 1000],
  ['米', 'length', 1],
  ['台次', 'vehicles', 1],
  ['辆次', 'vehicles', 1],
  ['辆', 'vehicles', 1],
  ['栋', 'buildings', 1],
  ['幢', 'buildings', 1],
  ['间', 'buildings', 1],
  ['家', 'firms', 1],
  ['人次', 'visits', 1],
  ['起', 'cases', 1],
  ['吨', 'weight', 1000],
  ['公斤', 'weight', 1],
  ['千克', 'weight', 1],
  ['个小时', 'duration', 60],
  ['小时', 'duration', 60],
  ['分钟', 'duration', 1],
  ['天', 'duration', 1440],
];

/** Not a measure though it looks like one: 3天内 is a day (wording/dates.ts), 20米/秒, 一间接. */
const NO_UNIT =
  /^(?:天|小时|个小时|分钟)(?:之内|以内|内|后|前)|^间(?:接|隔|断)|^米\/|^家(?:庭|人|属|长)|^起(?:火|床|步|来)/;

export const unitAt: UnitAt = (view, at) => {
  if (NO_UNIT.test(view.slice(at, at + 8))) return null;
  const found = UNITS.find(([word]) => view.startsWith(word, at));
  return found ? { unit: found[1], length: found[0].length, scale: found[2] } : null;
};

/** What a number is of. Only numbers of the same thing are compared. */
const SUBJECTS = [
  ...['停水', '停电', '停气', '停暖', '断水', '断电', '供水', '供电', '供气', '供暖', '受影响', '影响', '涉及'],
  ...['受灾', '受损', '倒塌', '淹没', '过火', '污染', '塌方', '塌陷', '滑坡', '封闭', '中断', '拥堵', '滞留', '持续'],
  ...['安置', '转移', '疏散', '撤离', '搬迁', '征收', '拆除', '超标', '达标', '不合格', '合格', '满意', '占比'],
  ...['拖欠', '欠薪', '工资', '投资', '罚款', '处罚', '扣押', '查处', '隔离', '占用', '违建'],
];
/** These are added to day by day: more than before contradicts nothing, less does. */
const GROWING = [
  ...[
    '恢复',
    '完成',
    '办结',
    '修复',
    '抢修',
    '整改',
    '排查',
    '检查',
    '检测',
    '抽检',
    '送检',
    '走访',
    '救治',
    '治愈',
    '出院',
  ],
  ...['退还', '退款', '赔偿', '补偿', '补助', '抚恤', '慰问', '捐款', '捐赠', '救助', '拨付', '发放', '兑付'],
  ...['出动', '投入', '调集', '召回', '下架', '封存', '铺设', '清理', '复工', '复课', '通车'],
];
const RATES = ['每户', '每人', '每亩', '每平方米', '每天', '每日', '每小时', '人均', '户均', '时速', '每'];

const byLength = (a: string, b: string): number => b.length - a.length;
const SUBJECT = new RegExp([...SUBJECTS, ...GROWING].sort(byLength).join('|'), 'gu');
const RATE = new RegExp(RATES.sort(byLength).join('|'), 'u');

export interface Subject {
  /** 停水; with a rate 补偿（每户）. '' = the clause does not say. */
  name: string;
  grows: boolean;
}

/** The nearest word before the number in its clause names it, else the nearest behind. */
export function subjectOf(view: string, start: number, end: number): Subject {
  const from = Math.max(...[...',。;!?\n'].map((mark) => view.lastIndexOf(mark, start - 1))) + 1;
  const before = view.slice(from, start);
  const behind = /^[^,。;!?\n]*/.exec(view.slice(end))![0];
  const word = [...before.matchAll(SUBJECT)].at(-1)?.[0] ?? [...behind.matchAll(SUBJECT)][0]?.[0];
  if (word === undefined) return { name: '', grows: false };
  const rate = RATE.exec(before)?.[0];
  return { name: rate ? `${word}（${rate}）` : word, grows: GROWING.includes(word) && rate === undefined };
}
