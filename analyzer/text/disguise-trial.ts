import type { DisguiseTools } from './disguise-tools.ts';
import type { WordMatcher } from './aho-corasick.ts';
import type { Suspect } from './disguise-suspects.ts';

/** Undoes all suspects in a copy and keeps those that lie inside a word there. */
export function confirmed(text: string, suspects: readonly Suspect[], { matchers }: DisguiseTools): Suspect[] {
  const trial = apply(text, suspects);
  const words = wordsAround(trial, suspects, matchers);
  const ends = new Set(words.map((word) => word.end));
  const starts = new Set(words.map((word) => word.start));
  const kept = new Set<number>();
  for (const word of words) {
    const inside = trial.firstFrom(word.start);
    const own: number[] = [];
    for (let index = inside; index < suspects.length && trial.at[index]! < word.end; index += 1)
      if (suspects[index]!.text !== '' || trial.at[index]! > word.start) own.push(index);
    if (own.length > 0 && isDisguised(word, own, { suspects, at: trial.at, ends, starts }))
      for (const index of own) kept.add(index);
  }
  return suspects.filter((_, index) => kept.has(index));
}

/** No word of the rulebooks reaches further than this. */
const REACH = 10;

/** Words of two characters and more near the suspects; what stands further away decides nothing. */
function wordsAround(
  trial: { text: string; at: readonly number[] },
  suspects: readonly Suspect[],
  matchers: readonly WordMatcher[],
): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  for (let index = 0; index < suspects.length;) {
    const from = Math.max(0, trial.at[index]! - REACH);
    let to = trial.at[index]! + REACH;
    for (index += 1; index < suspects.length && trial.at[index]! - REACH <= to; index += 1)
      to = trial.at[index]! + REACH;
    const part = trial.text.slice(from, to);
    for (const matcher of matchers)
      matcher.scan(part, (_, start, end) => {
        if (end - start > 1) words.push({ start: from + start, end: from + end });
      });
  }
  return words;
}

interface Trial {
  suspects: readonly Suspect[];
  at: readonly number[];
  ends: ReadonlySet<number>;
  starts: ReadonlySet<number>;
}

/** One gap between two words that stand by themselves is only a blank; soft gaps must part every character. */
function isDisguised(word: { start: number; end: number }, own: readonly number[], trial: Trial): boolean {
  const length = word.end - word.start;
  const gaps = own.filter((index) => trial.suspects[index]!.text === '');
  if (gaps.some((index) => trial.suspects[index]!.soft)) return length > 2 && gaps.length === length - 1;
  if (gaps.length !== 1 || gaps.length < own.length) return true;
  const at = trial.at[gaps[0]!]!;
  return !trial.ends.has(at) && !trial.starts.has(at);
}

/** The text with all suspects undone, and where each stands in it. */
function apply(
  text: string,
  suspects: readonly Suspect[],
): { text: string; at: number[]; firstFrom(position: number): number } {
  const parts: string[] = [];
  const at: number[] = [];
  let from = 0;
  let length = 0;
  for (const suspect of suspects) {
    const before = text.slice(from, suspect.start);
    parts.push(before, suspect.text);
    length += before.length;
    at.push(length);
    length += suspect.text.length;
    from = suspect.end;
  }
  parts.push(text.slice(from));
  return { text: parts.join(''), at, firstFrom: (position) => firstNotBelow(at, position) };
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
