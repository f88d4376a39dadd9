import { z } from 'zod';
import type { Desk } from '../desks.ts';
import { iso, type QueryDeps } from '../queries/read.ts';
import { accusedUnits, blamedUnits, type Ticket } from '../tickets/ticket.ts';
import { scopeOf } from '../tickets/permissions.ts';
import { unitRef } from '../tickets/view.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';

const person = z.object({ id: z.string(), name: z.string(), unitId: z.string().nullable() });
const unit = z.object({ id: z.string(), name: z.string() });
export const inquiriesDeskSchema = z.object({
  /** Units that must keep out. */
  accused: z.array(unit),
  inquiries: z.array(
    z.object({
      ...{ id: z.string(), version: z.number(), number: z.string(), unit, summary: z.string(), questions: z.string() },
      ...{ dueAt: z.string(), overdue: z.boolean(), sentAt: z.string(), sentBy: person },
      state: z.enum(['sent', 'answered', 'withdrawn']),
      ...{ answer: z.string().nullable(), answeredAt: z.string().nullable(), answeredBy: person.nullable() },
      withdrawnWhy: z.string().nullable(),
    }),
  ),
  /** 解除回避: needs two persons. */
  overrides: z.array(
    z.object({
      ...{ id: z.string(), unit, reason: z.string(), proposedBy: person, proposedAt: z.string() },
      ...{ confirmedBy: person.nullable(), confirmedAt: z.string().nullable(), confirmReason: z.string().nullable() },
    }),
  ),
});
export type InquiriesDesk = z.infer<typeof inquiriesDeskSchema>;

/** 核实函: what accused units were asked and said. Not shown where nobody is accused and nothing was sent. */
export const inquiriesDesk: Desk<typeof inquiriesDeskSchema> = {
  name: 'inquiries',
  title: '核实函与回避',
  schema: inquiriesDeskSchema,
  mayOpen: ({ books }, actor, ticket) =>
    blamedUnits(ticket).length > 0 && ['all', 'own'].includes(scopeOf(actor, books.units)),
  read: (deps, _actor, ticket) => readDesk(deps, ticket),
};

async function readDesk({ db, books, time }: QueryDeps, ticket: Ticket): Promise<InquiriesDesk> {
  const letters = await db
    .selectFrom('responder_inquiries')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('sent_at')
    .execute();
  const overrides = await db
    .selectFrom('responder_recusal_overrides')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('proposed_at')
    .execute();
  const now = time.now();
  return {
    accused: accusedUnits(ticket).map((id) => unitRef(books.units, id)),
    inquiries: letters.map((row) => ({
      ...{ id: row.id, version: row.version, number: row.number, unit: unitRef(books.units, row.unit) },
      ...{ summary: row.summary, questions: row.questions, dueAt: toLocalIso(row.due_at) },
      overdue: (row.answered_at ?? now) > row.due_at && row.state !== 'withdrawn',
      ...{ sentAt: toLocalIso(row.sent_at), sentBy: row.sent_by, state: row.state, answer: row.answer },
      ...{ answeredAt: iso(row.answered_at), answeredBy: row.answered_by, withdrawnWhy: row.withdrawn_why },
    })),
    overrides: overrides.map((row) => ({
      ...{ id: row.id, unit: unitRef(books.units, row.unit), reason: row.reason },
      ...{ proposedBy: row.proposed_by, proposedAt: toLocalIso(row.proposed_at), confirmedBy: row.confirmed_by },
      ...{ confirmedAt: iso(row.confirmed_at), confirmReason: row.confirm_reason },
    })),
  };
}
