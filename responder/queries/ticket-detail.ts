import type { Selectable } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { TimelineTable } from '../tables.ts';
import { OUTCOME_TITLES } from '../tickets/judgement.ts';
import { archivingAhead } from '../tickets/archiving.ts';
import { closingAhead } from '../tickets/closing.ts';
import { unitsAbove } from '../tickets/hops.ts';
import { heldBy } from '../tickets/needs.ts';
import { reportStanding, sentBack } from '../tickets/report-standing.ts';
import { barredUnits } from '../tickets/refuse-barred.ts';
import type { VerbName } from '../tickets/states.ts';
import { extensionsOf } from '../tickets/request-extension.ts';
import type { Scope } from '../tickets/permissions.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import { clockView, ticketSummary, unitRef } from '../tickets/view.ts';
import { promisers } from '../wording/acts/a-promise.ts';
import { allowedVerbs } from './allowed-verbs.ts';
import { openDesks, seenTicket } from './desks.ts';
import { guestDetail } from './guest-detail.ts';
import { hopViews } from './hop-views.ts';
import { lagsOf } from './lags.ts';
import { clocksByTicket, iso, shownPerson, type QueryDeps } from './read.ts';
import { relatedTickets } from './related-tickets.ts';
import { releasesOf } from './releases.ts';
import type { TicketDetail } from './ticket-detail-view.ts';
import { visibleTickets } from './visibility.ts';

/** Everything of one ticket. @throws AppError not_found, also when it is not this person's to see. */
export async function ticketDetail(deps: QueryDeps, actor: Actor, id: string): Promise<TicketDetail> {
  const seen = await seenTicket(deps, actor, id);
  const { ticket } = seen;
  const { scope } = visibleTickets(actor, deps.books.units);
  const now = deps.time.now();
  const rows = await rowsOf(deps, id);
  const clocks = (await clocksByTicket(deps.db, [id])).get(id) ?? [];
  const detail: TicketDetail = {
    ...headOf(ticket, scope),
    ticket: ticketSummary(ticket, clocks, deps.books, now),
    lags: lagsOf(ticket, now),
    passDownRequest: passDownRequestOf(ticket, scope, deps),
    orders: rows.orders.map((order) => ({
      ...{ number: order.number, mentionId: order.mention_id },
      ...{ owner: order.owner, dueAt: iso(order.due_at) },
    })),
    routing: routingOf(ticket, deps.books),
    clocks: clocks.map((clock) => clockView(clock, ticket.number, deps.books, now)),
    related: await relatedTickets(deps, actor, ticket),
    releases: await releasesOf(deps.db, id, scope),
    timeline: rows.timeline.map((entry) => entryView(entry, scope)),
    hops: hopViews(rows, clocks, now, deps),
    drafts: rows.drafts.map((draft) => ({
      id: draft.id,
      kind: draft.kind,
      unit: draft.unit === null ? null : unitRef(deps.books.units, draft.unit),
      madeAt: toLocalIso(draft.made_at),
      reason: draft.reason,
      state: draft.state,
    })),
    ...(await actsOf(deps, actor, ticket, clocks)),
    desks: await openDesks(deps, actor, seen),
    serverTime: toLocalIso(now),
  };
  return seen.isGuest ? guestDetail(detail) : detail;
}

/** What this person may do, and what the forms of extending, closing and putting away must know beforehand. */
async function actsOf(deps: QueryDeps, actor: Actor, ticket: Ticket, clocks: Clock[]) {
  const now = deps.time.now();
  const extensions = extensionsOf(ticket, clocks, deps.books, now);
  // The rule may allow what the days left no longer do: only what can be picked is offered.
  const held = { ...(await heldBy(deps.db, ticket.id)), extendable: extensions.length };
  const verbs = allowedVerbs(ticket, actor, deps, held);
  const may = (name: VerbName): boolean => verbs.some(({ verb, blocked }) => verb === name && blocked === null);
  return {
    extensions: extensions.map(({ clockId, latest }) => ({
      ...{ clockId, latest: toLocalIso(latest) },
    })),
    closing: may('close') ? await closingAhead(deps, ticket, now) : null,
    archiving: may('archive') ? await archivingAhead(deps, ticket, now) : null,
    allowedVerbs: verbs,
  };
}

async function rowsOf({ db }: QueryDeps, id: string) {
  const [timeline, hops, turns, orders, drafts] = await Promise.all([
    db.selectFrom('responder_timeline').selectAll().where('ticket_id', '=', id).orderBy('revision').execute(),
    db.selectFrom('responder_assignments').selectAll().where('ticket_id', '=', id).orderBy('hop').execute(),
    db.selectFrom('responder_review_turns').selectAll().where('ticket_id', '=', id).orderBy('since').execute(),
    db.selectFrom('responder_attached_orders').selectAll().where('ticket_id', '=', id).orderBy('number').execute(),
    db.selectFrom('responder_drafts').selectAll().where('ticket_id', '=', id).orderBy('made_at').execute(),
  ]);
  return { timeline, hops, turns, orders, drafts };
}

function headOf(ticket: Ticket, scope: Scope) {
  return {
    openedBy: { rule: ticket.promotion_rule, name: ticket.promotion_name, why: ticket.promotion_why },
    summary: ticket.title,
    event: ticket.event,
    times: timesOf(ticket),
    occurredHistory: ticket.occurred_history.map((row) => ({ ...row, by: shownPerson(row.by, scope) })),
    judgement: judgementOf(ticket, scope),
    verification: ticket.verification,
    rejudge: ticket.rejudge_due ? (ticket.rejudge_why ?? '') : null,
    requirement: ticket.requirement,
    report: reportOf(ticket, scope),
    approval: ticket.approval && { ...ticket.approval, by: shownPerson(ticket.approval.by, scope) },
    conclusion: ticket.conclusion,
    officialLevel:
      ticket.level_official === null
        ? null
        : { body: ticket.level_official_body, paper: ticket.level_official_paper, at: iso(ticket.level_official_at) },
    isGuest: false,
    previousTicket: ticket.previous_ticket,
    mergedInto: ticket.merged_into,
  };
}

function reportOf(ticket: Ticket, scope: Scope): TicketDetail['report'] {
  if (ticket.report === null) return null;
  const said = sentBack(ticket);
  return {
    ...ticket.report,
    attachments: ticket.report.attachments ?? [],
    by: shownPerson(ticket.report.by, scope),
    standing: reportStanding(ticket),
    sentBack: said && {
      reason: scope === 'impersonal' ? null : said.reason,
      by: shownPerson(said.by, scope),
      at: toLocalIso(new Date(said.at)),
    },
  };
}

const routingOf = (ticket: Ticket, books: QueryDeps['books']): TicketDetail['routing'] => ({
  explanation: ticket.routing.explanation,
  suggested: ticket.routing.suggested.map((row) => ({ ...row, unit: unitRef(books.units, row.unit) })),
  above: unitsAbove(ticket, books.units),
  barred: barredUnits(ticket, books),
  promisers: promisers(ticket),
});

function passDownRequestOf(ticket: Ticket, scope: Scope, { books }: QueryDeps): TicketDetail['passDownRequest'] {
  const request = ticket.pass_down_request;
  if (request === null) return null;
  const { to, reason, by, at } = request;
  return { to: unitRef(books.units, to), reason, by: shownPerson(by, scope), at: toLocalIso(new Date(at)) };
}

const timesOf = (ticket: Ticket): Record<string, string | null> => ({
  occurredAt: iso(ticket.occurred_at),
  occurredSource: ticket.occurred_source,
  publishedAt: iso(ticket.published_at),
  collectedAt: null,
  detectedAt: iso(ticket.detected_at),
  detectedBy: ticket.detected_by,
  openedAt: iso(ticket.opened_at),
  judgedAt: iso(ticket.judged_at),
  assignedAt: iso(ticket.assigned_at),
  acceptedAt: iso(ticket.accepted_at),
  firstResponseAt: iso(ticket.first_response_at),
  conferenceAt: iso(ticket.conference_at),
  closedAt: iso(ticket.closed_at),
});

function judgementOf(ticket: Ticket, scope: Scope): TicketDetail['judgement'] {
  if (ticket.outcome === null || ticket.judged_by === null || ticket.judged_at === null) return null;
  return {
    outcome: ticket.outcome,
    title: OUTCOME_TITLES[ticket.outcome],
    dispositions: ticket.dispositions,
    reason: ticket.outcome_detail.reason ?? null,
    link: ticket.outcome_detail.link ?? null,
    channel: ticket.outcome_detail.channel ?? null,
    reviewAt: iso(ticket.review_at),
    by: shownPerson(ticket.judged_by, scope),
    at: toLocalIso(ticket.rejudged_at ?? ticket.judged_at),
    needsSecond: ticket.needs_second,
    second:
      ticket.second_by === null || ticket.second_at === null
        ? null
        : { by: shownPerson(ticket.second_by, scope), at: toLocalIso(ticket.second_at) },
  };
}

/** `at` = recorded; `factAt` only when the fact happened earlier (补记). */
const entryView = (entry: Selectable<TimelineTable>, scope: Scope): TicketDetail['timeline'][number] => ({
  id: entry.id,
  at: toLocalIso(entry.recorded_at),
  factAt: entry.back_dated ? toLocalIso(entry.at) : null,
  kind: entry.kind,
  actor: shownPerson(entry.actor, scope),
  text: entry.text,
  reason: scope === 'impersonal' ? null : entry.reason,
  data: scope === 'impersonal' ? {} : entry.payload,
});

export const clockNotFound = (): AppError => new AppError('not_found', '没有这个时限，或您无权查看');
