import type { FactSource } from './words.ts';
import type { MarkToken, Sentence } from './tokens.ts';

const SOURCES: readonly string[] = ['official', 'unit', 'media', 'netizen', 'hearsay'];
const isSource = (mark: MarkToken): boolean => SOURCES.includes(mark.mark);

/** 0 rules before 3 (rules.md §4.2); what the text says in its own voice ranks with the unit: a witness never outdoes it. */
export const rankOf = (source: FactSource | null): number =>
  source === null ? 1 : { official: 0, unit: 1, media: 2, netizen: 3, hearsay: 3 }[source];

/** How far the verb of saying may stand behind its speaker, and 据 before it. */
const SAYING = 14;

/** Who states what stands at `at`: the last speaker before it in the sentence; null is the text itself. */
export function sourceAt(view: string, sentence: Sentence, at: number): FactSource | null {
  for (let index = sentence.marks.length - 1; index >= 0; index -= 1) {
    const mark = sentence.marks[index]!;
    if (mark.end > at || !isSource(mark)) continue;
    if (mark.mark === 'hearsay' || speaks(view, sentence, mark, at)) return mark.mark as FactSource;
  }
  return null;
}

function speaks(view: string, sentence: Sentence, mark: MarkToken, at: number): boolean {
  const before = view.slice(Math.max(sentence.start, mark.start - 8), mark.start);
  if (before.includes('据') || before.includes('从')) return true;
  return sentence.marks.some(
    (other) =>
      other.mark === 'saying' && other.start >= mark.end && other.end <= at && other.start - mark.end <= SAYING,
  );
}
