import type { VerbRow } from '../tickets/verb-row.ts';

/** Verbs of 会商室 and its fact sheet, 批示, reports upward. */
export const CONSULTATION_VERBS = [] as const satisfies readonly VerbRow[];
