import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import { findingOf } from '../events/detected.ts';
import { eventsKept, whyNotOpened } from '../tickets/open-by-hand.ts';
import { mayStandIn } from '../tickets/permissions.ts';
import { maySeeReportFile } from '../tickets/report-files.ts';
import { maySeeProof } from '../releases/proof-files.ts';
import { maySeeScan } from '../consultations/scans.ts';
import { watchdog } from '../deadlines/watchdog.ts';
import type { SecretOf } from '../notifications/channels/open-channels.ts';
import { choicesOf, listCases, readCase } from '../accountability/cases.ts';
import { accountabilityLeads } from './accountability.ts';
import { explainClock, runningClocks } from './clocks.ts';
import { channels } from './channels.ts';
import { readDesk } from './desks.ts';
import { deliveries, type DeliveryFilter } from './deliveries.ts';
import { sampledCases, unitFacts } from './evaluation.ts';
import { listTickets, type TicketFilter } from './list-tickets.ts';
import { myTasks } from './my-tasks.ts';
import type { TasksQuery } from './task.ts';
import { markSeen, notificationsFor } from './notifications.ts';
import { lagRows, lagSummary, ticketCounters } from './overview.ts';
import { copiesFor, inquiriesFor } from './papers.ts';
import type { PageQuery, QueryDeps } from './read.ts';
import { listSpeakers } from '../releases/speakers.ts';
import { ticketDetail } from './ticket-detail.ts';
import { ticketsOfEvents, ticketsSeen } from './tickets-of-events.ts';
import { listPromises, type PromiseFilter } from '../wording/list-promises.ts';

/**
 * Everything the dashboard reads; each asks who is asking. Shapes are those of the API, times ISO 8601 +08:00.
 * `secretOf` only tells whether an address or key is there; no value is shown.
 */
export function createQueries(deps: QueryDeps, secretOf: SecretOf) {
  return {
    ...eventQueries(deps),
    tickets: (actor: Actor, filter: TicketFilter = {}) => listTickets(deps, actor, filter),
    ticket: (actor: Actor, id: string) => ticketDetail(deps, actor, id),
    desk: (actor: Actor, ticketId: string, name: string) => readDesk(deps, actor, ticketId, name),
    inquiries: (actor: Actor) => inquiriesFor(deps, actor),
    copies: (actor: Actor) => copiesFor(deps, actor),
    mayStandIn: (actor: Actor) => mayStandIn(actor, deps.books.units),
    tasks: (actor: Actor, query: TasksQuery = {}) => myTasks(deps, actor, query),
    /** May this person open an attachment as the scan of an instruction, as part of a report, or as the proof of a release? */
    attachment: async (actor: Actor, attachment: string) =>
      (await maySeeScan(deps, actor, attachment)) ||
      (await maySeeReportFile(deps, actor, attachment)) ||
      (await maySeeProof(deps, actor, attachment)),
    clocks: (actor: Actor, query: PageQuery & { rule?: string | undefined } = {}) => runningClocks(deps, actor, query),
    explainClock: (actor: Actor, id: string) => explainClock(deps, actor, id),
    counters: (actor: Actor, origins?: readonly Origin[]) => ticketCounters(deps, actor, origins),
    lagSummary: (actor: Actor, days?: number, origins?: readonly Origin[]) => lagSummary(deps, actor, days, origins),
    lags: (actor: Actor, query: PageQuery = {}) => lagRows(deps, actor, query),
    notifications: (actor: Actor, query: Omit<PageQuery, 'origins'> & { unseen?: boolean | undefined } = {}) =>
      notificationsFor(deps, actor, query),
    deliveries: (actor: Actor, query: Omit<PageQuery, 'origins'> & DeliveryFilter = {}) =>
      deliveries(deps, actor, query),
    channels: () => channels(deps, secretOf),
    speakers: (actor: Actor) => listSpeakers(deps, actor),
    markSeen: (actor: Actor, ids: string[]) => markSeen(deps, actor, ids),
    cases: (actor: Actor) => listCases(deps, actor),
    caseOf: (actor: Actor, id: string) => readCase(deps, actor, id),
    caseChoices: () => choicesOf(deps),
    accountability: (actor: Actor) => accountabilityLeads(deps, actor),
    unitFacts: (actor: Actor, from: Date, to: Date) => unitFacts(deps, actor, from, to),
    samples: (actor: Actor, size?: number) => sampledCases(deps, actor, size),
    promises: (actor: Actor, query: PageQuery & PromiseFilter = {}) => listPromises(deps, actor, query),
    watchdog: (origins?: readonly Origin[]) => watchdog(deps.db, deps.time.now(), origins),
  };
}
/** What an event page and its hints ask, whether or not the event has a ticket. */
const eventQueries = (deps: QueryDeps) => ({
  /** Would 人工立单 be this person's to do, while the event has no ticket? */
  mayOpen: (actor: Actor, event: EventSnapshot) => whyNotOpened(actor, event, deps.books.units) === null,
  eventsKept: (actor: Actor) => eventsKept(deps, actor),
  foundOf: (event: EventSnapshot) => findingOf(event),
  ticketsOfEvents: (actor: Actor, eventIds: string[]) => ticketsOfEvents(deps, actor, eventIds),
  ticketsSeen: async (actor: Actor, ids: readonly string[]) =>
    ids.length === 0 ? new Set<string>() : ticketsSeen(deps, actor, ids),
});
export type ResponderQueries = ReturnType<typeof createQueries>;
