import type { z } from 'zod';
import { loadCalendars } from './calendars.ts';
import { loadRulebook } from './load.ts';
import { accessSchema } from './schema/access.ts';
import { accountabilitySchema } from './schema/accountability.ts';
import { appealsSchema } from './schema/appeals.ts';
import type { CalendarYear } from './schema/calendars.ts';
import { clocksSchema } from './schema/clocks.ts';
import { departmentsSchema } from './schema/departments.ts';
import { disguisesSchema } from './schema/disguises.ts';
import { escalationSchema } from './schema/escalation.ts';
import { eventKindsSchema } from './schema/event-kinds.ts';
import { eventLevelsSchema } from './schema/event-levels.ts';
import { factsBookSchema } from './schema/facts.ts';
import { focusSchema } from './schema/focus.ts';
import { groupingSchema } from './schema/grouping.ts';
import { lexiconSchema } from './schema/lexicon.ts';
import { notificationsSchema } from './schema/notifications.ts';
import { opinionLevelsSchema } from './schema/opinion-levels.ts';
import { placesSchema } from './schema/places.ts';
import { promotionSchema } from './schema/promotion.ts';
import { releasesSchema } from './schema/releases.ts';
import { routingDutiesSchema } from './schema/routing-duties.ts';
import { routingSchema } from './schema/routing.ts';
import { sealingSchema } from './schema/sealing.ts';
import { sensitivitySchema } from './schema/sensitivity.ts';
import { sourcesSchema } from './schema/sources.ts';
import { ticketRulesSchema } from './schema/ticket-rules.ts';
import { toneBookSchema } from './schema/tone.ts';
import { topicsSchema } from './schema/topics.ts';
import { transfersSchema } from './schema/transfers.ts';
import { warningsSchema } from './schema/warnings.ts';
import { wordingSchema } from './schema/wording.ts';

/** Every rulebook: file name in config/rulebooks (without .yaml) → schema. A new book is one line here; check-config and loadRulebooks follow. */
export const RULEBOOKS = {
  access: accessSchema,
  accountability: accountabilitySchema,
  appeals: appealsSchema,
  clocks: clocksSchema,
  departments: departmentsSchema,
  disguises: disguisesSchema,
  escalation: escalationSchema,
  'event-kinds': eventKindsSchema,
  'event-levels': eventLevelsSchema,
  facts: factsBookSchema,
  focus: focusSchema,
  grouping: groupingSchema,
  lexicon: lexiconSchema,
  notifications: notificationsSchema,
  'opinion-levels': opinionLevelsSchema,
  places: placesSchema,
  promotion: promotionSchema,
  releases: releasesSchema,
  routing: routingSchema,
  'routing-duties': routingDutiesSchema,
  sealing: sealingSchema,
  sensitivity: sensitivitySchema,
  sources: sourcesSchema,
  'ticket-rules': ticketRulesSchema,
  tone: toneBookSchema,
  topics: topicsSchema,
  transfers: transfersSchema,
  warnings: warningsSchema,
  wording: wordingSchema,
} as const;

export type RulebookName = keyof typeof RULEBOOKS;
export type Rulebooks = { [Name in RulebookName]: z.infer<(typeof RULEBOOKS)[Name]> };

/**
 * All rulebooks and known calendar years of a config folder, parsed once for the composition root.
 * @throws AppError 'misconfigured' naming file and line of the first book that is wrong.
 */
export function loadRulebooks(configFolder: string): Rulebooks & { calendars: CalendarYear[] } {
  const books = Object.entries(RULEBOOKS).map(([name, schema]) => [
    name,
    loadRulebook(configFolder, name, schema as z.ZodType<unknown>),
  ]);
  return { ...(Object.fromEntries(books) as Rulebooks), calendars: loadCalendars(configFolder) };
}
