import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import { SHANGHAI_OFFSET_MS, toLocalIso } from '../../platform/runtime/local-time.ts';
import type { QueryDeps } from '../queries/read.ts';
import { mayKeepSpeakers } from './register-speakers.ts';
import { POST_TITLES, registerOf, type Spokesperson } from './spokespersons.ts';

const unit = z.object({ id: z.string(), name: z.string() });
const spoke = z.object({ conferences: z.number().int(), interviews: z.number().int() });
const speaker = z.object({
  id: z.string(),
  post: z.enum(['head', 'spokesperson', 'deputy']),
  postTitle: z.string(),
  personId: z.string(),
  name: z.string(),
  title: z.string(),
  since: z.string(),
  /** How often in this calendar year. */
  spoke,
});
/** The register of one unit, and who really spoke this year. Times ISO 8601 +08:00. */
export const unitSpeakers = z
  .object({
    unit,
    speakers: z.array(speaker),
    /** Nobody listed: replies of this unit are flagged. */
    none: z.boolean(),
    /** 第一新闻发言人 is registered. */
    hasHead: z.boolean(),
    mayKeep: z.boolean(),
    appearances: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['press_conference', 'interview']),
        speaker: z.string(),
        at: z.string(),
        topic: z.string(),
        link: z.string(),
      }),
    ),
  })
  .meta({ id: 'UnitSpeakers' });
export type UnitSpeakers = z.infer<typeof unitSpeakers>;

/** Units of this place that answer the public; the government itself speaks through its offices. */
const SPEAKS = ['lead_body', 'department', 'vertical', 'district', 'town', 'utility', 'press', 'hotline', 'petition'];

/** Every unit with its list, those without one first; each head with the times spoken, zero included. */
export async function listSpeakers({ db, books, time }: QueryDeps, actor: Actor): Promise<UnitSpeakers[]> {
  const origin = registerOf(actor.origin ?? 'live');
  const since = yearStart(time.now());
  const listed = await db
    .selectFrom('responder_spokespersons')
    .selectAll()
    .where('origin', '=', origin)
    .where('until', 'is', null)
    .orderBy('since')
    .execute();
  const appearances = await db
    .selectFrom('responder_appearances')
    .selectAll()
    .where('origin', '=', origin)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .execute();
  const held = await conferencesSince({ db }, origin, since);
  const spokeOf = ({ person_id, name, unit }: Spokesperson) => {
    const own = appearances.filter((one) => one.unit === unit && (one.person_id === person_id || one.speaker === name));
    const count = (kind: string): number => own.filter((one) => one.kind === kind).length;
    return {
      conferences: (held.get(`${unit} ${name}`) ?? 0) + count('press_conference'),
      interviews: count('interview'),
    };
  };
  const here = books.units.get(books.departments.fallback)!.jurisdiction.slice(0, 4);
  const rows = [...books.units.values()]
    .filter(({ kind, jurisdiction }) => SPEAKS.includes(kind) && jurisdiction.startsWith(here))
    .map(({ id, name }): UnitSpeakers => {
      const speakers = listed.filter((one) => one.unit === id).map((one) => lineOf(one, spokeOf(one)));
      return {
        ...{ unit: { id, name }, speakers, none: speakers.length === 0 },
        ...{ hasHead: speakers.some(({ post }) => post === 'head'), mayKeep: mayKeepSpeakers(actor, id, books.units) },
        appearances: appearances.filter((one) => one.unit === id).map((one) => ({ ...one, at: toLocalIso(one.at) })),
      };
    });
  return rows.sort((a, b) => Number(b.none) - Number(a.none));
}

const lineOf = (one: Spokesperson, times: z.infer<typeof spoke>) => ({
  ...{ id: one.id, post: one.post, postTitle: POST_TITLES[one.post], personId: one.person_id },
  ...{ name: one.name, title: one.title, since: toLocalIso(one.since), spoke: times },
});

/** Conferences of tickets that a second person has confirmed, by the unit that answers and who spoke. */
async function conferencesSince(
  { db }: Pick<QueryDeps, 'db'>,
  origin: Origin,
  since: Date,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ unit: string; speaker: string; n: number }>`
    select u.unit, r.speaker, count(*)::int as n from responder_releases r
    join responder_tickets t on t.id = r.ticket_id
    cross join lateral (select t.lead_unit as unit union select unnest(t.co_units)) u
    where r.kind = 'conference' and r.state = 'held' and r.confirmed_at is not null and r.speaker is not null
      and r.at >= ${since} and t.origin = ${origin} and u.unit is not null
    group by 1, 2`.execute(db);
  return new Map(rows.map(({ unit, speaker, n }) => [`${unit} ${speaker}`, n]));
}

/** 1 January, 00:00 +08:00. */
function yearStart(now: Date): Date {
  const year = new Date(now.getTime() + SHANGHAI_OFFSET_MS).getUTCFullYear();
  return new Date(Date.UTC(year, 0, 1) - SHANGHAI_OFFSET_MS);
}
