import type { VerbRow } from '../tickets/verb-row.ts';

/** Verbs of what the public asks and what was promised. */
export const WORDING_VERBS = [] as const satisfies readonly VerbRow[];
