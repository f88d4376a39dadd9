import { gramRoom, readGrams, type Grams } from './grams.ts';
import { IDF_STEPS, type Weights } from './weights.ts';

/** Distances to the border of every label, and how much of each the text's own words and the rulebooks gave. */
export interface Scores {
  margins: Float64Array;
  byText: Float64Array;
  bySignals: Float64Array;
}

export interface Scorer {
  /** The result is used again by the next call. @param until end of the writer's own words */
  score(view: string, until: number, signals: Float32Array): Scores;
  /** Where in the last scored text the words stand that spoke loudest for a label, or null when none did. */
  loudest(label: number): { start: number; end: number } | null;
}

/** Rooms of one thread, used again for every post. */
interface Rooms {
  grams: Grams;
  /** Row of each gram, or -1. */
  rows: Int32Array;
  distinct: Int32Array;
  /** By row; nothing but zeros between two fields. */
  times: Uint16Array;
  sum: Float64Array;
  factors: Float64Array;
}

/** Reads one post after the other; a scorer belongs to one thread. */
export function createScorer(weights: Weights): Scorer {
  const labels = weights.header.labels.length;
  const grams = gramRoom();
  const rooms: Rooms = {
    grams,
    rows: new Int32Array(grams.keys.length),
    distinct: new Int32Array(grams.keys.length),
    times: new Uint16Array(weights.keys.length),
    sum: new Float64Array(labels),
    factors: new Float64Array(3),
  };
  const result: Scores = {
    margins: new Float64Array(labels),
    byText: new Float64Array(labels),
    bySignals: new Float64Array(labels),
  };
  return {
    score: (view, until, signals) => score(weights, rooms, result, { view, until, signals }),
    loudest: (label) => loudest(rooms, weights.table, labels, label),
  };
}

function score(
  weights: Weights,
  rooms: Rooms,
  result: Scores,
  { view, until, signals }: { view: string; until: number; signals: Float32Array },
): Scores {
  const { header, signalTable } = weights;
  const { grams, sum, factors } = rooms;
  readGrams(view, until, grams);
  sum.fill(0);
  factors[0] = addField(weights, rooms, 0, grams.wholeEnd, header.fields.whole);
  factors[1] = addField(weights, rooms, grams.wholeEnd, grams.headEnd, header.fields.head);
  factors[2] = addField(weights, rooms, grams.headEnd, grams.length, header.fields.tail);
  const { margins, byText, bySignals } = result;
  const labels = margins.length;
  bySignals.fill(0);
  for (let signal = 0; signal < signals.length; signal++) {
    const value = signals[signal]!;
    if (value === 0) continue;
    for (let label = 0, cell = signal * labels; label < labels; label++)
      bySignals[label]! += value * signalTable[cell + label]!;
  }
  for (let label = 0; label < labels; label++) {
    byText[label] = sum[label]! * header.steps[label]!;
    margins[label] = byText[label]! + bySignals[label]! + header.biases[label]!;
  }
  return result;
}

const MOST_TIMES = 63;
const TIMES = Float64Array.from({ length: MOST_TIMES + 1 }, (_, n) => 1 + Math.log(Math.max(1, n)));
/** What saying something so often is worth. */
export const worth = (times: number): number => TIMES[Math.min(MOST_TIMES, times)]!;

/** One reading of the text, brought to its share of length. @returns what one step of a gram's weight counts in it */
function addField(weights: Weights, rooms: Rooms, from: number, to: number, share: number): number {
  const { rarity, table } = weights;
  const { grams, rows, distinct, times, sum } = rooms;
  let count = 0;
  for (let i = from; i < to; i++) {
    const row = rowOf(weights, grams.keys[i]!);
    rows[i] = row;
    if (row < 0) continue;
    if (times[row] === 0) distinct[count++] = row;
    times[row]! += 1;
  }
  let square = 0;
  for (let i = 0; i < count; i++) {
    const value = worth(times[distinct[i]!]!) * rarity[distinct[i]!]!;
    square += value * value;
  }
  const factor = count === 0 ? 0 : (share * IDF_STEPS) / Math.sqrt(square);
  const labels = sum.length;
  for (let i = 0; i < count; i++) {
    const row = distinct[i]!;
    const value = worth(times[row]!) * factor;
    times[row] = 0;
    for (let label = 0, cell = row * labels; label < labels; label++) sum[label]! += value * table[cell + label]!;
  }
  return factor;
}

function rowOf({ slots, mask, keys }: Weights, key: number): number {
  for (let slot = key & mask; slots[slot] !== 0; slot = (slot + 1) & mask)
    if (keys[slots[slot]! - 1] === key) return slots[slot]! - 1;
  return -1;
}

/** Longest run shown to a person, in characters of the view. */
const SPAN = 8;
const voice = new Float64Array(4_096);

function loudest(
  { grams, rows, factors }: Rooms,
  table: Int8Array,
  labels: number,
  label: number,
): { start: number; end: number } | null {
  // Voices are gathered by place among the text's own characters: two grams begin at each, head and tail at some again.
  const first = grams.wholeEnd === 0 ? 0 : grams.at[0]!;
  const last = grams.wholeEnd === 0 ? -1 : grams.at[grams.wholeEnd - 1]!;
  const length = Math.min(voice.length, last - first + 1);
  if (length <= 0) return null;
  voice.fill(0, 0, length);
  for (let i = 0; i < grams.length; i++) {
    const at = grams.at[i]! - first;
    if (rows[i]! < 0 || at >= length) continue;
    const field = i < grams.wholeEnd ? 0 : i < grams.headEnd ? 1 : 2;
    voice[at]! += factors[field]! * table[rows[i]! * labels + label]!;
  }
  let sum = 0;
  let best = 0;
  let end = -1;
  for (let at = 0; at < length; at++) {
    sum += voice[at]! - (at >= SPAN ? voice[at - SPAN]! : 0);
    if (sum > best) [best, end] = [sum, at];
  }
  if (end < 0) return null;
  let start = Math.max(0, end - SPAN + 1);
  while (start < end && voice[start]! <= 0) start++;
  let stop = end;
  while (stop > start && voice[stop]! <= 0) stop--;
  return { start: first + start, end: Math.min(first + stop + 2, last + 1) };
}
