import { fromLocal, localDay, SHANGHAI_OFFSET_MS } from '../../platform/runtime/local-time.ts';

export type Precision = 'second' | 'minute' | 'day';
export type When =
  | { kind: 'at'; at: Date; precision: Precision; relative: boolean }
  | { kind: 'none' }
  | { kind: 'refused'; reason: 'bad_date' | 'old_date' | 'future_date' };

const DAY_MS = 86_400_000;
/** Clocks of sources run ahead a little; a day more is a wrong date (year typed wrong, day and month exchanged). */
const FUTURE_TOLERANCE_MS = DAY_MS;
const EARLIEST = Date.UTC(1990, 0, 1);

interface Dated {
  at: Date;
  precision: Precision;
}
type Reader = (text: string) => Dated | null;

/**
 * The instant a source states, in any form met in the field; forms without a zone are Asia/Shanghai. `none` for an empty value.
 * Refused: unreadable, before 1990, or more than a day after `now`.
 */
export function parseWhen(value: unknown, now: Date): When {
  const text = asText(value);
  if (text === '' || /^(?:-+|null|undefined|无|0)$/i.test(text)) return { kind: 'none' };
  const absolute = readDate(text);
  const read = absolute ?? readDate(text, now);
  if (!read) return { kind: 'refused', reason: 'bad_date' };
  if (read.at.getTime() < EARLIEST) return { kind: 'refused', reason: 'old_date' };
  if (read.at.getTime() > now.getTime() + FUTURE_TOLERANCE_MS) return { kind: 'refused', reason: 'future_date' };
  return { kind: 'at', ...read, relative: absolute === null };
}

/** As parseWhen, without judging the date; forms relative to today only when `now` is given. */
export function readDate(raw: unknown, now?: Date): Dated | null {
  const text = asText(raw);
  for (const reader of READERS) {
    const read = reader(text);
    if (read) return Number.isNaN(read.at.getTime()) ? null : read;
  }
  return now ? relative(text, now) : null;
}

function asText(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '?' : value.toISOString();
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return value === null || value === undefined ? '' : '?';
  return value.length > 100
    ? '?'
    : value
        .normalize('NFKC')
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/ ?(?:左右|许|前后|约)$/, '');
}

/** Digits alone: Unix seconds or milliseconds, an Excel serial (days since 1899-12-30, local), or YYYYMMDD[HHMM[SS]]. */
const numeric: Reader = (text) => {
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const number = Number(text);
  if (number >= 20_000 && number < 80_000) return serial(number);
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/.exec(text);
  if (compact) return wall(compact[1]!, compact[2]!, compact[3]!, compact[4], compact[5], compact[6]);
  if (number >= 6e8 && number < 1e10) return { at: new Date(Math.round(number * 1000)), precision: 'second' };
  return number >= 6e11 && number < 1e13 ? { at: new Date(Math.round(number)), precision: 'second' } : null;
};

function serial(days: number): Dated {
  const local = Math.round((days - 25_569) * 86_400) * 1000;
  return { at: new Date(local - SHANGHAI_OFFSET_MS), precision: Number.isInteger(days) ? 'day' : 'second' };
}

const DAY = String.raw`(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?`;
const HOUR = String.raw`(?:(凌晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)\s?)?(\d{1,2})\s?[:时点]\s?(?:(\d{1,2})\s?[:分]?\s?(?:(\d{1,2})(?:[.,](\d{1,9}))?\s?秒?)?)?`;
const ZONE = String.raw`\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?`;
const FULL = new RegExp(`^${DAY}(?:[T ]?(?:\\(?(?:星期|周)[一二三四五六日天]\\)? ?)?${HOUR} ?(AM|PM)?${ZONE})?$`, 'i');

/** 2026-11-03T08:00:00Z, 2026/11/3 8:05, 2026年11月3日 下午3时20分, 2026.11.03. */
const calendar: Reader = (text) => {
  const found = FULL.exec(text);
  if (!found) return null;
  const [, year, month, day, half, hour, minute, second, fraction, suffix, zone] = found;
  const hours = hour === undefined ? undefined : String(twentyFour(Number(hour), half ?? suffix));
  const read = wall(year!, month!, day!, hours, hour === undefined ? undefined : (minute ?? '0'), second);
  if (!read) return null;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  return { at: new Date(read.at.getTime() + ms + zoneShift(zone)), precision: read.precision };
};

function twentyFour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (/^(?:下午|傍晚|晚上|PM)$/i.test(half) && hour < 12) return hour + 12;
  if (/^(?:凌晨|AM)$/i.test(half) && hour === 12) return 0;
  return half === '中午' && hour < 3 ? hour + 12 : hour;
}

/** What to add to a local reading when the text names another zone. */
function zoneShift(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  const offset = found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3] ?? 0)) * 60_000 : 0;
  return SHANGHAI_OFFSET_MS - offset;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
// CST is China Standard Time here: Chinese systems print Java dates so.
const NAMED_ZONES: Record<string, string> = {
  ...{ ut: '+0000', utc: '+0000', gmt: '+0000', z: '+0000', cst: '+0800', hkt: '+0800', jst: '+0900', bst: '+0100' },
  ...{
    est: '-0500',
    edt: '-0400',
    cdt: '-0500',
    mst: '-0700',
    mdt: '-0600',
    pst: '-0800',
    pdt: '-0700',
    cet: '+0100',
    cest: '+0200',
  },
};
const MAIL =
  /^(?:[a-z]{3,9},? )?(\d{1,2})[ -]([a-z]{3,9})[ -](\d{2,4}),?(?: (\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)? ?([a-z]{1,5}|[+-]\d{2}:?\d{2})?(?: \([\w ]+\))?$/i;
const ASCTIME =
  /^[a-z]{3,9},? ([a-z]{3,9}) (\d{1,2}),? (\d{1,2}):(\d{2}):(\d{2}) ?([a-z]{3,4}|[+-]\d{2}:?\d{2})? (\d{4})$/i;

/** RFC 2822 ("Sat, 21 Nov 2026 12:00:00 +0800") and the order of Weibo and asctime ("Sat Nov 21 12:00:00 +0800 2026"). */
const mail: Reader = (text) => {
  const first = MAIL.exec(text);
  const second = first ? null : ASCTIME.exec(text);
  const parts =
    first ?? (second && [second[0], second[2], second[1], second[7], second[3], second[4], second[5], second[6]]);
  if (!parts) return null;
  const month = MONTHS.indexOf(parts[2]!.slice(0, 3).toLowerCase()) + 1;
  const year = parts[3]!.length === 4 ? parts[3]! : String(Number(parts[3]) + (Number(parts[3]) < 70 ? 2000 : 1900));
  const read = wall(year, String(month), parts[1]!, parts[4], parts[5], parts[6]);
  const zone = parts[7] === undefined ? undefined : (NAMED_ZONES[parts[7].toLowerCase()] ?? parts[7]);
  if (!read || (zone !== undefined && !/^[+-]\d{2}:?\d{2}$/.test(zone))) return null;
  return { at: new Date(read.at.getTime() + zoneShift(zone)), precision: read.precision };
};

/** "11-03 08:05" (year not said: the latest that is not in the future), "昨天 08:05", "3分钟前", "刚刚". */
const relative = (text: string, now: Date): Dated | null => {
  if (text === '刚刚') return { at: now, precision: 'minute' };
  const ago = /^(\d{1,3}) ?(秒|分钟|小时|天)前$/.exec(text);
  if (ago) {
    const unit = { 秒: 1000, 分钟: 60_000, 小时: 3_600_000, 天: DAY_MS }[ago[2]!]!;
    return { at: new Date(now.getTime() - Number(ago[1]) * unit), precision: ago[2] === '天' ? 'day' : 'minute' };
  }
  const named = /^(今天|昨天|前天) ?(?:(\d{1,2}):(\d{2}))?$/.exec(text);
  if (named) {
    const day = localDay(new Date(now.getTime() - ['今天', '昨天', '前天'].indexOf(named[1]!) * DAY_MS)).split('-');
    return wall(day[0]!, day[1]!, day[2]!, named[2], named[3]);
  }
  return monthAndDay(text, now);
};

function monthAndDay(text: string, now: Date): Dated | null {
  const found = /^(\d{1,2})[-/月](\d{1,2})日?(?: ?(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!found) return null;
  const year = Number(localDay(now).slice(0, 4));
  const inYear = (each: number): ReturnType<Reader> =>
    wall(String(each), found[1]!, found[2]!, found[3], found[4], found[5]);
  const current = inYear(year);
  return current && current.at.getTime() <= now.getTime() + FUTURE_TOLERANCE_MS ? current : inYear(year - 1);
}

/** Local wall-clock parts; null when no such day or hour exists (2026-02-30, 25:00). */
function wall(year: string, month: string, day: string, hour?: string, minute?: string, second?: string): Dated | null {
  const two = (text: string): string => text.padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  const at = fromLocal(date, `${two(hour ?? '0')}:${two(minute ?? '0')}:${two(second ?? '0')}`);
  const rolls = hour !== undefined && Number(hour) === 24;
  if (Number.isNaN(at.getTime()) || (localDay(at) !== date && !rolls)) return null;
  return { at, precision: hour === undefined ? 'day' : second === undefined ? 'minute' : 'second' };
}

const READERS: Reader[] = [numeric, calendar, mail];
