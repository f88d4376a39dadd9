import type { Kysely } from 'kysely';
import type { AnalyzerTables } from '../../tables.ts';
import { listWarnings, type WarningFilter } from '../../warnings/list-warnings.ts';
import { eventMentions, eventSeries, eventSources, eventsOfMentions } from './event-mentions.ts';
import { eventById, listEvents, type EventFilter } from './list-events.ts';
import { eventOverview } from './overview.ts';

/** Reading side of events and warnings, bound to one database. */
export function createEventQueries(db: Kysely<AnalyzerTables>) {
  return {
    list: (filter: EventFilter) => listEvents(db, filter),
    byId: (id: string) => eventById(db, id),
    mentions: (id: string, page: Parameters<typeof eventMentions>[2]) => eventMentions(db, id, page),
    ofMentions: (mentionIds: string[]) => eventsOfMentions(db, mentionIds),
    series: (id: string) => eventSeries(db, id),
    sources: (id: string) => eventSources(db, id),
    warnings: (filter: WarningFilter) => listWarnings(db, filter),
    overview: (filter: Parameters<typeof eventOverview>[1], since: Date) => eventOverview(db, filter, since),
  };
}
export type EventQueries = ReturnType<typeof createEventQueries>;
