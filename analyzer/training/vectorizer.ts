import type { SparseRows } from './sparse-rows.ts';

/** One text's features, as counts by key (ngrams.ts). */
export type Counts = Map<number, number>;

export interface Vectorizer {
  width: number;
  /** Rows of unit length: (1 + ln n) × idf. Keys never seen are left out. */
  transform(texts: readonly Counts[]): SparseRows;
}

export interface VectorizerOptions {
  /** A key in fewer texts than this teaches nothing. */
  minTexts: number;
}

/** Learns which keys there are and how rare each is. */
export function fitVectorizer(texts: readonly Counts[], { minTexts }: VectorizerOptions): Vectorizer {
  const seen = new Map<number, number>();
  for (const counts of texts) for (const key of counts.keys()) seen.set(key, (seen.get(key) ?? 0) + 1);
  const kept = [...seen].filter(([, n]) => n >= minTexts).sort(([a], [b]) => a - b);
  const columnOf = new Map(kept.map(([key], column) => [key, column]));
  const idf = Float64Array.from(kept, ([, n]) => Math.log((1 + texts.length) / (1 + n)) + 1);
  return { width: kept.length, transform: (some) => transform(some, columnOf, idf) };
}

function transform(texts: readonly Counts[], columnOf: ReadonlyMap<number, number>, idf: Float64Array): SparseRows {
  const rows = texts.map((counts) => {
    const row: [number, number][] = [];
    for (const [key, n] of counts) {
      const column = columnOf.get(key);
      if (column !== undefined) row.push([column, (1 + Math.log(n)) * idf[column]!]);
    }
    row.sort(([a], [b]) => a - b);
    return row;
  });
  const size = rows.reduce((sum, row) => sum + row.length, 0);
  const result: SparseRows = {
    ...{ count: rows.length, width: idf.length, starts: new Int32Array(rows.length + 1) },
    ...{ columns: new Int32Array(size), values: new Float32Array(size) },
  };
  let at = 0;
  rows.forEach((row, index) => {
    const length = Math.sqrt(row.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
    for (const [column, value] of row) {
      result.columns[at] = column;
      result.values[at++] = value / length;
    }
    result.starts[index + 1] = at;
  });
  return result;
}
