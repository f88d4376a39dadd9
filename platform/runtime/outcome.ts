/**
 * Expected outcomes are values; throwing means a bug. Reasons are closed unions of the caller and become metric labels.
 */
export type Outcome<T, R extends string = string> =
  | { kind: 'next'; value: T }
  | { kind: 'drop'; reason: R }
  | { kind: 'park'; reason: R; detail: string }
  | { kind: 'retry'; afterMs: number; reason: R };

export const next = <T>(value: T): { kind: 'next'; value: T } => ({ kind: 'next', value });
export const drop = <R extends string>(reason: R): { kind: 'drop'; reason: R } => ({ kind: 'drop', reason });
export const park = <R extends string>(reason: R, detail: string): { kind: 'park'; reason: R; detail: string } => ({
  kind: 'park',
  reason,
  detail,
});
export const retry = <R extends string>(afterMs: number, reason: R): { kind: 'retry'; afterMs: number; reason: R } => ({
  kind: 'retry',
  afterMs,
  reason,
});
