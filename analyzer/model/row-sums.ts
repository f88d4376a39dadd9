import { strideOf, type Weights } from './weights.ts';

/**
 * The weights once more, laid out for the loops that cost most: finding the rows of some five hundred grams, and adding up those found. Both
 * wait for memory more than they compute, so the tables are as small as they can be, and what is said often lies together.
 */
export interface Layout {
  /** Open addressing: the key that stands here, 0 when free; and its row, frequent grams first. */
  keys: Int32Array;
  rows: Uint16Array;
  mask: number;
  /** By row. */
  rarity: Uint8Array;
  /** By row, a byte a label, raised by 128 so that none is below 0. */
  bytes: Uint8Array;
  /** The same bytes, four at a time. */
  words: Int32Array;
  stride: number;
}

const RAISED = 128;
/** A little fuller than usual: a few more looks side by side cost less than a larger table. */
const FILLED = 0.65;
const MOST_ROWS = 0x10000;

/** @throws RangeError for more grams than rows can be numbered */
export function layOut({ header, keys, rarity, table }: Weights): Layout {
  if (keys.length > MOST_ROWS) throw new RangeError(`${keys.length} grams are more than ${MOST_ROWS}`);
  const stride = strideOf(header.labels.length);
  const order = Uint32Array.from(keys, (_, row) => row).sort((a, b) => rarity[a]! - rarity[b]! || a - b);
  const bytes = new Uint8Array(keys.length * stride);
  order.forEach((from, row) => {
    for (let label = 0; label < stride; label++) bytes[row * stride + label] = table[from * stride + label]! + RAISED;
  });
  return {
    ...indexOf(Uint32Array.from(order, (from) => keys[from]!)),
    ...{ rarity: Uint8Array.from(order, (from) => rarity[from]!), bytes, words: new Int32Array(bytes.buffer), stride },
  };
}

function indexOf(ordered: Uint32Array): Pick<Layout, 'keys' | 'rows' | 'mask'> {
  let size = 16;
  while (size * FILLED < ordered.length) size *= 2;
  const mask = size - 1;
  const keys = new Int32Array(size);
  const rows = new Uint16Array(size);
  ordered.forEach((key, row) => {
    let place = key & mask;
    while (keys[place] !== 0) place = (place + 1) & mask;
    keys[place] = key;
    rows[place] = row;
  });
  return { keys, rows, mask };
}

/** Row of a gram's key, or -1. */
export function rowOf({ keys, rows, mask }: Layout, key: number): number {
  const wanted = key | 0;
  for (let place = key & mask; ; place = (place + 1) & mask) {
    const here = keys[place]!;
    if (here === wanted) return rows[place]!;
    if (here === 0) return -1;
  }
}

/** What one label's weight is in a row. */
export const weightAt = ({ bytes, stride }: Layout, row: number, label: number): number =>
  bytes[row * stride + label]! - RAISED;

/** So many raised weights fit into half a number: 257 × 255 < 65,536. */
const MOST = 256;
const EVEN = 0x00ff00ff;

/**
 * Adds `factor` × the sum of the rows to `sum`. Whole numbers, two sums in each, four labels with every look into memory: a quarter of the
 * work of multiplying each weight by itself.
 */
export function addRows(
  { words, stride }: Layout,
  rows: Int32Array,
  count: number,
  factor: number,
  sum: Float64Array,
): void {
  const width = stride >> 2;
  for (let from = 0; from < count; from += MOST) {
    const to = Math.min(count, from + MOST);
    for (let word = 0; word < width; word += 2) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = from; i < to; i++) {
        const at = rows[i]! * width + word;
        const one = words[at]!;
        const two = words[at + 1]!;
        a = (a + (one & EVEN)) | 0;
        b = (b + ((one >>> 8) & EVEN)) | 0;
        c = (c + (two & EVEN)) | 0;
        d = (d + ((two >>> 8) & EVEN)) | 0;
      }
      put(sum, 4 * word, factor, RAISED * (to - from), a, b);
      put(sum, 4 * word + 4, factor, RAISED * (to - from), c, d);
    }
  }
}

/** `even` holds the sums of the labels at + 0 and + 2, `odd` those of + 1 and + 3. */
function put(sum: Float64Array, at: number, factor: number, raised: number, even: number, odd: number): void {
  sum[at]! += factor * ((even & 0xffff) - raised);
  sum[at + 1]! += factor * ((odd & 0xffff) - raised);
  sum[at + 2]! += factor * ((even >>> 16) - raised);
  sum[at + 3]! += factor * ((odd >>> 16) - raised);
}
