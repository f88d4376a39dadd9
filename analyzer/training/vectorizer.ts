import type { KeyRows } from './key-rows.ts';
import type { SparseRows } from './sparse-rows.ts';

/** One reading of the same texts: all of it, or only its head. */
export interface Field {
  rows: KeyRows;
  /** Its share of a row's length, before the whole row gets unit length. */
  weight: number;
}

export interface Vectorizer {
  width: number;
  /** Rows of unit length: per field (1 + ln n) × idf at unit length × weight. Keys never seen are left out. */
  transform(fields: readonly KeyRows[]): SparseRows;
}

export interface VectorizerOptions {
  /** A key in fewer texts than this teaches nothing. */
  minTexts: number;
}

interface Columns {
  of: ReadonlyMap<number, number>;
  /** By column − first. */
  idf: Float64Array;
  first: number;
  weight: number;
}

/** Learns which keys each field has and how rare each is. */
export function fitVectorizer(fields: readonly Field[], { minTexts }: VectorizerOptions): Vectorizer {
  const columns: Columns[] = [];
  let width = 0;
  for (const { rows, weight } of fields) {
    const seen = new Map<number, number>();
    for (const key of rows.keys) seen.set(key, (seen.get(key) ?? 0) + 1);
    const kept = [...seen].filter(([, n]) => n >= minTexts).sort(([a], [b]) => a - b);
    const first = width;
    const idf = Float64Array.from(kept, ([, n]) => Math.log((1 + rows.count) / (1 + n)) + 1);
    columns.push({ of: new Map(kept.map(([key], index) => [key, first + index])), idf, first, weight });
    width += kept.length;
  }
  return { width, transform: (rows) => transform(rows, columns, width) };
}

function transform(fields: readonly KeyRows[], known: readonly Columns[], width: number): SparseRows {
  const count = fields[0]!.count;
  const room = fields.reduce((sum, field) => sum + field.keys.length, 0);
  const [columns, values, starts] = [new Int32Array(room), new Float32Array(room), new Int32Array(count + 1)];
  let used = 0;
  for (let row = 0; row < count; row++) {
    const from = used;
    fields.forEach((field, index) => {
      const { of, idf, first, weight } = known[index]!;
      const begin = used;
      for (let at = field.starts[row]!; at < field.starts[row + 1]!; at++) {
        const column = of.get(field.keys[at]!);
        if (column === undefined) continue;
        columns[used] = column;
        values[used++] = (1 + Math.log(field.times[at]!)) * idf[column - first]!;
      }
      stretch(values, begin, used, weight);
    });
    stretch(values, from, used, 1);
    starts[row + 1] = used;
  }
  return { count, width, starts, columns: columns.slice(0, used), values: values.slice(0, used) };
}

/** Gives values [from, to) this length; nothing stays nothing. */
function stretch(values: Float32Array, from: number, to: number, length: number): void {
  let square = 0;
  for (let at = from; at < to; at++) square += values[at]! * values[at]!;
  const factor = length / (Math.sqrt(square) || 1);
  for (let at = from; at < to; at++) values[at]! *= factor;
}
