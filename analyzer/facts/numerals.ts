/** Reads one whole number written in digits or in Chinese numerals, in one pass and without backtracking. */

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壹: 1,
  贰: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
  俩: 2,
  仨: 3,
};
const UNITS: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const GREAT: Record<string, number> = { 万: 1e4, 亿: 1e8 };

export interface Numeral {
  value: number;
  start: number;
  end: number;
}

const isDigit = (unit: string | undefined): boolean => unit !== undefined && unit >= '0' && unit <= '9';
export const startsNumeral = (unit: string): boolean => isDigit(unit) || unit in DIGITS || unit in UNITS;

/** The numeral that begins at `at`, or null. Understands 1,234 · 2.1万 · 三百零五 · 十二 · 二〇〇八. */
export function readNumeral(view: string, at: number): Numeral | null {
  const plain = isDigit(view[at]) ? readArabic(view, at) : readChinese(view, at);
  if (!plain) return null;
  const great = GREAT[view[plain.end] ?? ''];
  if (great === undefined) return plain;
  const head = { value: Math.round(plain.value * great), start: at, end: plain.end + 1 };
  return addTail(view, head, great);
}

/** 3万2000 and 一万二千: the part below the great unit. */
function addTail(view: string, head: Numeral, great: number): Numeral {
  const next = view[head.end] ?? '';
  if (!startsNumeral(next)) return head;
  const tail = isDigit(next) ? readArabic(view, head.end) : readChinese(view, head.end);
  return tail && tail.value < great && tail.value >= great / 1e4
    ? { ...head, value: head.value + tail.value, end: tail.end }
    : head;
}

function readArabic(view: string, at: number): Numeral {
  let end = at;
  let digits = '';
  for (;;) {
    const unit = view[end];
    if (isDigit(unit)) digits += unit;
    else if (unit === ',' && groupFollows(view, end, digits)) digits += '';
    else break;
    end += 1;
  }
  if (view[end] === '.' && isDigit(view[end + 1])) {
    digits += '.';
    for (end += 1; isDigit(view[end]); end += 1) digits += view[end];
  }
  return { value: Number(digits), start: at, end };
}

/** A comma inside a number is followed by exactly three digits. */
const groupFollows = (view: string, comma: number, before: string): boolean =>
  before.length > 0 && [1, 2, 3].every((k) => isDigit(view[comma + k])) && !isDigit(view[comma + 4]);

function readChinese(view: string, at: number): Numeral | null {
  let total = 0;
  let digit = -1;
  let run = '';
  let end = at;
  let units = false;
  for (; end < view.length && end - at < 24; end += 1) {
    const unit = view[end]!;
    if (unit in DIGITS) {
      digit = DIGITS[unit]!;
      run += String(digit);
    } else if (unit in UNITS) {
      total += (digit < 0 ? 1 : digit) * UNITS[unit]!;
      digit = -1;
      units = true;
    } else break;
  }
  if (end === at) return null;
  if (!units) return { value: Number(run), start: at, end };
  return { value: total + Math.max(digit, 0), start: at, end };
}
