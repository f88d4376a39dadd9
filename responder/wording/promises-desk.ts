import { z } from 'zod';
import type { Desk } from '../desks.ts';
import { iso } from '../queries/read.ts';
import { wholeText } from './completeness.ts';
import { promiseView, promiseViewSchema } from './promise-view.ts';
import { promisesIn } from './promise-words.ts';
import { draftsOf, releasesOn, whereSaid } from './texts.ts';

/** 承诺台账 of a ticket, and what in our texts sounds like a promise that is not in it. */
export const promisesDeskSchema = z
  .object({
    promises: z.array(promiseViewSchema),
    suggestions: z.array(
      z.object({
        text: z.string(),
        /** Null = a promise without a date. */
        dueAt: z.string().nullable(),
        from: z.string(),
        releaseId: z.string().nullable(),
      }),
    ),
    /** Who would usually have to keep it. */
    unit: z.string().nullable(),
  })
  .meta({ id: 'PromisesDesk' });
export type PromisesDesk = z.infer<typeof promisesDeskSchema>;

export const promisesDesk: Desk<typeof promisesDeskSchema> = {
  name: 'promises',
  title: '承诺台账',
  schema: promisesDeskSchema,
  mayOpen: () => true,
  async read({ db, books, time }, _actor, ticket) {
    const rows = await db
      .selectFrom('responder_promises as p')
      .leftJoin('responder_releases as r', 'r.id', 'p.release_id')
      .selectAll('p')
      .select('r.title as release_title')
      .where('p.ticket_id', '=', ticket.id)
      .orderBy('p.due_at')
      .execute();
    const now = time.now();
    const said = (await releasesOn(db, ticket.event_id)).filter(({ ticketId }) => ticketId === ticket.id);
    const texts = [
      ...said.map((one) => ({ text: one.text, at: one.at, from: whereSaid(one), releaseId: one.id })),
      ...(await draftsOf(db, ticket)).map((draft) => ({
        ...{ text: wholeText(draft), at: now, from: `拟发布《${draft.title}》`, releaseId: null },
      })),
    ];
    const known = new Set(rows.map(({ text }) => text));
    const found = texts.flatMap(({ text, at, from, releaseId }) =>
      promisesIn(text, at, books.wording, books.calendar).map((one) => ({
        ...{ text: one.text, dueAt: iso(one.dueAt), from, releaseId },
      })),
    );
    return {
      promises: rows.map((row) => promiseView(row, books.units, now)),
      suggestions: found.filter(({ text }) => !known.has(text) && known.add(text)),
      unit: ticket.lead_unit,
    };
  },
};
