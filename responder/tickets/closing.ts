import type { Kysely } from 'kysely';
import { observationHours, type ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import { answering } from '../releases/standing-facts.ts';
import { wasHandedOver } from '../transfers/transfer.ts';
import { closeTold, promiseGaps, wordingRecords } from '../wording/close-records.ts';
import { closeExceptions, closeGaps, closeWarnings, type CloseExtras } from './close-checks.ts';
import type { Ticket } from './ticket.ts';

interface Deps {
  db: Kysely<ResponderTables>;
  books: ResponderBooks;
}
export interface Closing {
  /** What bars it, each with the page where that is done. */
  gaps: string[];
  /** What is only told, and kept in the entry. */
  told: string[];
  handedOver: boolean;
}

/** How a ticket stands before it is closed; the act and the page that asks for it read the same. */
export async function closing(
  { db, books }: Deps,
  ticket: Ticket,
  now: Date,
  said: Pick<CloseExtras, 'transfer' | 'notHeld'> = {},
): Promise<Closing> {
  const all = await db
    .selectFrom('responder_releases as r')
    .leftJoin('responder_release_drafts as d', 'd.id', 'r.draft_id')
    .leftJoin('responder_release_versions as v', (join) =>
      join.onRef('v.draft_id', '=', 'd.id').onRef('v.version', '=', 'd.version'),
    )
    .select([
      'r.id',
      'r.kind',
      'r.state',
      'r.public',
      'r.at',
      'r.recorded_at',
      'r.standing',
      'r.superseded_by',
      'r.draft_id',
      'v.result',
      'r.matches_approval',
    ])
    .where('r.ticket_id', '=', ticket.id)
    // A conference counts once a second person confirmed it.
    .where((eb) => eb.or([eb('r.kind', '<>', 'conference'), eb('r.confirmed_at', 'is not', null)]))
    .execute();
  const releases = answering(all);
  const handedOver = await wasHandedOver(db, ticket.id);
  const own = await wordingRecords(db, ticket.id);
  return {
    gaps: [...closeGaps(ticket, releases, { ...said, ...own, handedOver }), ...promiseGaps(own, now)],
    told: [
      ...closeWarnings(ticket, now, observationHours(books.clocks, ticket.colour)),
      ...closeTold(ticket, releases, own, books.wording),
    ],
    handedOver,
  };
}

/** The same for the form: what may be said in place of a paper is asked for there and bars nothing here. */
export async function closingAhead(
  deps: Deps,
  ticket: Ticket,
  now: Date,
): Promise<{ gaps: string[]; told: string[]; asks: string[] }> {
  const asSaid = { transfer: '另行说明', notHeld: '另行说明' };
  const { gaps, told, handedOver } = await closing(deps, ticket, now, asSaid);
  return { gaps, told, asks: closeExceptions(ticket, handedOver) };
}
