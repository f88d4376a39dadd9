/** What a reader yields: rows with their number in the file as a person counts (first line = 1), or what is wrong with one. */
export type RowItem =
  | { kind: 'row'; row: number; value: Record<string, unknown> }
  | {
      kind: 'broken';
      row: number;
      reason: 'broken_row' | 'bad_encoding' | 'too_long' | 'not_an_object';
      detail: string;
      raw: string;
    };

/** Longest single row or JSON element, in characters; beyond it the row is refused without being held in memory. */
export const MAX_ROW = 4 * 1024 * 1024;
