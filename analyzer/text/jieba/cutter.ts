import type { Dictionary } from './dictionary.ts';
import { guessWords, hmmRoom } from './hmm.ts';
import { step } from './prefix-table.ts';

/**
 * A text cut into words. The words lie side by side and give the whole text; the arrays are used again by the next cut.
 * All offsets are UTF-16 units.
 */
export interface Words {
  /** The text they were cut from. */
  text: string;
  count: number;
  /** Where each word ends; it begins where the one before ends. */
  ends: Int32Array;
  /** The dictionary's node of each word, or 0 for one it does not have. */
  nodes: Int32Array;
  /** The node of the dictionary's word of two (of three) units that begins at a unit, or 0. */
  pairs: Int32Array;
  triples: Int32Array;
}

/** Longer texts are cut up to here. */
export const MOST_UNITS = 20_000;

/** `most`: where to stop, if not at MOST_UNITS. */
export type Cutter = (text: string, most?: number) => Words;

/**
 * The algorithm of cppjieba (MixSegment, its `cut` with hidden Markov model), word for word the same answers: the likeliest way through the
 * dictionary's words, then guesses for what is left in single characters. Written anew because the time of the native library goes into hash
 * tables and into making strings that nobody needs; here a word is two numbers. Holds the rooms of one thread.
 */
export function createCutter(dictionary: Dictionary): Cutter {
  const rooms = createRooms();
  return (text, most = MOST_UNITS) => {
    const length = readUnits(text, rooms.units, Math.min(text.length, most, MOST_UNITS));
    rooms.words.text = text;
    rooms.words.count = 0;
    for (let from = 0; from < length;) {
      const end = rangeEnd(rooms.units, from, length);
      cutRange(dictionary, rooms, from, end);
      from = end;
    }
    return rooms.words;
  };
}

interface Rooms {
  units: Uint16Array;
  words: Words;
  /** By unit: the weight of the best way from here to the end of the range, where its first word ends, and that word's node. */
  best: Float64Array;
  next: Int32Array;
  node: Int32Array;
  hmm: ReturnType<typeof hmmRoom>;
  guessed: Int32Array;
}

function createRooms(): Rooms {
  const most = MOST_UNITS + 1;
  const ints = (): Int32Array => new Int32Array(most);
  return {
    units: new Uint16Array(most),
    words: { text: '', count: 0, ends: ints(), nodes: ints(), pairs: ints(), triples: ints() },
    ...{ best: new Float64Array(most), next: ints(), node: ints() },
    ...{ hmm: hmmRoom(most), guessed: ints() },
  };
}

const HIGH = 0xd800;
const LOW = 0xdc00;
const isHigh = (unit: number): boolean => (unit & 0xfc00) === HIGH;
const isLow = (unit: number): boolean => (unit & 0xfc00) === LOW;

/** Half of a surrogate pair is read as U+FFFD, as the native library does. */
function readUnits(text: string, units: Uint16Array, length: number): number {
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    units[at] = unit;
    if ((unit & 0xf800) !== HIGH) continue;
    if (isHigh(unit) && at + 1 < length && isLow(text.charCodeAt(at + 1))) units[++at] = text.charCodeAt(at);
    else units[at] = 0xfffd;
  }
  return length;
}

/** Blank, tab, line feed, full-width comma and full stop stand alone; no word reaches over them. */
export const isBorder = (unit: number): boolean =>
  unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0xff0c || unit === 0x3002;

function rangeEnd(units: Uint16Array, from: number, length: number): number {
  if (isBorder(units[from]!)) return from + 1;
  let end = from + 1;
  while (end < length && !isBorder(units[end]!)) end += 1;
  return end;
}

function cutRange(dictionary: Dictionary, rooms: Rooms, from: number, end: number): void {
  findWays(dictionary, rooms, from, end);
  const { words, next, node } = rooms;
  for (let at = from; at < end;) {
    let stop = at;
    while (stop < end && isLone(dictionary, rooms, stop)) stop = next[stop]!;
    if (stop > at) {
      guessRun(dictionary, rooms, at, stop);
      at = stop;
      continue;
    }
    words.ends[words.count] = next[at]!;
    words.nodes[words.count++] = node[at]!;
    at = next[at]!;
  }
}

/** One character that the customer has not listed as a word. */
const isLone = ({ lone }: Dictionary, { next, units }: Rooms, at: number): boolean =>
  (next[at]! - at === 1 || isHigh(units[at]!)) && lone[units[at]!] === 0;

/** From the end of the range to its beginning: of all dictionary words that begin here, the one with the likeliest rest. */
function findWays({ table, least }: Dictionary, rooms: Rooms, from: number, end: number): void {
  const { links, values } = table;
  const { units, best, next, node, words } = rooms;
  const { pairs, triples } = words;
  best[end] = 0;
  for (let at = end - 1; at >= from; at -= 1) {
    const unit = units[at]!;
    pairs[at] = 0;
    triples[at] = 0;
    if (isLow(unit)) continue;
    const own = values[2 * unit + 1]!;
    let to = isHigh(unit) ? at + 2 : at + 1;
    let most = best[to]! + (own !== 0 ? own : least);
    let taken = links[4 * unit + 1] !== 0 ? unit : 0;
    let cell = unit;
    for (let after = at + 1; after < end; after += 1) {
      cell = step(table, cell, units[after]!);
      if (cell === 0) break;
      const value = values[2 * cell + 1]!;
      if (value === 0) continue;
      if (after === at + 1) pairs[at] = cell;
      else if (after === at + 2) triples[at] = cell;
      const way = best[after + 1]! + value;
      if (way <= most) continue;
      most = way;
      to = after + 1;
      taken = cell;
    }
    best[at] = most;
    next[at] = to;
    node[at] = taken;
  }
}

const isLetter = (unit: number): boolean => (unit | 0x20) >= 97 && (unit | 0x20) <= 122;
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

/** Single characters side by side: letters and digits by their form, the rest by the model. */
function guessRun(dictionary: Dictionary, rooms: Rooms, from: number, end: number): void {
  const { units } = rooms;
  let begun = from;
  for (let at = from; at < end;) {
    if (units[at]! >= 0x80) {
      at += 1;
      continue;
    }
    if (begun < at) guess(dictionary, rooms, begun, at);
    const stop = asciiEnd(units, at, end);
    push(rooms, dictionary, at, stop);
    begun = at = stop;
  }
  if (begun < end) guess(dictionary, rooms, begun, end);
}

function asciiEnd(units: Uint16Array, from: number, end: number): number {
  let at = from + 1;
  if (isLetter(units[from]!)) while (at < end && (isLetter(units[at]!) || isDigit(units[at]!))) at += 1;
  else if (isDigit(units[from]!)) while (at < end && (isDigit(units[at]!) || units[at] === 46)) at += 1;
  return at;
}

function guess(dictionary: Dictionary, rooms: Rooms, from: number, end: number): void {
  const { units, hmm, guessed } = rooms;
  let count = 0;
  for (let at = from; at < end; at += isHigh(units[at]!) ? 2 : 1) hmm.at[count++] = at;
  if (count === 1) return push(rooms, dictionary, from, end);
  let begun = from;
  for (let word = guessWords(dictionary.hmm, units, hmm, count, guessed) - 1; word >= 0; word -= 1) {
    const last = guessed[word]!;
    const stop = last < count ? hmm.at[last]! : end;
    push(rooms, dictionary, begun, stop);
    begun = stop;
  }
}

function push({ words, units }: Rooms, { table }: Dictionary, from: number, end: number): void {
  let node = units[from]!;
  if (table.links[4 * node + 1] === 0) node = 0;
  for (let at = from + 1; at < end && node !== 0; at += 1) node = step(table, node, units[at]!);
  words.ends[words.count] = end;
  words.nodes[words.count++] = node;
}
