import { readNumeral, startsNumeral } from './numerals.ts';

/** The hour a number stands for: 截至8日14时30分. Parts that are not told are null. */
export interface AsOf {
  day: number | null;
  minute: number | null;
}

const REACH = 40;

/** The last 截至 … before `at`, not further left than `from`; null when no hour or day is told. */
export function asOfBefore(view: string, from: number, at: number): AsOf | null {
  const start = Math.max(from, at - REACH);
  const text = view.slice(start, at);
  const sign = Math.max(text.lastIndexOf('截至'), text.lastIndexOf('截止'));
  return sign < 0 ? null : readMoment(text, sign + 2);
}

function readMoment(text: string, from: number): AsOf | null {
  const moment: AsOf = { day: null, minute: null };
  for (let at = from; at < text.length && text[at] !== ',';) {
    const numeral = startsNumeral(text[at]!) ? readNumeral(text, at) : null;
    if (!numeral) {
      at += 1;
      continue;
    }
    const unit = text[numeral.end];
    if (unit === '日' || unit === '号') moment.day = numeral.value;
    else if (unit === '时' || unit === '点' || unit === ':')
      moment.minute = numeral.value * 60 + afternoon(text, from, at);
    else if (unit === '分' && moment.minute !== null) moment.minute += numeral.value;
    at = numeral.end;
  }
  return moment.day === null && moment.minute === null ? null : moment;
}

const afternoon = (text: string, from: number, at: number): number => {
  const words = text.slice(from, at);
  return words.includes('下午') || words.includes('晚') || words.includes('傍晚') ? 720 : 0;
};

/** Positive when `a` is later; 0 when the text does not let us tell. */
export function later(a: AsOf, b: AsOf): number {
  if (a.day !== null && b.day !== null && a.day !== b.day) return a.day - b.day;
  if (a.minute !== null && b.minute !== null && (a.day === b.day || a.day === null || b.day === null))
    return a.minute - b.minute;
  return 0;
}
