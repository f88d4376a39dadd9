import { z } from 'zod';
import { baseInput, defineVerb, noteText } from './act.ts';
import type { Ticket, TicketPatch } from './ticket.ts';
import { moment } from './dates.ts';

export const reportUpInput = z.strictObject({
  ...baseInput,
  /** phone = 电话首报, written = 书面快报. */
  manner: z.enum(['phone', 'written']),
  at: moment('since', '上报时间'),
  /** The office that took it. */
  to: z.string().trim().min(1).max(100),
  note: noteText,
});

/** The first report of each manner is what L-01 and L-02 wait for; reports from the desk 上报 count here too. */
export const reportedUp = (ticket: Ticket, manner: 'phone' | 'written', at: Date): TicketPatch =>
  manner === 'phone'
    ? { reported_up_phone_at: ticket.reported_up_phone_at ?? at }
    : { reported_up_written_at: ticket.reported_up_written_at ?? at };

/** 上报, made outside this system: the first report upward, by phone or in writing, at its actual time. */
export const reportUp = defineVerb('report-up', reportUpInput, ({ ticket, input }) => {
  const at = new Date(input.at);
  const phone = input.manner === 'phone';
  return {
    set: reportedUp(ticket, input.manner, at),
    entry: {
      text: `${phone ? '电话首报' : '书面快报'}：${input.to}`,
      at,
      payload: { manner: input.manner, to: input.to, note: input.note ?? null },
    },
  };
});
