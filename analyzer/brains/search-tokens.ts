import type { Segmenter } from '../text/segmenter.ts';
import { viewOf } from '../text/view.ts';
import type { AnalyzerInput } from './post.ts';

export interface SearchText {
  /** Distinct words for a tsvector, sub-words of long ones included. */
  tokens: string[];
  /** Title and text folded (simplified, half width, lower case); null when that is what they are already. */
  folded: string | null;
}

const MOST = 3000;
const WORD = /[\p{L}\p{N}]/u;

export function searchTokens(input: AnalyzerInput, segmenter: Segmenter): SearchText {
  const plain = `${input.title} ${input.text}`;
  const folded = `${viewOf(input.title).text} ${viewOf(input.text).text}`;
  const tokens = new Set<string>();
  for (const word of segmenter.searchWords(folded)) {
    if (word.length <= 40 && WORD.test(word)) tokens.add(word);
    if (tokens.size >= MOST) break;
  }
  return { tokens: [...tokens], folded: folded === plain ? null : folded };
}
