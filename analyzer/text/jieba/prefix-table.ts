/**
 * All beginnings of some hundred thousand words in one open hash table: a beginning is a node, and the step to the next longer one is one
 * look. A node is a number: the first unit of a word itself, or 65,536 + its place in the table. What belongs to a node lies side by side,
 * sixteen bytes, so that a step seldom costs more than one line of the cache.
 */
export interface PrefixTable {
  /** Four numbers a node: the node one unit shorter (0 when free), the last unit, and the two halves of its value. */
  links: Int32Array;
  /** The same memory: the value of a node stands at 2 × node + 1; 0 where nothing was put. */
  values: Float64Array;
  /** A bit for every step there may be: most steps lead nowhere, and this small table says so without a look into the large one. */
  hints: Int32Array;
  mask: number;
  nodes: number;
}

export const FIRST = 0x10000;
/** Beside the last unit: longer words begin with this node. Spares most of the looks that would find nothing. */
export const HAS_LONGER = 0x10000;
const HINT_BITS = 21;
const HINT_MASK = (1 << (HINT_BITS - 5)) - 1;
const FILLED = 0.5;

/** @param words any words without U+0000; twice the same is once */
export function createPrefixTable(words: readonly string[]): PrefixTable {
  for (let size = sizeFor(words.length); ; size *= 2) {
    const links = new Int32Array(4 * (FIRST + size));
    const values = new Float64Array(links.buffer);
    const hints = new Int32Array(HINT_MASK + 1);
    const table = { links, values, hints, mask: size - 1, nodes: FIRST + size };
    if (addAll(table, words)) return table;
  }
}

/** Dictionaries have about one and a half nodes a word. */
function sizeFor(words: number): number {
  let size = 1024;
  while (size * FILLED < words * 1.2) size *= 2;
  return size;
}

function addAll(table: PrefixTable, words: readonly string[]): boolean {
  let left = (table.mask + 1) * FILLED;
  for (const word of words) {
    if (left < word.length) return false;
    left -= addWord(table, word);
  }
  return true;
}

/** @returns how many places it took */
function addWord({ links, hints, mask }: PrefixTable, word: string): number {
  if (word === '') return 0;
  let node = word.charCodeAt(0);
  let taken = 0;
  links[4 * node + 1]! |= node;
  for (let at = 1; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    links[4 * node + 1]! |= HAS_LONGER;
    const hash = spread(node, unit);
    hints[(hash >>> 5) & HINT_MASK]! |= 1 << (hash & 31);
    let place = hash & mask;
    let cell = FIRST + place;
    for (; links[4 * cell] !== 0; cell = FIRST + (place = (place + 1) & mask))
      if (links[4 * cell] === node && (links[4 * cell + 1]! & 0xffff) === unit) break;
    if (links[4 * cell] === 0) {
      links[4 * cell] = node;
      links[4 * cell + 1] = unit;
      taken += 1;
    }
    node = cell;
  }
  return taken;
}

export function spread(node: number, unit: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** The node one unit longer, or 0 when no word goes on like this. */
export function step({ links, hints, mask }: PrefixTable, node: number, unit: number): number {
  if ((links[4 * node + 1]! & HAS_LONGER) === 0) return 0;
  const hash = spread(node, unit);
  if (((hints[(hash >>> 5) & HINT_MASK]! >>> (hash & 31)) & 1) === 0) return 0;
  for (let place = hash & mask; ; place = (place + 1) & mask) {
    const cell = FIRST + place;
    const from = links[4 * cell]!;
    if (from === 0) return 0;
    if (from === node && (links[4 * cell + 1]! & 0xffff) === unit) return cell;
  }
}

/** The node of a word, or 0 when no word begins so. */
export function nodeOf(table: PrefixTable, word: string): number {
  let node = word.charCodeAt(0);
  if (word === '' || table.links[4 * node + 1] === 0) return 0;
  for (let at = 1; at < word.length && node !== 0; at += 1) node = step(table, node, word.charCodeAt(at));
  return node;
}

/** Beside unit and HAS_LONGER there is room for a note of 15 bits on every node. */
const NOTE = 17;
export const MOST_NOTE = 0x7fff;
export function setNote({ links }: PrefixTable, node: number, note: number): void {
  links[4 * node + 1] = (links[4 * node + 1]! & (2 * HAS_LONGER - 1)) | (note << NOTE);
}
export const noteOf = ({ links }: PrefixTable, node: number): number => links[4 * node + 1]! >>> NOTE;
