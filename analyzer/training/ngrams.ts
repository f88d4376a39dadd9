/** Features of a text as 32-bit keys. A field says where an n-gram stood, so that a headline's words can weigh by themselves. */
export interface NgramOptions {
  /** Lengths of character n-grams, e.g. [1, 2, 3]. */
  characters: readonly number[];
  /** Lengths of word n-grams; words come ready from the segmenter. */
  words: readonly number[];
}

export type EachKey = (key: number) => void;

/** FNV-1a over UTF-16 units with a final mix: quick, and the same on every machine. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

function mixed(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h >>> 0;
}

/** Calls `each` for every character n-gram of the text, spaces left out. `salt` parts fields. */
export function characterKeys(text: string, lengths: readonly number[], salt: number, each: EachKey): void {
  const longest = Math.max(0, ...lengths);
  const wanted = lengths.reduce((bits, length) => bits | (1 << length), 0);
  const units = dense(text);
  for (let start = 0; start < units.length; start++) {
    let hash = Math.imul(OFFSET ^ salt, PRIME);
    for (let length = 1; length <= longest && start + length <= units.length; length++) {
      hash = Math.imul(hash ^ units[start + length - 1]!, PRIME);
      if (wanted & (1 << length)) each(mixed(hash + length));
    }
  }
}

/** The same for runs of words. */
export function wordKeys(words: readonly string[], lengths: readonly number[], salt: number, each: EachKey): void {
  const longest = Math.max(0, ...lengths);
  const wanted = lengths.reduce((bits, length) => bits | (1 << length), 0);
  const hashes = words.map(hashOf);
  for (let start = 0; start < hashes.length; start++) {
    let hash = Math.imul(OFFSET ^ salt ^ 0x5bd1e995, PRIME);
    for (let length = 1; length <= longest && start + length <= hashes.length; length++) {
      hash = Math.imul(hash ^ hashes[start + length - 1]!, PRIME);
      if (wanted & (1 << length)) each(mixed(hash + length));
    }
  }
}

function hashOf(word: string): number {
  let hash = OFFSET;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return mixed(hash);
}

function dense(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x20 && unit !== 0x3000) units[length++] = unit;
  }
  return units.subarray(0, length);
}
