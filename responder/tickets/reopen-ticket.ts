import { sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json } from '../tables.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { conferenceWaived } from './conference.ts';
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
  const restarted = await ranOutBefore(tx, ticket, now);
  const working = ticket.lead_unit !== null && ticket.accepted_at !== null;
  return {
    state: working ? 'handling' : 'judged',
    set: {
      closed_at: null,
      closed_colour: null,
      archived_at: null,
      approval: null,
      restarted: json({ ...ticket.restarted, ...restarted }),
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

/**
 * Clocks that ended with the closing and whose time has run out since, or had before: a reopening is a new call, and would bear them overdue. They
 * count their full time from it (rules.md §0: the papers leave the start open; P). What was late before stays late in the old row.
 */
async function ranOutBefore(tx: Tx, ticket: Ticket, now: Date): Promise<Record<string, string>> {
  const rows = await tx
    .selectFrom('responder_clocks')
    .select('family')
    .where('ticket_id', '=', ticket.id)
    // Also what the closing alone had fulfilled (办结 of an order): with it undone, that is owed again.
    .where(sql<boolean>`(state = 'ended' or (state = 'satisfied' and stopped_by ->> 'fact' = 'closed'))`)
    .where('stopped_at', '=', ticket.closed_at)
    .where('due_at', '<=', now)
    .execute();
  return Object.fromEntries(rows.map(({ family }) => [family, now.toISOString()]));
}
