/**
 * What the model sees of a post: runs of one and two characters of the folded text, spaces left out, as 32-bit keys. The head (what the matter
 * is) and the tail (what is asked) are read once more under keys of their own. No strings are made: a post costs about 500 integers.
 */
export interface Grams {
  keys: Uint32Array;
  /** Where in the view each gram begins. */
  at: Int32Array;
  length: number;
  /** keys[0, wholeEnd) whole, [wholeEnd, headEnd) head, [headEnd, length) tail. */
  wholeEnd: number;
  headEnd: number;
}

/** Longer texts say their matter before. */
export const MOST_CHARACTERS = 600;
export const HEAD = 60;
export const TAIL = 40;

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const SALTS = [0, 0x68656164, 0x7461696c] as const;

/** Room for one post, to be used again for the next. */
export const gramRoom = (): Grams => {
  const room = 2 * (MOST_CHARACTERS + HEAD + TAIL);
  return { keys: new Uint32Array(room), at: new Int32Array(room), length: 0, wholeEnd: 0, headEnd: 0 };
};

const units = new Uint16Array(MOST_CHARACTERS);
const places = new Int32Array(MOST_CHARACTERS);

/** @param until end of the writer's own words: an office's appended reply is not read */
export function readGrams(view: string, until: number, into: Grams): Grams {
  let count = 0;
  for (let at = 0; at < until && count < MOST_CHARACTERS; at++) {
    const unit = view.charCodeAt(at);
    if (unit <= 0x20 || unit === 0x3000) continue;
    units[count] = unit;
    places[count++] = at;
  }
  into.length = 0;
  addField(into, 0, count, SALTS[0]);
  into.wholeEnd = into.length;
  addField(into, 0, Math.min(count, HEAD), SALTS[1]);
  into.headEnd = into.length;
  addField(into, Math.max(0, count - TAIL), count, SALTS[2]);
  return into;
}

function addField(into: Grams, from: number, to: number, salt: number): void {
  const { keys, at } = into;
  const start = Math.imul(OFFSET ^ salt, PRIME);
  let used = into.length;
  for (let i = from; i < to; i++) {
    const one = Math.imul(start ^ units[i]!, PRIME);
    keys[used] = mixed(one);
    at[used++] = places[i]!;
    if (i + 1 >= to) continue;
    keys[used] = mixed(Math.imul(one ^ units[i + 1]!, PRIME) + 0x9e3779b9);
    at[used++] = places[i]!;
  }
  into.length = used;
}

/** Spreads the bits; 0 is kept free for "no key". */
function mixed(hash: number): number {
  let h = hash | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0 || 1;
}
