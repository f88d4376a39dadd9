import { worth } from '../model/score.ts';
import { IDF_STEPS } from '../model/weights.ts';
import type { CountedGrams } from './read-posts.ts';
import type { SparseRows } from './sparse-rows.ts';

/** The grams a model knows, ascending by key. */
export interface Vocabulary {
  keys: Uint32Array;
  rarity: Uint8Array;
  rowOf: ReadonlyMap<number, number>;
}

/** Shares of whole, head and tail in a row's length. */
export const FIELDS = { whole: 1, head: 0.5, tail: 0.4 };
const SHARES = [FIELDS.whole, FIELDS.head, FIELDS.tail];
const MIN_TEXTS = 3;

interface Counted {
  fields: readonly CountedGrams[];
}

export function learnVocabulary(rows: readonly Counted[]): Vocabulary {
  const texts = new Map<number, number>();
  for (const { fields } of rows)
    for (const field of fields) for (const key of field.keys) texts.set(key, (texts.get(key) ?? 0) + 1);
  const kept = [...texts].filter(([, n]) => n >= MIN_TEXTS).sort(([a], [b]) => a - b);
  const rarityOf = (n: number): number =>
    Math.min(255, Math.round(IDF_STEPS * (1 + Math.log((1 + rows.length) / (1 + n)))));
  return vocabularyOf(kept.map(([key, n]): [number, number] => [key, rarityOf(n)]));
}

export const vocabularyOf = (kept: readonly [key: number, rarity: number][]): Vocabulary => ({
  keys: Uint32Array.from(kept, ([key]) => key),
  rarity: Uint8Array.from(kept, ([, rarity]) => rarity),
  rowOf: new Map(kept.map(([key], row) => [key, row])),
});

/** Further numbers of a row, after its grams, which stand in columns and values from … to; those that are 0 are left out. */
export interface More {
  width: number;
  of(row: number, columns: Int32Array, values: Float32Array, from: number, to: number): ArrayLike<number>;
}

/** The same numbers the scorer forms: per field (1 + ln n) × rarity at unit length × share. */
export function gramMatrix(
  rows: readonly Counted[],
  { rarity, rowOf, keys }: Vocabulary,
  more: More = { width: 0, of: () => [] },
): SparseRows {
  const room = rows.reduce((sum, { fields }) => sum + more.width + fields.reduce((n, f) => n + f.keys.length, 0), 0);
  const [columns, values] = [new Int32Array(room), new Float32Array(room)];
  const starts = new Int32Array(rows.length + 1);
  let used = 0;
  rows.forEach(({ fields }, index) => {
    const begin = used;
    fields.forEach((field, which) => {
      const from = used;
      let square = 0;
      field.keys.forEach((key, at) => {
        const gram = rowOf.get(key);
        if (gram === undefined) return;
        const value = (worth(field.times[at]!) * rarity[gram]!) / IDF_STEPS;
        columns[used] = gram;
        values[used++] = value;
        square += value * value;
      });
      const factor = SHARES[which]! / (Math.sqrt(square) || 1);
      for (let at = from; at < used; at++) values[at]! *= factor;
    });
    const others = more.of(index, columns, values, begin, used);
    for (let at = 0; at < others.length; at++) {
      if (others[at] === 0) continue;
      columns[used] = keys.length + at;
      values[used++] = others[at]!;
    }
    starts[index + 1] = used;
  });
  const width = keys.length + more.width;
  return { count: rows.length, width, starts, columns: columns.slice(0, used), values: values.slice(0, used) };
}
