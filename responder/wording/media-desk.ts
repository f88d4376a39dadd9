import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { iso } from '../queries/read.ts';
import { MEDIA_STATES } from './acts/a-media-question.ts';

/** 媒体关切: outlet, question, deadline, reply. Instants ISO 8601 +08:00. */
export const mediaDeskSchema = z
  .object({
    questions: z.array(
      z.object({
        id: z.string(),
        version: z.number().int(),
        outlet: z.string(),
        question: z.string(),
        askedAt: z.string(),
        dueAt: z.string(),
        overdue: z.boolean(),
        state: z.enum(['open', 'drafted', 'approved', 'replied']),
        stateName: z.string(),
        reply: z.string().nullable(),
        writtenBy: z.string().nullable(),
        approvedBy: z.string().nullable(),
        approvedAt: z.string().nullable(),
        rejectedWhy: z.string().nullable(),
        repliedAt: z.string().nullable(),
        manner: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MediaDesk' });
export type MediaDesk = z.infer<typeof mediaDeskSchema>;

export const mediaDesk: Desk<typeof mediaDeskSchema> = {
  name: 'media',
  title: '媒体关切',
  schema: mediaDeskSchema,
  mayOpen: () => true,
  async read({ db, time }, _actor, ticket) {
    const now = time.now();
    const rows = await db
      .selectFrom('responder_media_questions')
      .selectAll()
      .where('ticket_id', '=', ticket.id)
      .orderBy('due_at')
      .execute();
    return {
      questions: rows.map((row) => ({
        ...{ id: row.id, version: row.version, outlet: row.outlet, question: row.question, reply: row.reply },
        ...{ askedAt: toLocalIso(row.asked_at), dueAt: toLocalIso(row.due_at), manner: row.manner },
        overdue: (row.replied_at ?? now) > row.due_at,
        ...{ state: row.state, stateName: MEDIA_STATES[row.state], rejectedWhy: row.rejected_why },
        ...{ writtenBy: row.replied_by?.name ?? null, approvedBy: row.approved_by?.name ?? null },
        ...{ approvedAt: iso(row.approved_at), repliedAt: iso(row.replied_at) },
      })),
    };
  },
};
