import type { Analysis } from '../messages.ts';

/** The sentence that carries most of the evidence, at most 60 characters; the first sentence when nothing is marked. */
export function leadSentence(text: string, evidence: Analysis['evidence']): string {
  let best = '';
  let bestScore = -1;
  let from = 0;
  for (const part of text.split(/(?<=[。！？!?\n])/)) {
    const end = from + part.length;
    const marks = evidence.filter((span) => span.field === 'text' && span.start >= from && span.start < end).length;
    const sentence = part.trim();
    if (sentence.length >= 4 && marks > bestScore) [best, bestScore] = [sentence, marks];
    from = end;
  }
  return (best || text.trim()).replace(/[。！？!?\s]+$/, '').slice(0, 60);
}
