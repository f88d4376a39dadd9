/** Rows of a sparse matrix, one after the other. */
export interface SparseRows {
  count: number;
  width: number;
  /** Row i is columns/values [starts[i], starts[i+1]). */
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

/** Rows chosen by index, in that order. */
export function pickRows(rows: SparseRows, chosen: readonly number[]): SparseRows {
  const starts = new Int32Array(chosen.length + 1);
  chosen.forEach((row, index) => (starts[index + 1] = starts[index]! + rows.starts[row + 1]! - rows.starts[row]!));
  const columns = new Int32Array(starts[chosen.length]!);
  const values = new Float32Array(starts[chosen.length]!);
  chosen.forEach((row, index) => {
    columns.set(rows.columns.subarray(rows.starts[row]!, rows.starts[row + 1]!), starts[index]!);
    values.set(rows.values.subarray(rows.starts[row]!, rows.starts[row + 1]!), starts[index]!);
  });
  return { count: chosen.length, width: rows.width, starts, columns, values };
}
