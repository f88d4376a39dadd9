import type { EventTables } from './events/tables.ts';

/** All tables of the analyzer. */
export type AnalyzerTables = EventTables;
