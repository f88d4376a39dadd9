import { HAN, type DisguiseTools } from './disguise-tools.ts';
import type { Suspect } from './disguise-suspects.ts';
import type { Rewrite } from './view.ts';

/** zhong毒, or zf in the list of short forms. */
export function readLetters(text: string, { start, end }: Suspect, { kinds, spelt, words }: DisguiseTools): Rewrite[] {
  const run = text.slice(start, end);
  const short = spelt.get(run);
  if (short !== undefined) return [{ start, end, text: short }];
  const left = hansBefore(text, start, kinds);
  const right = hansAfter(text, end, kinds);
  const found = words.find(left, run, right);
  if (!found) return [];
  let from = start;
  return found.syllables.map((syllable, index) => {
    const piece = { start: from, end: from + syllable.length, text: found.chars[index]! };
    from = piece.end;
    return piece;
  });
}

function hansBefore(text: string, at: number, kinds: Uint8Array): string {
  let start = at;
  while (start > 0 && at - start < 5 && kinds[text.charCodeAt(start - 1)] === HAN) start -= 1;
  return text.slice(start, at);
}

function hansAfter(text: string, at: number, kinds: Uint8Array): string {
  let end = at;
  while (end < text.length && end - at < 5 && kinds[text.charCodeAt(end)] === HAN) end += 1;
  return text.slice(at, end);
}
