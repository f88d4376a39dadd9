import type { EachKey } from './ngrams.ts';

/** The distinct keys of each text and how often each stands in it, one text after the other. */
export interface KeyRows {
  count: number;
  /** Text i is keys/times [starts[i], starts[i+1]), keys ascending. */
  starts: Int32Array;
  keys: Uint32Array;
  times: Uint32Array;
}

const FIRST_ROOM = 1 << 16;

/** Counts what `keysOf` tells of each text. Typed arrays all the way: a Map a text would cost ten times the memory. */
export function gatherKeys(texts: readonly string[], keysOf: (text: string, each: EachKey) => void): KeyRows {
  const starts = new Int32Array(texts.length + 1);
  let [keys, times] = [new Uint32Array(FIRST_ROOM), new Uint32Array(FIRST_ROOM)];
  let used = 0;
  let told = new Uint32Array(FIRST_ROOM);
  texts.forEach((text, row) => {
    let length = 0;
    keysOf(text, (key) => {
      if (length === told.length) told = larger(told, length + 1);
      told[length++] = key;
    });
    if (used + length > keys.length) [keys, times] = [larger(keys, used + length), larger(times, used + length)];
    const sorted = told.subarray(0, length).sort();
    for (let at = 0; at < length; at++) {
      if (at > 0 && sorted[at] === sorted[at - 1]) {
        times[used - 1]! += 1;
        continue;
      }
      keys[used] = sorted[at]!;
      times[used++] = 1;
    }
    starts[row + 1] = used;
  });
  return { count: texts.length, starts, keys: keys.slice(0, used), times: times.slice(0, used) };
}

function larger(array: Uint32Array, atLeast: number): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(Math.max(atLeast, array.length * 2));
  next.set(array);
  return next;
}
