import type { VerbRow } from '../tickets/verb-row.ts';

/** Verbs of release drafts: gate, approval, publishing, correction. */
export const RELEASE_VERBS = [] as const satisfies readonly VerbRow[];
