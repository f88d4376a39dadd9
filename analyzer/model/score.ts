import { gramRoom, readGrams, type Grams } from './grams.ts';
import { addRows, layOut, rowOf, weightAt, type Layout } from './row-sums.ts';
import { IDF_STEPS, strideOf, type Weights } from './weights.ts';

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
  layout: Layout;
  /** Row of each gram, or -1. */
  rows: Int32Array;
  /** Rows of the distinct grams of one field. */
  distinct: Int32Array;
  /** By row; nothing but zeros between two fields. */
  times: Uint16Array;
  /** Rows said equally often. */
  alike: Int32Array;
  sum: Float64Array;
  factors: Float64Array;
}

/** Reads one post after the other; a scorer belongs to one thread. */
export function createScorer(weights: Weights): Scorer {
  const labels = weights.header.labels.length;
  const grams = gramRoom();
  const rooms: Rooms = {
    grams,
    layout: layOut(weights),
    rows: new Int32Array(grams.keys.length),
    distinct: new Int32Array(grams.keys.length),
    times: new Uint16Array(weights.keys.length),
    alike: new Int32Array(grams.keys.length),
    sum: new Float64Array(strideOf(labels)),
    factors: new Float64Array(3),
  };
  const result: Scores = {
    margins: new Float64Array(labels),
    byText: new Float64Array(labels),
    bySignals: new Float64Array(labels),
  };
  return {
    score: (view, until, signals) => score(weights, rooms, result, { view, until, signals }),
    loudest: (label) => loudest(rooms, label),
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
  factors[0] = addField(rooms, 0, grams.wholeEnd, header.fields.whole);
  factors[1] = addField(rooms, grams.wholeEnd, grams.headEnd, header.fields.head);
  factors[2] = addField(rooms, grams.headEnd, grams.length, header.fields.tail);
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
function addField(rooms: Rooms, from: number, to: number, share: number): number {
  const { grams, layout, rows, distinct, times, alike, sum } = rooms;
  const { rarity } = layout;
  let used = 0;
  for (let i = from; i < to; i++) {
    const row = rowOf(layout, grams.keys[i]!);
    rows[i] = row;
    if (row < 0) continue;
    if (times[row] === 0) distinct[used++] = row;
    times[row]! += 1;
  }
  let square = 0;
  for (let i = 0; i < used; i++) {
    const rare = worth(times[distinct[i]!]!) * rarity[distinct[i]!]!;
    square += rare * rare;
  }
  if (used === 0) return 0;
  const factor = (share * IDF_STEPS) / Math.sqrt(square);
  // Grams said equally often count the same and are summed as whole numbers: most are said once.
  for (let said = 1, left = used; left > 0; said++) {
    let count = 0;
    let later = 0;
    for (let i = 0; i < left; i++) {
      const row = distinct[i]!;
      if (times[row] !== said) distinct[later++] = row;
      else {
        alike[count++] = row;
        times[row] = 0;
      }
    }
    if (count > 0) addRows(layout, alike, count, factor * worth(said), sum);
    left = later;
  }
  return factor;
}

/** Longest run shown to a person, in characters of the view. */
const SPAN = 8;
const voice = new Float64Array(4_096);

function loudest({ grams, rows, factors, layout }: Rooms, label: number): { start: number; end: number } | null {
  // Voices are gathered by place among the text's own characters: two grams begin at each, the head's at some again.
  const first = grams.wholeEnd === 0 ? 0 : grams.at[0]!;
  const last = grams.wholeEnd === 0 ? -1 : grams.at[grams.wholeEnd - 1]!;
  const length = Math.min(voice.length, last - first + 1);
  if (length <= 0) return null;
  voice.fill(GAP, 0, length);
  for (let i = 0; i < grams.headEnd; i++) {
    const at = grams.at[i]! - first;
    if (at >= length) continue;
    if (voice[at] === GAP) voice[at] = 0;
    if (rows[i]! < 0) continue;
    voice[at]! += (i < grams.wholeEnd ? factors[0]! : factors[1]!) * weightAt(layout, rows[i]!, label);
  }
  const span = loudestRun(length);
  return span && { start: first + span.start, end: first + span.end };
}

/** Between words parted by a blank there is no voice: what is shown is never torn from two clauses. */
const GAP = -1e9;

function loudestRun(length: number): { start: number; end: number } | null {
  let [run, from, most] = [0, 0, 0];
  let [start, stop] = [-1, -1];
  for (let at = 0; at < length; at++) {
    if (voice[at] === GAP) {
      run = 0;
      from = at + 1;
      continue;
    }
    if (at - from >= SPAN) run -= voice[from++]!;
    run += voice[at]!;
    if (run > most) [most, start, stop] = [run, from, at];
  }
  if (stop < 0) return null;
  while (start < stop && voice[start]! <= 0) start++;
  while (stop > start && voice[stop]! <= 0) stop--;
  return { start, end: stop + 1 < length && voice[stop + 1] !== GAP ? stop + 2 : stop + 1 };
}
