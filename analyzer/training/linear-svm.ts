import type { SparseRows } from './sparse-rows.ts';

export interface SvmOptions {
  /** Cost of an error. */
  c: number;
  /** Passes at most. */
  passes: number;
  /** Ends when no gradient is steeper than this. */
  tolerance: number;
  seed: number;
  /** How much each row counts; 1 when absent. 0 leaves a row out. */
  shares?: Float64Array;
}

/** Weights with the bias behind them. */
export type Weights = Float64Array;

const BIAS = 1;

/**
 * L2-regularised squared-hinge SVM by dual coordinate descent with shrinking (Hsieh et al., ICML 2008): rows that stay at zero are left out
 * until the end. Single thread and seeded: the same rows give the same weights bit for bit.
 * @param positive 1 for rows of the class, 0 for others
 */
export function trainSvm(rows: SparseRows, positive: Uint8Array, options: SvmOptions): Weights {
  const state = begin(rows, positive, options);
  const random = generator(options.seed);
  let bound = Infinity;
  for (let pass = 0; pass < options.passes; pass++) {
    shuffle(state.order.subarray(0, state.active), random);
    const { highest, lowest } = sweep(rows, state, bound);
    bound = highest > 0 ? highest : Infinity;
    if (highest - lowest >= options.tolerance) continue;
    if (state.active === state.order.length) break;
    state.active = state.order.length;
    bound = Infinity;
  }
  return state.weights;
}

interface State {
  weights: Weights;
  alpha: Float64Array;
  /** 1 or -1. */
  sign: Int8Array;
  /** Squared length of each row, bias and cost included. */
  square: Float64Array;
  /** 1 / (2 × cost) of each row. */
  diagonal: Float64Array;
  order: Int32Array;
  /** Rows order[0, active) are looked at. */
  active: number;
}

function begin({ starts, values, count, width }: SparseRows, positive: Uint8Array, { c, shares }: SvmOptions): State {
  const order = Int32Array.from({ length: count }, (_, row) => row).filter((row) => shares?.[row] !== 0);
  const diagonal = Float64Array.from({ length: count }, (_, row) => 0.5 / (c * (shares?.[row] || 1)));
  const square = diagonal.map((own) => BIAS * BIAS + own);
  for (let row = 0; row < count; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) square[row]! += values[at]! * values[at]!;
  return {
    ...{ weights: new Float64Array(width + 1), alpha: new Float64Array(count), square, diagonal },
    sign: Int8Array.from(positive, (one) => (one === 1 ? 1 : -1)),
    ...{ order, active: order.length },
  };
}

/** One pass over the active rows; gives the highest and lowest projected gradient. */
function sweep(rows: SparseRows, state: State, bound: number): { highest: number; lowest: number } {
  const { starts, columns, values, width } = rows;
  const { weights, alpha, sign, square, diagonal, order } = state;
  let [highest, lowest] = [-Infinity, Infinity];
  for (let place = 0; place < state.active; place++) {
    const row = order[place]!;
    const before = alpha[row]!;
    const gradient = sign[row]! * decide(rows, row, weights) - 1 + diagonal[row]! * before;
    if (before === 0 && gradient > bound) {
      order[place--] = order[--state.active]!;
      order[state.active] = row;
      continue;
    }
    const projected = before === 0 ? Math.min(gradient, 0) : gradient;
    if (projected > highest) highest = projected;
    if (projected < lowest) lowest = projected;
    if (projected === 0) continue;
    const after = Math.max(before - gradient / square[row]!, 0);
    alpha[row] = after;
    const step = (after - before) * sign[row]!;
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++) weights[columns[at]!]! += step * values[at]!;
    weights[width]! += step * BIAS;
  }
  return { highest, lowest };
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
