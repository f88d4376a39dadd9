/** Milliseconds, rounded; null where nothing was measured. */
export interface Spread {
  p50: number | null;
  p90: number | null;
  p99: number | null;
  max: number | null;
}

/** Nearest rank. */
export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number | null => {
    const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
    return value === undefined ? null : Math.round(value);
  };
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
