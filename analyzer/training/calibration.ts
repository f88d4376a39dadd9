/** Probability of a label from the distance to its border: 1 / (1 + e^(slope × margin + offset)). */
export interface Platt {
  slope: number;
  offset: number;
}

export const probability = ({ slope, offset }: Platt, margin: number): number =>
  1 / (1 + Math.exp(slope * margin + offset));

const STEPS = 100;
const RIDGE = 1e-9;
const ENOUGH = 1e-7;

/**
 * Platt scaling by Newton steps with halving (Lin, Lin & Weng, 2007). Margins must come from rows the model was not trained on.
 * Targets are drawn in by one row each, so that few rows do not make certain.
 */
export function fitPlatt(margins: ArrayLike<number>, positive: ArrayLike<number>): Platt {
  const rows = Array.from(margins, (margin, row) => ({ margin, one: positive[row] === 1 }));
  const ones = rows.filter((row) => row.one).length;
  const [high, low] = [(ones + 1) / (ones + 2), 1 / (rows.length - ones + 2)];
  let at: Platt = { slope: 0, offset: Math.log((rows.length - ones + 1) / (ones + 1)) };
  const loss = ({ slope, offset }: Platt): number =>
    rows.reduce((sum, { margin, one }) => {
      const z = slope * margin + offset;
      return sum + (one ? high : low) * z + (z > 0 ? Math.log1p(Math.exp(-z)) : -z + Math.log1p(Math.exp(z)));
    }, 0);
  for (let step = 0; step < STEPS; step++) {
    const { gradient, curve } = slopesAt(rows, at, high, low);
    if (Math.abs(gradient[0]) < ENOUGH && Math.abs(gradient[1]) < ENOUGH) break;
    const det = curve[0] * curve[2] - curve[1] * curve[1];
    const way = {
      slope: -(curve[2] * gradient[0] - curve[1] * gradient[1]) / det,
      offset: -(curve[0] * gradient[1] - curve[1] * gradient[0]) / det,
    };
    const now = loss(at);
    let length = 1;
    while (length > 1e-10 && loss(along(at, way, length)) >= now) length /= 2;
    if (length <= 1e-10) break;
    at = along(at, way, length);
  }
  return at;
}

const along = (from: Platt, way: Platt, length: number): Platt => ({
  slope: from.slope + length * way.slope,
  offset: from.offset + length * way.offset,
});

type Row = { margin: number; one: boolean };

/** Gradient and curvature (slope², slope × offset, offset²) of the loss. */
function slopesAt(
  rows: readonly Row[],
  at: Platt,
  high: number,
  low: number,
): { gradient: [number, number]; curve: [number, number, number] } {
  const gradient: [number, number] = [0, 0];
  const curve: [number, number, number] = [RIDGE, 0, RIDGE];
  for (const { margin, one } of rows) {
    const p = probability(at, margin);
    const miss = (one ? high : low) - p;
    const weight = p * (1 - p);
    gradient[0] += margin * miss;
    gradient[1] += miss;
    curve[0] += margin * margin * weight;
    curve[1] += margin * weight;
    curve[2] += weight;
  }
  return { gradient, curve };
}
