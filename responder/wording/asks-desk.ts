import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { Desk } from '../desks.ts';
import { iso, shownPerson, type QueryDeps } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ADOPTION_TITLES } from './acts/record-adoption.ts';
import { inWords } from './consistency.ts';
import { backgroundOf, checkDraft, openContradictions, type Background } from './draft-check.ts';
import { suggestedAsks } from './suggested-asks.ts';
import type { AsksTable } from './tables.ts';
import { draftsOf, releasesOn, whereSaid, type Draft } from './texts.ts';

const passage = z.object({ passage: z.string(), why: z.string() });
/** What the public asks, and how the drafts of an answer hold against it and against what we said before. Instants ISO 8601 +08:00. */
export const asksDeskSchema = z
  .object({
    asks: z.array(
      z.object({
        id: z.string(),
        version: z.number().int(),
        text: z.string(),
        main: z.boolean(),
        suggested: z.boolean(),
        state: z.enum(['open', 'answered', 'reasoned']),
        /** Where it is answered, with the words. */
        where: z.string().nullable(),
        passage: z.string().nullable(),
        reason: z.string().nullable(),
        by: z.string(),
        at: z.string().nullable(),
      }),
    ),
    suggestions: z.array(z.object({ text: z.string(), from: z.string() })),
    drafts: z.array(
      z.object({
        /** Null = the wording in the unit's report. */
        id: z.string().nullable(),
        title: z.string(),
        findings: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            level: z.enum(['ok', 'warn', 'block']),
            why: z.string(),
            passages: z.array(passage),
          }),
        ),
        differences: z.array(z.object({ key: z.string(), title: z.string(), told: z.string() })),
      }),
    ),
    /** Published on this matter, to choose from. */
    releases: z.array(z.object({ id: z.string(), name: z.string() })),
    reasons: z.array(z.object({ key: z.string(), title: z.string() })),
    explanations: z.array(z.object({ told: z.string(), reason: z.string(), by: z.string(), at: z.string() })),
    investigations: z.array(
      z.object({
        body: z.string(),
        paper: z.string(),
        concludedOn: z.string(),
        conclusion: z.string(),
        by: z.string(),
      }),
    ),
    adoptions: z.array(z.object({ suggestion: z.string(), outcome: z.string(), how: z.string(), by: z.string() })),
  })
  .meta({ id: 'AsksDesk' });
export type AsksDesk = z.infer<typeof asksDeskSchema>;

export const asksDesk: Desk<typeof asksDeskSchema> = {
  name: 'asks',
  title: '群众关切与口径',
  schema: asksDeskSchema,
  mayOpen: () => true,
  async read(deps, _actor, ticket) {
    const { db, books } = deps;
    const known = await backgroundOf(db, ticket, books);
    const drafts = await draftsOf(db, ticket);
    const releases = (await releasesOn(db, ticket.event_id)).filter(({ ticketId }) => ticketId === ticket.id);
    const names = new Map([
      ...drafts.map(({ id, title }) => [id ?? '', `拟发布《${title}》`] as const),
      ...releases.map((one) => [one.id, whereSaid(one)] as const),
    ]);
    return {
      asks: known.asks.map((ask) => askLine(ask, names, books.wording.asks.reasons)),
      suggestions: suggestedAsks(
        ticket,
        await sheetAsks(db, ticket.id),
        known.asks.map(({ text }) => text),
      ),
      drafts: drafts.map((draft) => draftLine(draft, known, deps)),
      releases: releases.map((one) => ({ id: one.id, name: whereSaid(one) })),
      reasons: books.wording.asks.reasons,
      ...(await recordsOf(db, ticket)),
    };
  },
};

function askLine(
  ask: Selectable<AsksTable>,
  names: ReadonlyMap<string, string>,
  reasons: readonly { key: string; title: string }[],
): AsksDesk['asks'][number] {
  const reason = reasons.find(({ key }) => key === ask.reason_key)?.title ?? ask.reason_key;
  const by = ask.settled_by ?? ask.added_by;
  return {
    ...{ id: ask.id, version: ask.version, text: ask.text, main: ask.main, suggested: ask.source === 'suggested' },
    ...{ state: ask.state, passage: ask.passage, by: shownPerson(by, 'all').name, at: iso(ask.settled_at) },
    where: ask.state === 'answered' ? (names.get(ask.release_id ?? ask.draft_id ?? '') ?? '已签发的发布稿') : null,
    reason: reason === null ? null : [reason, ask.reason].filter(Boolean).join('：'),
  };
}

function draftLine(draft: Draft, known: Background, { books, time }: QueryDeps): AsksDesk['drafts'][number] {
  const now = time.now();
  return {
    ...{ id: draft.id, title: draft.title },
    findings: checkDraft(draft, known, books, now),
    differences: openContradictions(draft, known, books, now).map((one) => ({
      ...{ key: one.key, title: one.title, told: inWords(one) },
    })),
  };
}

async function sheetAsks(db: Kysely<ResponderTables>, ticketId: string): Promise<string | null> {
  const row = await db
    .selectFrom('responder_judgements')
    .select('sheet')
    .where('ticket_id', '=', ticketId)
    .orderBy('judged_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sheet.fields.asks ?? null;
}

async function recordsOf(
  db: Kysely<ResponderTables>,
  { id }: Ticket,
): Promise<Pick<AsksDesk, 'explanations' | 'investigations' | 'adoptions'>> {
  const explanations = await db
    .selectFrom('responder_explanations')
    .selectAll()
    .where('ticket_id', '=', id)
    .orderBy('at')
    .execute();
  const investigations = await db
    .selectFrom('responder_investigations')
    .selectAll()
    .where('ticket_id', '=', id)
    .orderBy('recorded_at')
    .execute();
  const adoptions = await db
    .selectFrom('responder_adoptions')
    .selectAll()
    .where('ticket_id', '=', id)
    .orderBy('recorded_at')
    .execute();
  return {
    explanations: explanations.map(({ told, reason, by, at }) => ({ told, reason, by: by.name, at: iso(at)! })),
    investigations: investigations.map((row) => ({
      ...{ body: row.body, paper: row.paper, concludedOn: row.concluded_on, conclusion: row.conclusion },
      by: row.recorded_by.name,
    })),
    adoptions: adoptions.map(({ suggestion, outcome, how, recorded_by }) => ({
      ...{ suggestion, outcome: ADOPTION_TITLES[outcome], how, by: recorded_by.name },
    })),
  };
}
