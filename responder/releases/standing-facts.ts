import type { Selectable } from 'kysely';
import type { ReleasesTable } from '../tables.ts';
import type { Ticket, TicketPatch, Tx } from '../tickets/ticket.ts';

type Told = Pick<
  Selectable<ReleasesTable>,
  'id' | 'kind' | 'at' | 'public' | 'standing' | 'superseded_by' | 'draft_id'
>;

/**
 * What still answers: not what was taken back, nor the same text where it was left standing on another channel, and of a corrected one only where its
 * correction stands. Pure.
 */
export function answering<R extends Pick<Told, 'id' | 'standing' | 'superseded_by' | 'draft_id'>>(
  releases: readonly R[],
): R[] {
  const byId = new Map(releases.map((release) => [release.id, release]));
  const wrong = new Set(releases.filter(({ standing }) => standing === 'withdrawn').map(({ draft_id: id }) => id));
  wrong.delete(null);
  const stands = ({ standing, superseded_by: by, draft_id: draft }: R): boolean => {
    if (wrong.has(draft)) return false;
    if (standing !== 'corrected') return standing !== 'withdrawn';
    const right = by === null ? undefined : byId.get(by);
    return right !== undefined && stands(right);
  };
  return releases.filter(stands);
}

/** The times a ticket has by its releases, computed anew: what was taken back answers nobody. Conferences count once a second person confirmed them. */
export async function factsOfReleases(tx: Tx, ticket: Pick<Ticket, 'id' | 'outcome'>): Promise<TicketPatch> {
  const rows = await tx
    .selectFrom('responder_releases')
    .select(['id', 'kind', 'at', 'public', 'standing', 'superseded_by', 'draft_id'])
    .where('ticket_id', '=', ticket.id)
    .where('state', '=', 'held')
    .where((eb) => eb.or([eb('kind', '<>', 'conference'), eb('confirmed_at', 'is not', null)]))
    .execute();
  const left = answering(rows);
  const times = (of: (release: Told) => boolean) =>
    left
      .filter(of)
      .map(({ at }) => at)
      .sort((a, b) => a.getTime() - b.getTime());
  const first = (of: (release: Told) => boolean): Date | null => times(of)[0] ?? null;
  return {
    first_response_at: first(() => true),
    first_authoritative_at: first((release) => release.public),
    first_reply_at: first((release) => !release.public),
    last_reply_at: times((release) => !release.public).at(-1) ?? null,
    conference_at: first(({ kind }) => kind === 'conference'),
    last_release_at: times((release) => release.public || ticket.outcome !== 'public_answer').at(-1) ?? null,
  };
}
