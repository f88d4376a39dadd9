import type { PurgeRule } from '../platform/runtime/retention.ts';

/** Sessions a day after their end, answers of acts sent twice after a day, used or outdated set-up links after half a year. */
export const DASHBOARD_PURGE_RULES: readonly PurgeRule[] = [
  { table: 'dashboard_sessions', class: 'transient', ageColumn: 'expires_at', days: 1 },
  { table: 'dashboard_idempotency', class: 'transient', ageColumn: 'created_at', days: 1 },
  { table: 'dashboard_setup_links', class: 'log', ageColumn: 'expires_at', days: 180 },
];
