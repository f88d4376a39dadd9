import { fromLocal, localDay, SHANGHAI_OFFSET_MS } from '../../platform/runtime/local-time.ts';
import { DAY_MS, type WorkCalendar } from '../deadlines/calendar.ts';

/** A day (or hour) a sentence names. */
export interface DateInText {
  words: string;
  /** End of that day unless an hour is told. */
  at: Date;
  /** What the words leave open: the whole day, the hour of 8时许, a quarter around 8时30分许. */
  low: Date;
  high: Date;
  /** UTF-16 units in the sentence, end exclusive. */
  start: number;
  end: number;
}

const N = '(\\d{1,3}|[一二两三四五六七八九十]{1,3})';
const DAY = /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:(\d{1,2})(?:时|点|:|：)(\d{2})?分?(许|左右|前后)?)?/g;
const WITHIN = new RegExp(`${N}\\s*个?(小时|工作日|日|天|周|月)(?:之内|以内|内)`, 'g');
const NAMED: readonly (readonly [RegExp, (base: string) => string])[] = [
  [/今日|今天|当日|当天/g, (base) => base],
  [/明日|明天|次日/g, (base) => plusDays(base, 1)],
  [/(?:本月底|本月末|月底)/g, (base) => lastOfMonth(base)],
  [/(?:今年年底|年底|年末)/g, (base) => `${base.slice(0, 4)}-12-31`],
];

/** Dates in a sentence, in order. `base`: when it is or was said; a month before that month is next year's when the sentence looks forward. */
export function datesIn(sentence: string, base: Date, calendar: Pick<WorkCalendar, 'day'>): DateInText[] {
  const today = localDay(base);
  const spot = (match: RegExpMatchArray) => ({
    words: match[0],
    start: match.index!,
    end: match.index! + match[0].length,
  });
  const days = [...sentence.matchAll(DAY)].map((match) => ({ ...spot(match), ...dayOf(match, today) }));
  const within = [...sentence.matchAll(WITHIN)].map((match) => ({
    ...spot(match),
    ...exactly(after(base, numberOf(match[1]!), match[2]!, calendar)),
  }));
  const named = NAMED.flatMap(([pattern, day]) =>
    [...sentence.matchAll(pattern)].map((match) => ({ ...spot(match), ...wholeDay(day(today)) })),
  );
  return [...days, ...within, ...named]
    .filter(({ at }) => !Number.isNaN(at.getTime()))
    .sort((a, b) => a.start - b.start);
}

const endOf = (day: string): Date => fromLocal(day, '23:59');
const two = (text: string): string => text.padStart(2, '0');

type Told = Pick<DateInText, 'at' | 'low' | 'high'>;
const exactly = (at: Date): Told => ({ at, low: at, high: at });
const wholeDay = (day: string): Told => ({ at: endOf(day), low: fromLocal(day), high: endOf(day) });

function dayOf(match: RegExpMatchArray, today: string): Told {
  const [, year = today.slice(0, 4), month = '', day = '', hour, minute, about] = match;
  const date = `${year}-${two(month)}-${two(day)}`;
  if (hour === undefined) return wholeDay(date);
  const at = fromLocal(date, `${two(hour)}:${minute ?? '00'}`);
  const [before, behind] = about === undefined ? [0, 0] : minute === undefined ? [0, 59] : [15, 15];
  const moved = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000);
  return { at, low: moved(-before), high: moved(behind) };
}

/** 8时30分 without its day. */
export interface HourInText extends Pick<DateInText, 'words' | 'start' | 'end'> {
  /** Minutes of the day. */
  low: number;
  high: number;
}

const HOUR =
  /(凌晨|清晨|上午|中午|下午|晚上|晚|夜间)?(?<![\d日])(\d{1,2})(?:时|点|:|：)(?!间|段|候)(\d{2})?分?(许|左右|前后)?/g;

/** Hours of a day a sentence names without the day; 下午3时 is 15:00. Pure. */
export const hoursIn = (sentence: string): HourInText[] =>
  [...sentence.matchAll(HOUR)].flatMap((match) => {
    const [words, part, hour, minute, about] = match;
    const isLate = part !== undefined && '下午晚上夜间'.includes(part) && Number(hour) < 12;
    const at = (Number(hour) + (isLate ? 12 : 0)) * 60 + Number(minute ?? 0);
    if (Number(hour) > 24 || Number(minute ?? 0) > 59) return [];
    const [before, behind] = about === undefined ? [0, 0] : minute === undefined ? [0, 59] : [15, 15];
    return [{ words, start: match.index, end: match.index + words.length, low: at - before, high: at + behind }];
  });

function after(base: Date, count: number, unit: string, calendar: Pick<WorkCalendar, 'day'>): Date {
  const today = localDay(base);
  switch (unit) {
    case '小时':
      return new Date(base.getTime() + count * 3_600_000);
    case '工作日':
      return endOf(workingDay(today, count, calendar));
    case '周':
      return endOf(plusDays(today, count * 7));
    case '月':
      return endOf(plusDays(today, count * 30));
    default:
      return endOf(plusDays(today, count));
  }
}

function workingDay(today: string, count: number, calendar: Pick<WorkCalendar, 'day'>): string {
  let day = today;
  for (let left = count; left > 0;) {
    day = plusDays(day, 1);
    if (calendar.day(dayNumber(day)).working) left -= 1;
  }
  return day;
}

const dayNumber = (day: string): number => Math.floor((fromLocal(day).getTime() + SHANGHAI_OFFSET_MS) / DAY_MS);
const plusDays = (day: string, count: number): string => localDay(new Date(fromLocal(day).getTime() + count * DAY_MS));

function lastOfMonth(day: string): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${two(String(month + 1))}-01`;
  return plusDays(next, -1);
}

const DIGITS = '零一二三四五六七八九';
/** 3, 三, 十五, 二十 … */
export function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const digit = (char: string | undefined): number => (char === '两' ? 2 : DIGITS.indexOf(char ?? ''));
  const high = text.includes('十') ? (tens === '' ? 1 : digit(tens)) * 10 : 0;
  return high + (ones === '' || ones === undefined ? 0 : digit(ones));
}
