import { GAP, HAN, LATIN, SOFT, type DisguiseTools, type Piece } from './disguise-tools.ts';
import type { Rewrite } from './view.ts';

/** Several gaps beside one another are one; more than this is layout, not a disguise. */
const LONGEST_GAP = 3;
/** A text with more suspicious places than this is a table or noise. */
const MOST = 400;

/** A place where a disguise may be; whether it is one shows when it is undone. */
export interface Suspect extends Rewrite {
  letters: boolean;
  soft: boolean;
}

/** Where a disguise may be, in one pass over the text. */
export function suspectsIn(text: string, { kinds, isPiece, pieces }: DisguiseTools): Suspect[] {
  const suspects: Suspect[] = [];
  let before = 0;
  for (let at = 0; at < text.length && suspects.length < MOST; at += 1) {
    const unit = text.charCodeAt(at);
    const kind = kinds[unit]!;
    if (kind === HAN) {
      const split = isPiece[unit] === 1 ? pieceAt(text, at, pieces.get(unit)!) : null;
      if (split) {
        const end = at + split.written.length;
        suspects.push({ start: at, end, text: split.char, letters: false, soft: false });
        at = end - 1;
      }
    } else if (kind !== 0) {
      const end = runEnd(text, at, kind, kinds);
      const after = kinds[text.charCodeAt(end)] ?? 0;
      // Marks at the end of a clause are most runs, and none of them is looked at closer.
      if ((before === HAN || after === HAN) && isSuspect(text, { start: at, end, kind, before, after }, kinds))
        suspects.push({ start: at, end, text: '', letters: kind === LATIN, soft: kind === SOFT });
      at = end - 1;
    }
    before = kind;
  }
  return suspects;
}

/** A plain loop: nearly every post has some characters that could begin a split one. */
function pieceAt(text: string, at: number, ways: readonly Piece[]): Piece | null {
  for (let way = 0; way < ways.length; way += 1) if (text.startsWith(ways[way]!.written, at)) return ways[way]!;
  return null;
}

interface Run {
  start: number;
  end: number;
  kind: number;
  before: number;
  after: number;
}

const LONGEST_LETTERS = 24;

/** Letters beside a Chinese character; a short gap between two. */
function isSuspect(text: string, { start, end, kind, before, after }: Run, kinds: Uint8Array): boolean {
  const length = end - start;
  if (kind === LATIN) return length >= 2 && length <= LONGEST_LETTERS && (before === HAN || after === HAN);
  if (before !== HAN || after !== HAN || length > LONGEST_GAP) return false;
  return kind === GAP || isLone(text, start, end, kinds);
}

/** A soft gap counts only beside a character that stands by itself: 食【物】中. */
const isLone = (text: string, at: number, end: number, kinds: Uint8Array): boolean =>
  kinds[text.charCodeAt(at - 2)] !== HAN || kinds[text.charCodeAt(end + 1)] !== HAN;

function runEnd(text: string, at: number, kind: number, kinds: Uint8Array): number {
  let end = at + 1;
  while (end < text.length && kinds[text.charCodeAt(end)] === kind) end += 1;
  return end;
}
