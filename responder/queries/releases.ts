import type { Kysely, Selectable } from 'kysely';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ReleasesTable, ResponderTables } from '../tables.ts';
import type { Scope } from '../tickets/permissions.ts';
import { shownPerson } from './read.ts';
import type { ReleaseView } from './ticket-detail-view.ts';

/** A conference stands for held only once a second person has looked. */
export const needsConfirmation = (row: Pick<Selectable<ReleasesTable>, 'kind' | 'state' | 'confirmed_at'>): boolean =>
  row.kind === 'conference' && row.state === 'held' && row.confirmed_at === null;

/** Releases of a ticket, oldest first; plans among them are marked. */
export async function releasesOf(db: Kysely<ResponderTables>, ticketId: string, scope: Scope): Promise<ReleaseView[]> {
  const rows = await db
    .selectFrom('responder_releases')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    planned: row.state === 'planned',
    backDated: row.back_dated,
    at: toLocalIso(row.at),
    recordedAt: toLocalIso(row.recorded_at),
    title: row.title,
    channel: row.channel,
    url: row.url,
    text: row.text,
    contentHash: row.content_hash,
    matchesApproval: row.matches_approval,
    speaker: scope === 'impersonal' ? null : row.speaker,
    speakerPost: row.speaker_post,
    place: row.place,
    calledBy: row.called_by,
    proofs: row.proofs,
    recordedBy: shownPerson(row.recorded_by, scope),
    confirmation:
      row.confirmed_by === null || row.confirmed_at === null
        ? null
        : { by: shownPerson(row.confirmed_by, scope), at: toLocalIso(row.confirmed_at) },
    refusal: row.refusal === null ? null : { ...row.refusal, by: shownPerson(row.refusal.by, scope) },
    standing: row.standing,
    supersededBy: row.superseded_by,
    needsConfirmation: needsConfirmation(row),
  }));
}
