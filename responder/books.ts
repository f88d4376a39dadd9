import { loadCalendars } from '../config/calendars.ts';
import { loadRulebook } from '../config/load.ts';
import { accountabilitySchema, type AccountabilityBook } from '../config/schema/accountability.ts';
import { clocksSchema, type ClocksBook } from '../config/schema/clocks.ts';
import { limitAmount } from '../config/schema/clocks-check.ts';
import { departmentsSchema, type DepartmentsBook } from '../config/schema/departments.ts';
import { escalationSchema, type EscalationBook } from '../config/schema/escalation.ts';
import { notificationsSchema, type NotificationsBook } from '../config/schema/notifications.ts';
import { promotionSchema, type PromotionBook } from '../config/schema/promotion.ts';
import { releasesSchema, type ReleasesBook } from '../config/schema/releases.ts';
import { routingSchema, type RoutingBook } from '../config/schema/routing.ts';
import { sealingSchema, type SealingBook } from '../config/schema/sealing.ts';
import { ticketRulesSchema, type TicketRules } from '../config/schema/ticket-rules.ts';
import { topicsSchema } from '../config/schema/topics.ts';
import { transfersSchema, type TransfersBook } from '../config/schema/transfers.ts';
import { warningsSchema } from '../config/schema/warnings.ts';
import { wordingSchema, type WordingBook } from '../config/schema/wording.ts';
import type { Colour } from '../analyzer/messages.ts';
import { figureReader, type FigureReader } from './figures/read-figures.ts';
import { workCalendar, type WorkCalendar } from './deadlines/calendar.ts';
import { unitsById, type Units } from './tickets/permissions.ts';

/** Every rulebook the responder works by, read once. Edited books take effect for new clocks only: rows keep frozen copies. */
export interface ResponderBooks {
  departments: DepartmentsBook;
  units: Units;
  clocks: ClocksBook;
  /** Assumes weekdays beyond the known years and says so (待校准). */
  calendar: WorkCalendar;
  promotion: PromotionBook;
  routing: RoutingBook;
  escalation: EscalationBook;
  ticketRules: TicketRules;
  notifications: NotificationsBook;
  wording: WordingBook;
  accountability: AccountabilityBook;
  sealing: SealingBook;
  transfers: TransfersBook;
  /** Topic key → name. */
  topicNames: ReadonlyMap<string, string>;
  releases: ReleasesBook;
  /** The only names of deadlines that are told outside the house. */
  clockTitles: ReadonlySet<string>;
  /** Rule id → Chinese name, for the answer to "why did I get this". */
  warningTitles: ReadonlyMap<string, string>;
  /** Numbers our own papers tell, read as those of posts are. */
  figures: FigureReader;
}

/** @throws AppError 'misconfigured' naming file and line. */
export function loadResponderBooks(configFolder: string): ResponderBooks {
  const departments = loadRulebook(configFolder, 'departments', departmentsSchema);
  const clocks = loadRulebook(configFolder, 'clocks', clocksSchema);
  return {
    departments,
    units: unitsById(departments),
    clocks,
    clockTitles: new Set(clocks.rules.map((rule) => rule.title)),
    sealing: loadRulebook(configFolder, 'sealing', sealingSchema),
    accountability: loadRulebook(configFolder, 'accountability', accountabilitySchema),
    notifications: loadRulebook(configFolder, 'notifications', notificationsSchema),
    wording: loadRulebook(configFolder, 'wording', wordingSchema),
    releases: loadRulebook(configFolder, 'releases', releasesSchema),
    calendar: workCalendar(loadCalendars(configFolder), { assumeWeekdays: true }),
    promotion: loadRulebook(configFolder, 'promotion', promotionSchema),
    routing: loadRulebook(configFolder, 'routing', routingSchema),
    escalation: loadRulebook(configFolder, 'escalation', escalationSchema),
    ticketRules: loadRulebook(configFolder, 'ticket-rules', ticketRulesSchema),
    transfers: loadRulebook(configFolder, 'transfers', transfersSchema),
    topicNames: new Map(loadRulebook(configFolder, 'topics', topicsSchema).topics.map(({ key, name }) => [key, name])),
    figures: figureReader(configFolder),
    warningTitles: new Map(
      loadRulebook(configFolder, 'warnings', warningsSchema).rules.map((rule) => [rule.id, rule.title]),
    ),
  };
}

/** L-11: hours to watch after the last release before closing. */
export function observationHours(book: ClocksBook, colour: Colour | null): number {
  const rule = book.rules.find((one) => {
    if (one.role !== 'wait' || !one.clock || 'any' in one.applies) return false;
    return one.applies.colour === undefined || one.applies.colour.includes(colour ?? 'none');
  });
  return rule?.clock ? limitAmount(rule.clock.limit) / 60 : 0;
}
