import type { Group } from './group.ts';
import type { Member } from './member.ts';
import { splitTerms } from './signal.ts';
import { hamming } from './simhash.ts';

interface NearCopyRule {
  simhashDistance: number;
  minChars: number;
  jaccard: number;
}

/** 停水了吗 and 停水了 share every word and say nothing of being one post. */
const MIN_TERMS = 8;

/** An edited copy: few SimHash bits apart (long texts), or most topic words the same (short ones). */
export function isNearCopy(
  member: Member,
  terms: readonly string[],
  group: Group,
  cosine: number,
  rule: NearCopyRule,
): boolean {
  const { simhash } = member.signal;
  return group.profile.exemplars.some((exemplar) => {
    const other = exemplar.signal;
    if (simhash !== null && other.simhash !== null && hamming(simhash, other.simhash) <= rule.simhashDistance)
      return true;
    return (
      terms.length >= MIN_TERMS && cosine >= rule.jaccard * 0.7 && jaccard(terms, splitTerms(other)) >= rule.jaccard
    );
  });
}

/** Of two sorted lists without repeats. */
export function jaccard(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  let left = 0;
  let right = 0;
  while (left < a.length && right < b.length) {
    if (a[left] === b[right]) {
      shared += 1;
      left += 1;
      right += 1;
    } else if (a[left]! < b[right]!) left += 1;
    else right += 1;
  }
  const all = a.length + b.length - shared;
  return all === 0 ? 0 : shared / all;
}
