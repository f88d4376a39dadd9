import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { ResponderBooks } from '../books.ts';
import { familyOf, restartedFrom } from '../deadlines/book.ts';
import { stopOf } from '../deadlines/ticket-facts.ts';
import { json } from '../tables.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { conferenceWaived } from './conference.ts';
import { resumeHop } from './hops.ts';
import { machineLevel } from './levels.ts';
import type { Ticket, Tx } from './ticket.ts';

export const reopenInput = z.strictObject({ ...baseInput, reason: reasonText });

/** 重启 within the set number of days; later, or when the event has another open ticket, a new linked one is opened instead. */
export const reopenTicket = defineVerb('reopen', reopenInput, async ({ ticket, input, tx, now, books }) => {
  const { days } = books.ticketRules.reopen;
  if (ticket.closed_at !== null && now.getTime() - ticket.closed_at.getTime() > days * 86_400_000)
    throw new AppError('precondition_failed', `办结已超过 ${days} 天，请对该事件另开新工单（自动关联原工单）`);
  const other = await tx
    .selectFrom('responder_tickets')
    .select('number')
    .where('event_id', '=', ticket.event_id)
    .where('state', 'not in', ['closed', 'archived'])
    .where('split_from', 'is', null)
    .executeTakeFirst();
  if (other && ticket.split_from === null)
    throw new AppError('precondition_failed', `该事件已有在办工单 ${other.number}`);
  const working = ticket.lead_unit !== null && ticket.accepted_at !== null;
  if (working) await resumeHop(tx, ticket.id, now);
  return {
    state: working ? 'handling' : 'judged',
    set: {
      closed_at: null,
      closed_colour: null,
      archived_at: null,
      approval: null,
      restarted: json({ ...ticket.restarted, ...(await owedAnew(tx, ticket, books, now)) }),
      reopened_at: now,
      reopened_count: ticket.reopened_count + 1,
      rejudge_due: true,
      rejudge_why: '重启后须重新研判',
      level_provisional_ended: machineLevel(ticket.level_machine),
    },
    entry: {
      text: `重启${conferenceWaived(ticket) ? '（经批准未召开新闻发布会的决定继续有效）' : ''}`,
      reason: input.reason,
    },
  };
});

/** Done once for the matter as it was then, and owed once more for what it is now; a meeting with the press is not. */
const ANEW: readonly string[] = ['answer', 'reported_back', 'result_given'];

/**
 * What counts from here, in full: a new judgement, and the report and the answer where they were given the first time. What a closing ended unmet goes
 * on with what was left, and an answer taken back is owed as before (deadlines/set-aside.ts).
 */
async function owedAnew(tx: Tx, ticket: Ticket, books: ResponderBooks, now: Date): Promise<Record<string, string>> {
  const met = await tx
    .selectFrom('responder_clocks')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .where('state', '=', 'satisfied')
    .execute();
  const given = met.filter(
    (clock) => ANEW.includes(clock.stopped_by?.fact ?? '') && stopOf(ticket, clock)?.fact === clock.stopped_by?.fact,
  );
  const families = new Set(given.map(({ family }) => family));
  return restartedFrom(
    books.clocks,
    now,
    (rule) => families.has(familyOf(rule)) || rule.satisfied_by.some(({ fact }) => fact === 'judged'),
  );
}
