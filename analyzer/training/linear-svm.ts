import type { SparseRows } from './sparse-rows.ts';

export interface SvmOptions {
  /** Cost of an error. */
  c: number;
  /** Passes at most. */
  passes: number;
  /** Ends when no gradient is steeper than this. */
  tolerance: number;
  seed: number;
}

/** Weights with the bias behind them. */
export type Weights = Float64Array;

const BIAS = 1;

/**
 * L2-regularised squared-hinge SVM by dual coordinate descent (Hsieh et al., ICML 2008), without shrinking. Single thread and seeded: the
 * same rows give the same weights bit for bit.
 * @param positive 1 for rows of the class, 0 for others
 */
export function trainSvm(rows: SparseRows, positive: Uint8Array, options: SvmOptions): Weights {
  const { starts, columns, values, count, width } = rows;
  const weights = new Float64Array(width + 1);
  const alpha = new Float64Array(count);
  const diagonal = 0.5 / options.c;
  const square = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let sum = BIAS * BIAS + diagonal;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += values[at]! * values[at]!;
    square[row] = sum;
  }
  const order = Int32Array.from({ length: count }, (_, row) => row);
  const random = generator(options.seed);
  for (let pass = 0; pass < options.passes; pass++) {
    shuffle(order, random);
    let steepest = 0;
    for (let place = 0; place < count; place++) {
      const row = order[place]!;
      const y = positive[row] === 1 ? 1 : -1;
      let margin = weights[width]! * BIAS;
      for (let at = starts[row]!; at < starts[row + 1]!; at++) margin += weights[columns[at]!]! * values[at]!;
      const gradient = y * margin - 1 + diagonal * alpha[row]!;
      const projected = alpha[row] === 0 ? Math.min(gradient, 0) : gradient;
      if (projected === 0) continue;
      steepest = Math.max(steepest, Math.abs(projected));
      const before = alpha[row]!;
      const after = Math.max(before - gradient / square[row]!, 0);
      alpha[row] = after;
      const step = (after - before) * y;
      for (let at = starts[row]!; at < starts[row + 1]!; at++) weights[columns[at]!]! += step * values[at]!;
      weights[width]! += step * BIAS;
    }
    if (steepest < options.tolerance) break;
  }
  return weights;
}

export function decide(rows: SparseRows, row: number, weights: Weights): number {
  let sum = weights[rows.width]! * BIAS;
  for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++)
    sum += weights[rows.columns[at]!]! * rows.values[at]!;
  return sum;
}

/** Mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle(order: Int32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
}
