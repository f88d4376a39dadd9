import type { Kysely } from 'kysely';
import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { iso } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import { leadsHere } from '../tickets/leads-here.ts';
import { approvedFacts, differencesFrom } from './approved-facts.ts';
import { leftOut, openDifferences } from './left-out.ts';
import { beforeTheEnd } from './upward-end.ts';
import { lastSent, upwardReports, type Report } from './upward-reports.ts';
import { KIND_TITLES, MARK, upwardDocument } from './upward-text.ts';

const sectionView = z.object({ heading: z.string(), text: z.string() });
/** Reports upward of a ticket. Instants ISO 8601 +08:00. */
export const upwardDeskSchema = z
  .object({
    /** Owed since when and by which rules; null = not owed. */
    duty: z
      .object({ rules: z.array(z.string()), why: z.string(), since: z.string(), firstSentAt: z.string().nullable() })
      .nullable(),
    /** Reports told by phone or on paper. */
    reportedAt: z.object({ phone: z.string().nullable(), written: z.string().nullable() }),
    /** Titles of what units tell differently and have not settled. */
    openDifferences: z.array(z.string()),
    /** Why a 终报 would come too early; [] = it may be written. */
    beforeTheEnd: z.array(z.string()),
    reports: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['first', 'continued', 'final']),
        kindTitle: z.string(),
        seq: z.number().int(),
        version: z.number().int(),
        state: z.enum(['draft', 'sent', 'dropped']),
        mark: z.string(),
        title: z.string(),
        sections: z.array(sectionView),
        document: z.string(),
        by: z.string(),
        at: z.string(),
        sent: z
          .object({ to: z.string(), manner: z.enum(['phone', 'written']), at: z.string(), by: z.string() })
          .nullable(),
        receipt: z.object({ at: z.string(), post: z.string(), number: z.string().nullable() }).nullable(),
        /** Figures that differ from the sheet now; while there are any it is not sent. */
        differences: z.array(
          z.object({ key: z.string(), title: z.string(), sheet: z.string().nullable(), told: z.string() }),
        ),
        /** Approved casualty figures it does not tell; while there are any it is not sent. */
        leftOut: z.array(z.object({ key: z.string(), title: z.string(), sheet: z.string() })),
      }),
    ),
  })
  .meta({ id: 'UpwardDesk' });
export type UpwardDesk = z.infer<typeof upwardDeskSchema>;

export const upwardDesk: Desk<typeof upwardDeskSchema> = {
  name: 'upward',
  title: '上报',
  schema: upwardDeskSchema,
  mayOpen: ({ books }, actor, ticket) => leadsHere(actor, ticket, books.units),
  async read({ db, books }, _actor, ticket) {
    const facts = await approvedFacts(db, ticket.id);
    const reports = await upwardReports(db, ticket.id);
    const told = lastSent(reports)?.content.facts ?? [];
    const open = await openDifferences(db, ticket.id);
    return {
      openDifferences: open,
      beforeTheEnd: beforeTheEnd(ticket, open),
      duty: await dutyOf(db, ticket.id, reports),
      reportedAt: { phone: iso(ticket.reported_up_phone_at), written: iso(ticket.reported_up_written_at) },
      reports: reports.map(({ report, content }) => {
        const document = upwardDocument(content.title, content.sections);
        return {
          ...{
            id: report.id,
            kind: report.kind,
            kindTitle: KIND_TITLES[report.kind],
            seq: report.seq,
            version: report.version,
          },
          ...{ state: report.state, mark: MARK, title: content.title, sections: content.sections, document },
          ...{ by: content.written_by.name, at: toLocalIso(content.written_at) },
          sent: report.sent && { ...report.sent, by: report.sent.by.name },
          receipt: report.receipt,
          differences: report.state === 'draft' ? differencesFrom(facts, document, books.figures) : [],
          leftOut:
            report.state === 'draft' ? leftOut(facts, document, { kind: report.kind, told, read: books.figures }) : [],
        };
      }),
    };
  },
};

async function dutyOf(
  db: Kysely<ResponderTables>,
  ticketId: string,
  reports: readonly Report[],
): Promise<UpwardDesk['duty']> {
  const duty = await db
    .selectFrom('responder_upward_duties')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  if (!duty) return null;
  const first = reports.find(({ report }) => report.kind === 'first' && report.state === 'sent');
  return {
    rules: duty.rules,
    why: duty.why,
    since: toLocalIso(duty.since),
    firstSentAt: first?.report.sent?.at ?? null,
  };
}
