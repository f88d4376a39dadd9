import type { QuantityWords, Range } from './quantities.ts';

/** Words that bend a number, as in docs/rules.md §4.2: 至少30人 is 30 to open, 近百名 90 to 100. */
export function bend(view: string, at: number, range: Range, words: QuantityWords): Range {
  let before = at;
  for (let step = 0; step < 3; step += 1) {
    const bent = bendBefore(view, before, range, words);
    if (bent) return bent;
    const verb = VERBS.find((word) => before >= word.length && view.startsWith(word, before - word.length));
    if (!verb) return range;
    before -= verb.length;
  }
  return range;
}

// Between the bend and the number a verb may stand: 至少造成八人死亡.
const VERBS = ['已造成', '造成', '导致', '已有', '已经', '发现', '至少', '有', '已', '致', '达', '为', ' '];

function bendBefore(view: string, at: number, range: Range, words: QuantityWords): Range | null {
  const candidates = words.bends.get(view[at - 1] ?? '');
  const found = candidates?.find(({ word }) => at >= word.length && view.startsWith(word, at - word.length));
  if (!found) return null;
  const { low, high } = range;
  if (found.kind === 'atMost') return { low: 0, high };
  if (found.kind === 'below') return { low: nine(low), high: Math.max(nine(low), low - 1) };
  if (found.kind === 'atLeast') return { low, high: null };
  if (found.kind === 'about') return low === high ? roughly(low) : range;
  return '最附就邻靠远'.includes(view[at - 2] ?? ' ') ? null : { low: nine(low), high: low };
}

/** 100人以上, 100人左右: the bend stands behind. */
export function bendAfter(view: string, at: number, range: Range): { range: Range; end: number } {
  for (const word of ['及以上', '以上', '开外'])
    if (view.startsWith(word, at)) return { range: { low: range.low, high: null }, end: at + word.length };
  for (const word of ['左右', '上下'])
    if (view.startsWith(word, at))
      return { range: range.low === range.high ? roughly(range.low) : range, end: at + word.length };
  return { range, end: at };
}

const nine = (value: number): number => Math.ceil(value * 0.9 - 1e-9);

/** 约 is ten per cent up and down. */
const roughly = (value: number): Range => ({ low: nine(value), high: Math.floor(value * 1.1 + 1e-9) });
