import type { EventTables } from './events/tables.ts';
import type { FeedbackTables } from './feedback/tables.ts';
import type { MentionTables } from './mention-tables.ts';

/** All tables of the analyzer. */
export type AnalyzerTables = EventTables & MentionTables & FeedbackTables;
