/** A list of short phrases that a gap between two words may be made of. */
export interface Phrases {
  set: ReadonlySet<string>;
  longest: number;
}

export const phrases = (...words: string[]): Phrases => ({
  set: new Set(words),
  longest: words.reduce((most, word) => Math.max(most, word.length), 0),
});

/** Whether `gap` is put together from these phrases and nothing else: one pass over the places that can be reached, no backtracking. */
export function madeOf(gap: string, from: Phrases): boolean {
  const reached: boolean[] = [true];
  for (let at = 0; at < gap.length; at += 1) {
    if (!reached[at]) continue;
    for (let end = at + 1; end <= Math.min(gap.length, at + from.longest); end += 1)
      if (from.set.has(gap.slice(at, end))) reached[end] = true;
  }
  return reached[gap.length] === true;
}

export const hasAny = (text: string, words: Iterable<string>): boolean => {
  for (const word of words) if (text.includes(word)) return true;
  return false;
};

export const endsWithAny = (text: string, words: readonly string[]): boolean =>
  words.some((word) => text.endsWith(word));

/** The first of `words` that stands at `at`, or null; give the longest first. */
export const wordAt = (text: string, at: number, words: readonly string[] | undefined): string | null =>
  words?.find((word) => text.startsWith(word, at)) ?? null;

/** Where the spaces after `at` end; a report writes 3 人 as well as 3人. At most two are skipped. */
export function skipSpaces(text: string, at: number): number {
  let end = at;
  while (end < at + 2 && text[end] === ' ') end += 1;
  return end;
}
