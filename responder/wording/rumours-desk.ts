import type { Selectable } from 'kysely';
import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { iso } from '../queries/read.ts';
import type { ResponderBooks } from '../books.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { CLAIM_LABELS, isRefuted, reachOf, spreadByHour, type Count } from './rumour.ts';
import type { RumoursTable } from './tables.ts';
import { countsOf } from './watch-rumours.ts';

/** 网传信息: claim, spread, verification, clarification, reach before and after. Instants ISO 8601 +08:00. */
export const rumoursDeskSchema = z
  .object({
    rumours: z.array(
      z.object({
        id: z.string(),
        version: z.number().int(),
        claim: z.string(),
        /** How it is named now, by its own verification. */
        label: z.string(),
        /** A clarification may be linked. */
        refuted: z.boolean(),
        /** Whom we asked, and when. */
        verified: z.object({ asked: z.string(), at: z.string(), note: z.string().nullable() }).nullable(),
        firstSeenAt: z.string(),
        registeredAt: z.string(),
        by: z.string(),
        spread: z.object({
          mentions: z.number().int(),
          voices: z.number().int(),
          sources: z.number().int(),
          platforms: z.number().int(),
          media: z.number().int(),
        }),
        refutedAt: z.string().nullable(),
        clarifiedAt: z.string().nullable(),
        clarification: z.string().nullable(),
        /** Hours from the claim being found untrue to its clarification. */
        clarifiedAfterHours: z.number().nullable(),
        reach: z.object({ hours: z.number(), before: z.number().int(), after: z.number().int() }).nullable(),
        series: z.array(z.object({ from: z.string(), posts: z.number().int() })),
        flaredAt: z.string().nullable(),
        flaredWhy: z.string().nullable(),
      }),
    ),
    /** Clarifications on record, to choose from. */
    clarifications: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'RumoursDesk' });
export type RumoursDesk = z.infer<typeof rumoursDeskSchema>;
type Row = Selectable<RumoursTable> & { release_title: string | null };

export const rumoursDesk: Desk<typeof rumoursDeskSchema> = {
  name: 'rumours',
  title: '网传信息',
  schema: rumoursDeskSchema,
  mayOpen: () => true,
  async read({ db, books, time }, _actor, ticket: Ticket) {
    const rows = await db
      .selectFrom('responder_rumours as u')
      .leftJoin('responder_releases as r', 'r.id', 'u.release_id')
      .selectAll('u')
      .select('r.title as release_title')
      .where('u.ticket_id', '=', ticket.id)
      .orderBy('u.registered_at')
      .execute();
    const clarifications = await db
      .selectFrom('responder_releases')
      .select(['id', 'title', 'channel'])
      .where('ticket_id', '=', ticket.id)
      .where('kind', '=', 'clarification')
      .where('standing', '=', 'standing')
      .where('state', '=', 'held')
      .orderBy('at', 'desc')
      .execute();
    const counts = rows.length === 0 ? [] : await countsOf(db, ticket.event_id);
    return {
      rumours: rows.map((row) => rumourLine(row, counts, books, time.now())),
      clarifications: clarifications.map(({ id, title, channel }) => ({ id, name: `《${title}》（${channel}）` })),
    };
  },
};

function rumourLine(
  row: Row,
  counts: readonly Count[],
  { wording }: ResponderBooks,
  now: Date,
): RumoursDesk['rumours'][number] {
  const { reachHours } = wording.rumours;
  const { clarified_at: clarified, refuted_at: refuted } = row;
  const { mentions, voices, sources, platforms, media } = row.spread;
  const lag = clarified === null || refuted === null ? null : clarified.getTime() - refuted.getTime();
  const series = clarified === null ? [] : spreadByHour(counts, clarified, now, reachHours);
  return {
    ...{ id: row.id, version: row.version, claim: row.claim, firstSeenAt: toLocalIso(row.first_seen_at) },
    ...{ registeredAt: toLocalIso(row.registered_at), by: row.registered_by.name },
    ...{ label: CLAIM_LABELS[row.verification], refuted: isRefuted(row.verification), verified: askedOf(row) },
    spread: { mentions, voices, sources, platforms, media },
    ...{ refutedAt: iso(refuted), clarifiedAt: iso(clarified) },
    clarification: row.release_title === null ? null : `《${row.release_title}》`,
    clarifiedAfterHours: lag === null ? null : Math.max(0, Math.round(lag / 360_000) / 10),
    reach: clarified === null ? null : reachOf(counts, clarified, now, reachHours),
    series: series.map(({ from, posts }) => ({ from: toLocalIso(from), posts })),
    ...{ flaredAt: iso(row.flared_at), flaredWhy: row.flared_why },
  };
}

const askedOf = ({ verified }: Row): RumoursDesk['rumours'][number]['verified'] =>
  verified && {
    ...{ asked: `${verified.unit}${verified.post}`, at: toLocalIso(new Date(verified.at)), note: verified.note },
  };
