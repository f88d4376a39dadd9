import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { ResponderBooks } from '../books.ts';
import { startSignChain } from '../escalation/chain-rows.ts';
import { endTurn } from './review-turns.ts';
import { unitName, type Units } from './permissions.ts';
import { blamedUnits, type Ticket, type TicketPatch, type Tx } from './ticket.ts';
import { refuseBarred } from './refuse-barred.ts';

/** Units named in an order. */
export interface Handover {
  lead: string;
  coHandlers: readonly string[];
  coordinator: string | null;
}

/** @throws AppError precondition_failed: unknown unit, or a unit the texts blame (信访工作条例: it never handles its own matter) and two persons did not let in. */
export function checkHandover(ticket: Ticket, to: Handover, books: ResponderBooks): void {
  const { units } = books;
  const named = [to.lead, ...to.coHandlers, ...(to.coordinator === null ? [] : [to.coordinator])];
  const unknown = named.find((id) => !units.has(id));
  if (unknown !== undefined) throw new AppError('precondition_failed', `没有编号为“${unknown}”的单位`);
  // Also where the unit was not named but taken from the hop before (裁定).
  refuseBarred([to.lead, ...to.coHandlers], ticket, books, '办理');
  refuseAbove(ticket, [to.lead, ...to.coHandlers], units);
  if (to.coHandlers.includes(to.lead)) throw new AppError('precondition_failed', '主办单位不能同时是协办单位');
}

/**
 * Nobody hands an order to a body above the place: that is told upward or asked for by letter. Unless the rules themselves name it, as the superior of
 * a unit that is complained of.
 */
export function refuseAbove(ticket: Ticket, named: readonly string[], units: Units): void {
  const barred = unitsAbove(ticket, units);
  const above = named.find((id) => barred.includes(id));
  if (above === undefined) return;
  throw new AppError(
    'precondition_failed',
    `${unitName(units, above)}是上级单位，不得向其交办；需上级支持的，请在“上报”页报告，或以移送单商请`,
    { unit: above },
  );
}

/** Bodies no order may name: forms offer none of them. */
export function unitsAbove(ticket: Ticket, units: Units): string[] {
  const superiors = blamedUnits(ticket).map((id) => units.get(id)?.superior ?? null);
  const named = [...superiors, ...ticket.event.departments.map(({ id }) => id)];
  return [...units.values()]
    .filter(({ id, jurisdiction }) => isAbove(jurisdiction, ticket.jurisdiction) && !named.includes(id))
    .map(({ id }) => id);
}

/** Codes of places: the province's 990000 holds 990100. */
const isAbove = (one: string, place: string): boolean => {
  const head = (code: string): string => code.replace(/(?:00)+$/u, '');
  return head(place).startsWith(head(one)) && head(one) !== head(place);
};

/** Who has the order, in the words of the timeline: 市教育局（协办：市市场监管局、城东区）. */
export function orderedTo(
  { lead, coHandlers }: Pick<Handover, 'lead' | 'coHandlers'>,
  { units }: ResponderBooks,
): string {
  const helping = coHandlers.map((unit) => unitName(units, unit)).join('、');
  return unitName(units, lead) + (helping === '' ? '' : `（协办：${helping}）`);
}

export const lastHop = (tx: Tx, ticketId: string) =>
  tx
    .selectFrom('responder_assignments')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('hop', 'desc')
    .limit(1)
    .executeTakeFirst();

type Leaving = 'returned' | 'reassigned' | 'ruled' | 'closed' | 'passed_down';

/** The unit's time with the order ends now; what it used stays with it. */
export async function leaveHop(tx: Tx, ticketId: string, now: Date, by: Leaving, reason: string | null): Promise<void> {
  await endTurn(tx, ticketId, 'ended', now);
  await tx
    .updateTable('responder_assignments')
    .set({ left_at: now, left_by: by, left_reason: reason })
    .where('ticket_id', '=', ticketId)
    .where('left_at', 'is', null)
    .execute();
}

/** The matter is opened again and lies where it lay: the hop goes on, and the time for which it was closed is nobody's. */
export async function resumeHop(tx: Tx, ticketId: string, now: Date): Promise<void> {
  const last = await lastHop(tx, ticketId);
  if (last?.left_by !== 'closed' || last.left_at === null) return;
  const away_ms = last.away_ms + (now.getTime() - last.left_at.getTime());
  await tx
    .updateTable('responder_assignments')
    .set({ away_ms, left_at: null, left_by: null, left_reason: null })
    .where('id', '=', last.id)
    .execute();
}

/** A new hop: the order lies with `to.lead` from now on, whose people are told in turn until somebody signs. */
export async function enterHop(tx: Tx, ticket: Ticket, to: Handover, now: Date): Promise<number> {
  const before = await lastHop(tx, ticket.id);
  const hop = (before?.hop ?? 0) + 1;
  const due = await tx
    .selectFrom('responder_clocks')
    .select('due_at')
    .where('ticket_id', '=', ticket.id)
    .where('state', 'in', ['running', 'overdue'])
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  await tx
    .insertInto('responder_assignments')
    .values({
      id: uuidv7(now),
      ticket_id: ticket.id,
      hop,
      unit: to.lead,
      from_unit: before?.unit ?? null,
      received_at: now,
      due_at: due?.due_at ?? null,
    })
    .execute();
  await startSignChain(tx, ticket, hop, now);
  return hop;
}

/** Columns of a ticket that lies with `to` from now on. */
export function handoverPatch(ticket: Ticket, to: Handover, now: Date): TicketPatch {
  return {
    lead_unit: to.lead,
    co_units: [...new Set(to.coHandlers)],
    coordinator_unit: to.coordinator ?? ticket.coordinator_unit ?? ticket.owner_unit,
    assigned_at: ticket.assigned_at ?? now,
    accepted_at: null,
    handling_at: null,
    return_pending: false,
    via_units: [],
    review_unit: null,
    pass_down_consent: null,
    pass_down_request: null,
    countersign_due: false,
    late_judgement: ticket.judged_at === null || ticket.late_judgement,
  };
}
