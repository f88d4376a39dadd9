import { readNumeral } from './numerals.ts';

/** Magnitude of the earthquake a text tells of: 里氏6.2级 · 发生七点八级强烈地震. The largest within reach of the word, or null. */
export function readMagnitude(view: string): number | null {
  let best: number | null = null;
  for (let at = view.indexOf('级'), seen = 0; at >= 0 && seen < 60; at = view.indexOf('级', at + 1), seen += 1) {
    const value = numberBefore(view, at);
    if (value === null || value < 3 || value > 9.9) continue;
    const around = view.slice(Math.max(0, at - 12), at + 10);
    if (/震|里氏|矩震级/u.test(around) && !/余震|烈度|风力/u.test(around)) best = Math.max(best ?? 0, value);
  }
  return best;
}

/** 6.2, 7, 七点八, 六点一 directly before 级. */
function numberBefore(view: string, at: number): number | null {
  const window = view.slice(Math.max(0, at - 5), at).replace('点', '.');
  const match = /([0-9]+(?:\.[0-9]+)?|[三四五六七八九](?:\.[零一二三四五六七八九])?)$/u.exec(window);
  if (!match) return null;
  const parts = match[1]!
    .split('.')
    .map((part) => (/^[0-9]+$/u.test(part) ? Number(part) : (readNumeral(part, 0)?.value ?? NaN)));
  const value = parts.length === 2 ? parts[0]! + parts[1]! / 10 : parts[0]!;
  return Number.isFinite(value) ? value : null;
}
