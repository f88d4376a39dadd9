import { startsNumeral } from './numerals.ts';
import { hasAny } from './phrases.ts';

/** Where a sentence leads back to a time long gone, or -1. `year` is the year of publication when known. */
export function longAgo(view: string, start: number, end: number, year: number | null): number {
  let remembered: number | null = null;
  const isRemembered = (at: number): boolean =>
    (remembered ??= lastOf(view.slice(start, end), REMEMBERED) + start) >= at;
  for (let at = view.indexOf('年', start); at >= 0 && at < end; at = view.indexOf('年', at + 1)) {
    const from = backTo(view, start, at);
    if (from < at && isPast(view, { from, at, end }, year, isRemembered)) return from;
  }
  return -1;
}

/** Start of the numeral before 年. */
function backTo(view: string, start: number, at: number): number {
  let from = at;
  while (from > start && at - from < 6 && (startsNumeral(view[from - 1]!) || '多几数余'.includes(view[from - 1]!)))
    from -= 1;
  return from;
}

const BORN = ['建', '修', '盖', '生', '投', '竣', '开', '成立', '买', '入住', '老'];
const REMEMBERED = ['那年', '那场', '那次', '那起', '纪念', '周年', '公祭', '大地震', '大屠杀', '回忆', '记忆'];
const DISASTER = ['那次', '那场', '那起', '矿难', '火灾', '地震', '爆炸', '事故', '空难', '洪水', '战争', '坍塌'];

/** Where the last of these words begins; looked for once a sentence, however often it names a year. */
const lastOf = (text: string, words: readonly string[]): number =>
  words.reduce((last, word) => Math.max(last, text.lastIndexOf(word)), -Infinity);

interface Year {
  from: number;
  /** Where 年 stands. */
  at: number;
  end: number;
}

/** 1998年建的楼, 1950年生: the year of a thing or a person, not of what happened. */
export const isOfAThing = (view: string, at: number): boolean =>
  hasAny(view.slice(at + 1, at + 7).replaceAll('发生', ''), BORN);

function isPast(
  view: string,
  { from, at, end }: Year,
  year: number | null,
  isRemembered: (at: number) => boolean,
): boolean {
  const behind = view.slice(at + 1, Math.min(end, at + 8));
  if (isOfAThing(view.slice(0, end), at)) return false;
  if (behind[0] === '前' || behind.startsWith('以前')) return hasAny(behind, DISASTER);
  if (behind[0] === '代') return '十0'.includes(view[at - 1]!) || view[from - 1] === '纪';
  const told = fourDigits(view, at);
  if (told === null || told < 1000 || told > 2100) return false;
  if (told < 2000) return true;
  return (year === null || told < year - 1) && isRemembered(at);
}

const CHINESE = '〇一二三四五六七八九';

/** 1976 or 一九七六 before 年. */
function fourDigits(view: string, at: number): number | null {
  let value = 0;
  for (let k = at - 4; k < at; k += 1) {
    const unit = view[k] === '零' ? '〇' : (view[k] ?? ' ');
    const digit = CHINESE.includes(unit) ? CHINESE.indexOf(unit) : unit >= '0' && unit <= '9' ? Number(unit) : -1;
    if (digit < 0) return null;
    value = value * 10 + digit;
  }
  return value;
}
