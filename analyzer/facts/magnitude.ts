import { readNumeral, startsNumeral } from './numerals.ts';
import { hasAny } from './phrases.ts';

/** Magnitude of the earthquake a text tells of: 里氏6.2级 · 发生七点八级强烈地震. The largest within reach of the word, or null. */
export function readMagnitude(view: string): number | null {
  let best: number | null = null;
  for (let at = view.indexOf('级'), seen = 0; at >= 0 && seen < 60; at = view.indexOf('级', at + 1), seen += 1) {
    const value = numberBefore(view, at);
    if (value === null || value < 3 || value > 9.9) continue;
    const around = view.slice(Math.max(0, at - 12), at + 10);
    if (hasAny(around, ['震', '里氏']) && !hasAny(around, ['余震', '烈度', '风力'])) best = Math.max(best ?? 0, value);
  }
  return best;
}

/** 6.2, 7, 七点八, 六点一 directly before 级. */
function numberBefore(view: string, at: number): number | null {
  const point = view[at - 2];
  const last = digitAt(view, at - 1);
  if (last === null) return null;
  if (point !== '.' && point !== '点') return digitAt(view, at - 2) === null ? last : null;
  const whole = digitAt(view, at - 3);
  return whole === null || digitAt(view, at - 4) !== null ? null : whole + last / 10;
}

function digitAt(view: string, at: number): number | null {
  if (at < 0 || !startsNumeral(view[at]!) || '十百千拾佰仟廿卅'.includes(view[at]!)) return null;
  return readNumeral(view[at]!, 0)?.value ?? null;
}
