import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { ResponderBooks } from '../books.ts';
import { restartedFrom } from '../deadlines/book.ts';
import { json } from '../tables.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { conferenceWaived } from './conference.ts';
import { machineLevel } from './levels.ts';

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
  return {
    state: working ? 'handling' : 'judged',
    set: {
      closed_at: null,
      closed_colour: null,
      archived_at: null,
      approval: null,
      restarted: json({ ...ticket.restarted, ...judgementAnew(books, now) }),
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

/** A new judgement is owed from here, in the full time for one; what a closing ended goes on with what was left (deadlines/set-aside.ts). */
const judgementAnew = ({ clocks }: ResponderBooks, now: Date): Record<string, string> =>
  restartedFrom(clocks, now, ({ satisfied_by: stops }) => stops.some(({ fact }) => fact === 'judged'));
