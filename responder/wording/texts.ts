import { sql, type Kysely } from 'kysely';
import type { ResponderTables } from '../tables.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { spokenTime } from '../tickets/timeline.ts';
import type { DraftText } from './completeness.ts';
import { undivided } from './completeness.ts';
import type { Said } from './phrases.ts';

type Db = Kysely<ResponderTables>;

/** A text that is going to be said: a release draft, or the wording in the report of the handling unit (id null). */
export interface Draft extends DraftText {
  id: string | null;
  /** The wrong release it puts right. */
  corrects: string | null;
  version: number;
  state: string;
  /** Handed over to the channels; what came out since, its own text among it, is not held against it. */
  issuedAt: Date | null;
}

/** Drafts of this ticket that are still to be decided on, newest first; the report's wording last. */
export async function draftsOf(db: Db, ticket: Ticket): Promise<Draft[]> {
  const rows = await db
    .selectFrom('responder_release_drafts as d')
    .innerJoin('responder_release_versions as v', (join) =>
      join.onRef('v.draft_id', '=', 'd.id').onRef('v.version', '=', 'd.version'),
    )
    .select([
      'd.id',
      'd.corrects',
      'd.version',
      'd.state',
      'd.issued_at as issuedAt',
      'v.title',
      'v.facts',
      'v.policy',
      'v.result',
    ])
    .where('d.ticket_id', '=', ticket.id)
    .where('d.state', 'in', ['drafting', 'submitted'])
    .orderBy('d.created_at', 'desc')
    .execute();
  const own = reportDraft(ticket);
  return own === null ? rows : [...rows, own];
}

export function reportDraft({ report }: Pick<Ticket, 'report'>): Draft | null {
  if (!report?.draft) return null;
  return {
    ...undivided('反馈所附拟答复', report.draft),
    id: null,
    corrects: null,
    version: 1,
    state: 'report',
    issuedAt: null,
  };
}

export interface Release {
  id: string;
  ticketId: string;
  /** Of which draft it is the publication. */
  draftId: string | null;
  kind: string;
  title: string;
  channel: string;
  at: Date;
  text: string;
}

/** What was published on this event under any ticket, newest first; what was withdrawn is not held against a draft. */
export async function releasesOn(db: Db, eventId: string): Promise<Release[]> {
  const rows = await db
    .selectFrom('responder_releases as r')
    .innerJoin('responder_tickets as t', 't.id', 'r.ticket_id')
    .select(['r.id', 'r.ticket_id', 'r.draft_id', 'r.kind', 'r.title', 'r.channel', 'r.at', 'r.text'])
    .where('t.event_id', '=', eventId)
    .where('r.state', '=', 'held')
    .where(sql<boolean>`r.standing <> 'withdrawn'`)
    .orderBy('r.at', 'desc')
    .execute();
  return rows.map((row) => ({
    ...{
      id: row.id,
      ticketId: row.ticket_id,
      draftId: row.draft_id,
      kind: row.kind,
      title: row.title,
      channel: row.channel,
      at: row.at,
    },
    text: `${row.title}。\n${row.text ?? ''}`,
  }));
}

/** What had been said before this draft, by others than itself. */
export const saidBefore = (releases: readonly Release[], { id, issuedAt }: Pick<Draft, 'id' | 'issuedAt'>): Release[] =>
  releases.filter(
    ({ draftId, at }) =>
      (draftId === null || draftId !== id) && (issuedAt === null || at.getTime() < issuedAt.getTime()),
  );

export const whereSaid = ({ title, channel, at }: Release): string => `《${title}》（${channel}，${spokenTime(at)}）`;

/** The newest answers on other matters, to find text that was only copied. */
export async function saidElsewhere(db: Db, ticket: Ticket, limit: number): Promise<Said[]> {
  const rows = await db
    .selectFrom('responder_releases as r')
    .innerJoin('responder_tickets as t', 't.id', 'r.ticket_id')
    .select(['r.title', 'r.text', 't.number'])
    .where('t.event_id', '<>', ticket.event_id)
    .where('t.origin', '=', ticket.origin)
    .where('r.state', '=', 'held')
    .where('r.text', 'is not', null)
    .orderBy('r.at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ title, text, number }) => ({ where: `《${title}》（${number}）`, text: text ?? '' }));
}
