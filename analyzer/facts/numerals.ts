/** Reads one whole number written in digits or in Chinese numerals, in one pass and without backtracking. */

const DIGITS: Record<string, number> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
  ...{ 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9, 俩: 2, 仨: 3 },
};
const UNITS: Record<string, number> = { 十: 10, 拾: 10, 廿: 20, 卅: 30, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const GREAT: Record<string, number> = { 万: 1e4, 亿: 1e8 };
/** Longer runs are phone numbers, codes or noise; they are read to their end so that no part of them counts. */
const MOST_DIGITS = 12;
const MOST_CHINESE = 20;

/** `high` differs from `value` only in 两三百 (200–300) and 七八 (7–8). */
export interface Numeral {
  value: number;
  high: number;
  start: number;
  end: number;
  /** Too long to be a count. */
  noise: boolean;
}

interface Section {
  low: number;
  high: number;
  end: number;
  noise: boolean;
  /** One plain digit: after a unit it is the next lower place (一万二 = 12000). */
  single: boolean;
}

const isDigit = (unit: string | undefined): boolean => unit !== undefined && unit >= '0' && unit <= '9';
/** Asked of nearly every character: one look into a table. */
const STARTS = new Uint8Array(0x10000);
for (const unit of [...'0123456789', ...Object.keys(DIGITS), ...Object.keys(UNITS)]) STARTS[unit.charCodeAt(0)] = 1;
/** @param unit one character, or none */
export const startsNumeral = (unit: string): boolean => STARTS[unit.charCodeAt(0)] === 1;

/** The numeral that begins at `at`, or null. Understands 1,234 · 2.1万 · 1亿3000万 · 三百零五 · 十二 · 二〇〇八 · 一万二 · 两三百. */
export function readNumeral(view: string, at: number): Numeral | null {
  const sum = { low: 0, high: 0, great: Infinity, noise: false };
  let end = at;
  while (startsNumeral(view[end] ?? '')) {
    const part = readSection(view, end);
    const great = GREAT[view[part.end] ?? ''];
    sum.noise ||= part.noise;
    if (great === undefined || great >= sum.great) {
      end = addLast(sum, part, end);
      break;
    }
    sum.low += part.low * great;
    sum.high += part.high * great;
    sum.great = great;
    end = part.end + 1;
  }
  if (end === at) return null;
  return { value: tidy(sum.low), high: tidy(sum.high), start: at, end, noise: sum.noise };
}

/** 2.3万 is 23000, not 22999.999…; a small decimal (2.5) stays one. */
const tidy = (value: number): number => (value >= 1000 ? Math.round(value) : value);

/** The part without 万 or 亿; what is too large to stand there begins a number of its own. */
function addLast(sum: { low: number; high: number; great: number }, part: Section, from: number): number {
  if (part.low >= sum.great) return from;
  const scale = part.single && sum.great !== Infinity ? sum.great / 10 : 1;
  sum.low += part.low * scale;
  sum.high += part.high * scale;
  return part.end;
}

const readSection = (view: string, at: number): Section => (isDigit(view[at]) ? readArabic : readChinese)(view, at);

function readArabic(view: string, at: number): Section {
  let end = at;
  let value = 0;
  let count = 0;
  for (;;) {
    if (isDigit(view[end])) {
      count += 1;
      if (count <= MOST_DIGITS) value = value * 10 + Number(view[end]);
    } else if (view[end] !== ',' || !groupFollows(view, end, count)) break;
    end += 1;
  }
  if (view[end] !== '.' || !isDigit(view[end + 1]))
    return withUnit(view, { low: value, high: value, end, noise: count > MOST_DIGITS, single: count === 1 });
  let step = 0.1;
  for (end += 1; isDigit(view[end]); end += 1) {
    value += Number(view[end]) * step;
    step /= 10;
  }
  value = Math.round(value * 1e6) / 1e6;
  return withUnit(view, { low: value, high: value, end, noise: count > MOST_DIGITS, single: false });
}

/** 3千, 2百: digits before a Chinese unit. */
function withUnit(view: string, part: Section): Section {
  const unit = UNITS[view[part.end] ?? ''];
  if (unit === undefined || unit < 100) return part;
  const { low, high, end, noise } = part;
  return { low: low * unit, high: high * unit, end: end + 1, noise, single: false };
}

/** A comma inside a number is followed by exactly three digits. */
const groupFollows = (view: string, comma: number, before: number): boolean =>
  before > 0 && [1, 2, 3].every((k) => isDigit(view[comma + k])) && !isDigit(view[comma + 4]);

interface Reading {
  low: number;
  high: number;
  /** Digits since the last unit; two neighbours (三四) are a range. */
  digits: number[];
  unit: number;
}

function readChinese(view: string, at: number): Section {
  const reading: Reading = { low: 0, high: 0, digits: [], unit: Infinity };
  let end = at;
  for (; ; end += 1) {
    const char = view[end] ?? '';
    const digit = DIGITS[char];
    const unit = UNITS[char];
    if (digit !== undefined) {
      if (reading.digits.length <= MOST_CHINESE) reading.digits.push(digit);
    } else if (unit === undefined || unit >= reading.unit || !takeUnit(reading, unit)) break;
  }
  const { low, high, single } = closeReading(reading);
  return { low, high, end, noise: reading.digits.length > MOST_CHINESE, single };
}

function takeUnit(reading: Reading, unit: number): boolean {
  const pair = pairOf(reading.digits, reading.unit !== Infinity);
  if (!pair && reading.digits.length > 0) return false;
  const [low, high] = pair ?? [1, 1];
  reading.low += low * unit;
  reading.high += high * unit;
  reading.digits = [];
  reading.unit = unit > 10 && unit < 100 ? 10 : unit;
  return true;
}

/** [3, 3] of 三, [3, 4] of 三四, [3, 5] of 三五; null when the digits are spelt out one by one. */
function pairOf(digits: readonly number[], afterUnit: boolean): [number, number] | null {
  const [first, second, third] = digits[0] === 0 && afterUnit ? digits.slice(1) : digits;
  if (first === undefined || third !== undefined) return null;
  if (second === undefined) return [first, first];
  return first > 0 && (second === first + 1 || (first === 3 && second === 5)) ? [first, second] : null;
}

function closeReading(reading: Reading): { low: number; high: number; single: boolean } {
  const { digits, unit } = reading;
  const plain = unit === Infinity;
  const pair = pairOf(digits, !plain);
  if (plain && !pair) {
    const value = digits.slice(0, MOST_CHINESE).reduce((sum, digit) => sum * 10 + digit, 0);
    return { low: value, high: value, single: false };
  }
  if (!pair) return { low: reading.low, high: reading.high, single: false };
  // 一百二 is 120, 一百零二 is 102.
  const scale = !plain && unit >= 100 && digits[0] !== 0 ? unit / 10 : 1;
  return {
    low: reading.low + pair[0] * scale,
    high: reading.high + pair[1] * scale,
    single: plain && digits.length === 1,
  };
}
