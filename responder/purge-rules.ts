import type { PurgeRule } from '../platform/runtime/retention.ts';

/** Tickets and all that proves them are records and stay; a repeated request is recognised for a week. */
export const RESPONDER_PURGE_RULES: readonly PurgeRule[] = [
  { table: 'responder_idempotency_keys', class: 'transient', ageColumn: 'at', days: 7 },
];
