const STEPS = 25;
const ENOUGH = 1e-6;
const LEAST_CURVE = 1e-9;

/**
 * Logistic regression with few columns by Newton steps; `ridge` draws each weight towards nothing, so that a column with few rows says little.
 * @param rows values of each row, all of the same length @param ones 1 or 0 a row
 */
export function fitRidgeLogit(
  rows: readonly Float64Array[],
  ones: ArrayLike<number>,
  ridge: readonly number[],
): Float64Array {
  const width = ridge.length;
  const weights = new Float64Array(width);
  for (let step = 0; step < STEPS; step++) {
    const slope = Float64Array.from(weights, (own, at) => own * ridge[at]!);
    const curve = new Float64Array(width * width);
    ridge.forEach((own, at) => (curve[at * width + at] = own));
    rows.forEach((row, index) => {
      const p = chanceOf(row, weights);
      for (let at = 0; at < width; at++) {
        slope[at]! += (p - ones[index]!) * row[at]!;
        for (let to = 0; to <= at; to++) curve[at * width + to]! += p * (1 - p) * row[at]! * row[to]!;
      }
    });
    const way = solve(curve, slope);
    way.forEach((own, at) => (weights[at]! -= own));
    if (way.every((own) => Math.abs(own) < ENOUGH)) break;
  }
  return weights;
}

export function chanceOf(row: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += weights[at]! * row[at]!;
  return 1 / (1 + Math.exp(-sum));
}

/** Cholesky; only the lower half of `curve` is read. */
function solve(curve: Float64Array, right: Float64Array): Float64Array {
  const width = right.length;
  const root = new Float64Array(width * width);
  const way = Float64Array.from(right);
  for (let at = 0; at < width; at++) {
    for (let to = 0; to <= at; to++) {
      let sum = curve[at * width + to]!;
      for (let k = 0; k < to; k++) sum -= root[at * width + k]! * root[to * width + k]!;
      root[at * width + to] = at === to ? Math.sqrt(Math.max(sum, LEAST_CURVE)) : sum / root[to * width + to]!;
    }
    for (let k = 0; k < at; k++) way[at]! -= root[at * width + k]! * way[k]!;
    way[at]! /= root[at * width + at]!;
  }
  for (let at = width - 1; at >= 0; at--) {
    for (let k = at + 1; k < width; k++) way[at]! -= root[k * width + at]! * way[k]!;
    way[at]! /= root[at * width + at]!;
  }
  return way;
}
