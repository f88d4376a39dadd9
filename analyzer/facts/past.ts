import type { Sentence } from './tokens.ts';

/** A sentence about another, earlier event: its year is over, or it says so (去年, 历史上). */
export function isPast(view: string, sentence: Sentence, year: number | null): boolean {
  if (sentence.marks.some((mark) => mark.mark === 'past')) return true;
  const told = lastYear(view, sentence);
  return told !== null && year !== null && told < year - 1;
}

function lastYear(view: string, sentence: Sentence): number | null {
  let found: number | null = null;
  for (let at = view.indexOf('年', sentence.start); at >= 0 && at < sentence.end; at = view.indexOf('年', at + 1)) {
    const digits = view.slice(Math.max(sentence.start, at - 4), at);
    if (digits.length === 4 && /^(?:19|20)\d\d$/u.test(digits)) found = Math.max(found ?? 0, Number(digits));
  }
  return found;
}
