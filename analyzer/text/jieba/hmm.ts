import { readFileSync } from 'node:fs';

/** What jieba guesses words with that stand in no dictionary: a hidden Markov model over begin, end, middle and single characters. */
export interface Hmm {
  start: Float64Array;
  /** From state × 4 + to state. */
  steps: Float64Array;
  /** Unit × 4 + state. */
  emits: Float64Array;
}

export const NEVER = -3.14e100;
const STATES = 4;
const END = 1;
const SINGLE = 3;
/** States there are steps from, by the state they lead to (begin, end, middle, single): END or SINGLE, BEGIN or MIDDLE, the same, as the first. */
const FROM = [1, 0, 0, 1] as const;
const OR_FROM = [3, 2, 2, 3] as const;

/** The file as cppjieba reads it: four probabilities to begin with, four times four steps, four lines of `character:probability,…`. */
export function loadHmm(file: string): Hmm {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const emits = new Float64Array(STATES * 0x10000).fill(NEVER);
  lines.slice(5, 9).forEach((line, state) => {
    for (const item of line.split(','))
      emits[STATES * item.charCodeAt(0) + state] = Number(item.slice(item.indexOf(':') + 1));
  });
  return {
    start: Float64Array.from(lines[0]!.split(' '), Number),
    steps: Float64Array.from(lines.slice(1, 5).join(' ').split(' '), Number),
    emits,
  };
}

/** Rooms for one run of characters, used again for the next. */
export interface HmmRoom {
  paths: Uint8Array;
  /** Where the characters of the run begin. */
  at: Int32Array;
  before: Float64Array;
  now: Float64Array;
}
export const hmmRoom = (most: number): HmmRoom => ({
  ...{ paths: new Uint8Array(STATES * most), at: new Int32Array(most) },
  ...{ before: new Float64Array(STATES), now: new Float64Array(STATES) },
});

/**
 * Says where the words of a run end, last first. Only the steps the model knows at all are tried: one of probability 0 never outweighs the
 * lowest number an entry starts with.
 * @param units the text; `room.at[0, count)` its characters @param wordEnds gets the index after each word's last character
 * @returns how many words
 */
export function guessWords(
  { start, steps, emits }: Hmm,
  units: Uint16Array,
  { paths, at, before, now }: HmmRoom,
  count: number,
  wordEnds: Int32Array,
): number {
  for (let state = 0; state < STATES; state += 1)
    before[state] = start[state]! + emits[STATES * units[at[0]!]! + state]!;
  for (let x = 1; x < count; x += 1) {
    const cell = STATES * units[at[x]!]!;
    for (let state = 0; state < STATES; state += 1) {
      const one = FROM[state]!;
      const other = OR_FROM[state]!;
      const emit = emits[cell + state]!;
      let most = NEVER;
      let from: number = END;
      const way = before[one]! + steps[STATES * one + state]! + emit;
      if (way > most) {
        most = way;
        from = one;
      }
      const otherWay = before[other]! + steps[STATES * other + state]! + emit;
      if (otherWay > most) {
        most = otherWay;
        from = other;
      }
      now[state] = most;
      paths[STATES * x + state] = from;
    }
    before.set(now);
  }
  return readBack(paths, count, before[END]! >= before[SINGLE]! ? END : SINGLE, wordEnds);
}

function readBack(paths: Uint8Array, count: number, last: number, wordEnds: Int32Array): number {
  let words = 0;
  for (let x = count - 1, state = last; x >= 0; x -= 1) {
    if (state === END || state === SINGLE) wordEnds[words++] = x + 1;
    if (x > 0) state = paths[STATES * x + state]!;
  }
  return words;
}
