import type { Kysely } from 'kysely';
import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { iso } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import { isGuest, maySee, unitName, type Units } from '../tickets/permissions.ts';
import { accusedUnits } from '../tickets/ticket.ts';
import { isMember, membersOf, roomOf } from './access.ts';
import { shownFigure, type FactLine, type FactVersion } from './fact-lines.ts';
import { FIGURE_TITLES } from '../figures/figure.ts';

const versionView = z.object({
  version: z.number().int(),
  text: z.string(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** 11, 至少10, or the statement itself. */
  shown: z.string(),
  unit: z.string(),
  asOf: z.string(),
  source: z.string(),
  state: z.enum(['proposed', 'approved', 'refused', 'superseded']),
  by: z.string(),
  byUnit: z.string(),
  at: z.string(),
  settles: z.array(z.number().int()),
  basis: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decision: z.string().nullable(),
});
/** The one sheet of facts of a ticket. Instants ISO 8601 +08:00. */
export const factsDeskSchema = z
  .object({
    lines: z.array(
      z.object({
        id: z.string(),
        key: z.string(),
        title: z.string(),
        place: z.string(),
        version: z.number().int(),
        disputed: z.boolean(),
        /** What may be told now. */
        approved: versionView.nullable(),
        /** What waits: one, or several that contradict each other. */
        waiting: z.array(versionView),
        earlier: z.array(versionView),
        mayApprove: z.boolean(),
      }),
    ),
    /** Keys the machine compares in texts. */
    keys: z.array(z.object({ key: z.string(), title: z.string() })),
  })
  .meta({ id: 'FactsDesk' });
export type FactsDesk = z.infer<typeof factsDeskSchema>;

export const factsDesk: Desk<typeof factsDeskSchema> = {
  name: 'facts',
  title: '事实清单',
  schema: factsDeskSchema,
  guests: true,
  async mayOpen({ db, books }, actor, ticket) {
    const parties = { ...ticket, accused: accusedUnits(ticket) };
    if (maySee(actor, parties, books.units)) return true;
    if (!isGuest(actor, parties, books.units)) return false;
    const room = await roomOf(db, ticket.id);
    return room !== undefined && isMember(actor, await membersOf(db, room.id), ticket);
  },
  async read({ db, books }, actor, ticket) {
    const { lines, versions } = await sheetOf(db, ticket.id);
    return {
      lines: lines.map((line) =>
        lineView(
          line,
          versions.filter(({ line_id }) => line_id === line.id),
          { units: books.units, reader: actor.id },
        ),
      ),
      keys: Object.entries(FIGURE_TITLES).map(([key, title]) => ({ key, title })),
    };
  },
};

async function sheetOf(db: Kysely<ResponderTables>, ticketId: string) {
  const lines = await db
    .selectFrom('responder_fact_lines')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'open')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  if (lines.length === 0) return { lines, versions: [] };
  const versions = await db
    .selectFrom('responder_fact_versions')
    .selectAll()
    .where(
      'line_id',
      'in',
      lines.map(({ id }) => id),
    )
    .orderBy('version', 'desc')
    .execute();
  return { lines, versions };
}

function lineView(
  line: FactLine,
  versions: FactVersion[],
  { units, reader }: { units: Units; reader: string },
): FactsDesk['lines'][number] {
  const of = (...states: FactVersion['state'][]) =>
    versions.filter(({ state }) => states.includes(state)).map((version) => versionOf(version, units));
  const { id, key, title, place, version, disputed } = line;
  const last = versions.find((one) => one.version === version);
  return {
    ...{ id, key, title, place, version, disputed },
    approved: of('approved')[0] ?? null,
    waiting: of('proposed'),
    earlier: of('superseded', 'refused'),
    mayApprove: !disputed && last?.state === 'proposed' && last.written_by.id !== reader,
  };
}

const versionOf = (row: FactVersion, units: Units): z.infer<typeof versionView> => ({
  ...{ version: row.version, text: row.text, low: row.low, high: row.high, shown: shownFigure(row) },
  ...{ unit: row.measure, asOf: toLocalIso(row.as_of), source: row.source, state: row.state },
  ...{ by: row.written_by.name, byUnit: unitName(units, row.unit), at: toLocalIso(row.written_at) },
  ...{ settles: row.settles, basis: row.basis },
  ...{ decidedBy: row.decided_by?.name ?? null, decidedAt: iso(row.decided_at), decision: row.decision },
});
