import type { Span } from './post.ts';

/** Hits come as flat pairs start, end ordered by end (see Post.hits). All searches here are logarithmic: hostile texts repeat words. */

/** Index of the first pair whose end is greater than `position`. */
function firstEndAfter(pairs: readonly number[], position: number): number {
  let low = 0;
  let high = pairs.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pairs[middle * 2 + 1]! > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

const pairAt = (pairs: readonly number[], index: number): Span | null =>
  index >= 0 && index * 2 < pairs.length ? { start: pairs[index * 2]!, end: pairs[index * 2 + 1]! } : null;

/** The last hit that ends at or before `position`. */
export const lastBefore = (pairs: readonly number[], position: number): Span | null =>
  pairAt(pairs, firstEndAfter(pairs, position) - 1);

/** The first hit that begins at or after `position`. Words are short, so looking a few pairs on is enough. */
export function firstAfter(pairs: readonly number[], position: number): Span | null {
  for (let index = firstEndAfter(pairs, position); ; index += 1) {
    const pair = pairAt(pairs, index);
    if (pair === null || pair.start >= position) return pair;
  }
}

/** A hit of `pairs` within so many characters of `anchor`, not overlapping it, on the wanted side and in the same sentence. */
export function findNear(
  view: string,
  pairs: readonly number[],
  anchor: Span,
  within: number,
  side: 'before' | 'after' | 'both',
): Span | null {
  if (pairs.length === 0) return null;
  if (side !== 'after') {
    const before = lastBefore(pairs, anchor.start);
    if (before && anchor.start - before.end <= within && sameSentence(view, before.end, anchor.start)) return before;
  }
  if (side !== 'before') {
    const after = firstAfter(pairs, anchor.end);
    if (after && after.start - anchor.end <= within && sameSentence(view, anchor.end, after.start)) return after;
  }
  return null;
}

function sameSentence(view: string, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) {
    const unit = view[i]!;
    if (unit === '。' || unit === '!' || unit === '?' || unit === '\n') return false;
  }
  return true;
}
