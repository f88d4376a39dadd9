import { ANALYZER_PURGE_RULES } from '../analyzer/index.ts';
import { DASHBOARD_PURGE_RULES } from '../dashboard/index.ts';
import { INGEST_PURGE_RULES } from '../ingest/index.ts';
import { RESPONDER_PURGE_RULES } from '../responder/index.ts';
import { PLATFORM_PURGE_RULES, type PurgeRule } from './runtime/retention.ts';

/** Of all rooms, in the order they are applied: the intake before the analysis, whose rows tell whether a post may go. */
export const PURGE_RULES: PurgeRule[] = [
  ...INGEST_PURGE_RULES,
  ...ANALYZER_PURGE_RULES,
  ...RESPONDER_PURGE_RULES,
  ...DASHBOARD_PURGE_RULES,
  ...PLATFORM_PURGE_RULES,
];
