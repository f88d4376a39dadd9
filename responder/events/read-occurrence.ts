import type { EventSnapshot } from '../../analyzer/messages.ts';
import { spokenTime } from '../../platform/runtime/local-time.ts';
import { json, personOf } from '../tables.ts';
import { isNoLater } from '../tickets/occurrence.ts';
import { SYSTEM, type Ticket, type TicketPatch } from '../tickets/ticket.ts';

const timeOf = (read: EventSnapshot['occurredAt']): number | null =>
  read === null ? null : new Date(read.at).getTime();

/**
 * What a newer picture reads of the occurrence. Only while the time still is the machine's: one a person has set stays. And only an earlier one: the
 * papers' 5 h and 24 h run from it, and the next post with another hour in it must not give time or undo a lateness. A later reading is told once and
 * kept beside; a person may take it over (tickets/occurrence.ts). The ticket's picture keeps the reading in use, by which the two are told apart.
 */
export function readOccurrence(
  ticket: Ticket,
  event: EventSnapshot,
  now: Date,
): { patch: TicketPatch; told: string[] } {
  const said = event.occurredAt;
  const inUse = ticket.event.occurredAt;
  const mine = ticket.occurred_at?.getTime() ?? null;
  const asBefore = { event: json({ ...event, occurredAt: inUse }) };
  if (said === null || mine !== timeOf(inUse) || timeOf(said) === mine) return { patch: asBefore, told: [] };
  const at = new Date(said.at);
  if (!isNoLater(at, ticket)) {
    const isKnown = ticket.occurred_history.some((one) => new Date(one.at).getTime() === at.getTime());
    return isKnown
      ? { patch: asBefore, told: [] }
      : { patch: { ...asBefore, occurred_history: kept(ticket, at, said.source, now) }, told: [tooLate(ticket, said)] };
  }
  const before = ticket.occurred_at;
  return {
    patch: {
      ...{ event: json(event), occurred_at: at, occurred_source: said.source },
      ...(before !== null && { occurred_history: kept(ticket, before, ticket.occurred_source, now) }),
    },
    told: ['文本所述发生时间有变化'],
  };
}

const kept = ({ occurred_history: history }: Ticket, at: Date, source: string | null, now: Date): string =>
  json([...history, { at: at.toISOString(), source, changedAt: now.toISOString(), by: personOf(SYSTEM) }]);

function tooLate(
  { occurred_at: occurred, published_at: published }: Ticket,
  said: NonNullable<EventSnapshot['occurredAt']>,
): string {
  const known = occurred ?? published;
  const at = new Date(said.at);
  const what = occurred === null ? '首条公开信息' : '现用的发生时间';
  return `文本又述发生时间为${spokenTime(at, known)}（${said.source}），晚于${what}（${spokenTime(known, at)}），时限不后移；确应更正的，请在研判或定级时填写`;
}
