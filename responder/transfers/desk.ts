import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { iso, type QueryDeps } from '../queries/read.ts';
import { seesAsLead } from '../tickets/leads-here.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { basisOn, isUnverified } from './bases.ts';
import { unitRef } from '../tickets/view.ts';

const person = z.object({ id: z.string(), name: z.string(), unitId: z.string().nullable() });
const unit = z.object({ id: z.string(), name: z.string() });
const basisShown = z.object({
  ...{ id: z.string(), title: z.string(), doc: z.string() },
  /** Nobody has read the text of it yet (grade M): to be checked before a paper goes out. */
  unverified: z.boolean(),
});
export const transfersDeskSchema = z.object({
  papers: z.array(
    z.object({
      ...{ id: z.string(), version: z.number(), kind: z.enum(['copy', 'hand_over']), number: z.string(), to: unit },
      ...{ needsFeedback: z.boolean(), subject: z.string(), body: z.string() },
      basis: basisShown.nullable(),
      ...{ dueAt: z.string().nullable(), overdue: z.boolean(), sentAt: z.string(), sentBy: person },
      state: z.enum(['sent', 'read', 'answered', 'receipted', 'withdrawn']),
      ...{ readAt: z.string().nullable(), feedback: z.string().nullable(), answeredAt: z.string().nullable() },
      receipt: z
        .object({
          number: z.string(),
          at: z.string(),
          post: z.string(),
          accepted: z.boolean(),
          note: z.string().nullable(),
        })
        .nullable(),
      withdrawnWhy: z.string().nullable(),
    }),
  ),
  /** To whom a matter may be handed over, and on which bases. */
  receivers: z.array(z.object({ unit, bases: z.array(basisShown.extend({ note: z.string().nullable() })) })),
});
export type TransfersDesk = z.infer<typeof transfersDeskSchema>;

/** 抄告移送: papers that went out of this ticket. */
export const transfersDesk: Desk<typeof transfersDeskSchema> = {
  name: 'transfers',
  title: '抄告移送',
  schema: transfersDeskSchema,
  mayOpen: ({ books }, actor, ticket) => seesAsLead(actor, ticket, books.units),
  read: (deps, _actor, ticket) => readDesk(deps, ticket),
};

async function readDesk({ db, books, time }: QueryDeps, ticket: Ticket): Promise<TransfersDesk> {
  const rows = await db
    .selectFrom('responder_transfers')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('sent_at')
    .orderBy('number')
    .execute();
  const now = time.now();
  const basisOf = new Map(books.transfers.bases.map((row) => [row.id, { ...basisOn(row), note: row.note ?? null }]));
  return {
    papers: rows.map((row) => ({
      ...{
        id: row.id,
        version: row.version,
        kind: row.kind,
        number: row.number,
        to: unitRef(books.units, row.to_unit),
      },
      ...{
        needsFeedback: row.needs_feedback,
        subject: row.subject,
        body: row.body,
        basis: row.basis && { ...row.basis, unverified: isUnverified(row.basis.id, books.transfers) },
      },
      ...{ dueAt: iso(row.due_at), sentAt: toLocalIso(row.sent_at), sentBy: row.sent_by, state: row.state },
      overdue: row.due_at !== null && row.state !== 'withdrawn' && (row.answered_at ?? now) > row.due_at,
      ...{ readAt: iso(row.read_at), feedback: row.feedback, answeredAt: iso(row.answered_at) },
      ...{ receipt: row.receipt, withdrawnWhy: row.withdrawn_why },
    })),
    receivers: books.transfers.receivers.map((row) => ({
      unit: unitRef(books.units, row.unit),
      bases: row.bases.flatMap((id) => basisOf.get(id) ?? []),
    })),
  };
}
