import type { Kysely } from 'kysely';
import type { Time } from '../../platform/ports/time.ts';
import type { Origin, Actor, Transact } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import type { People } from '../tickets/people.ts';
import { rosterOrigin } from './shifts.ts';

export interface DutyDeps {
  transact: Transact<ResponderTables>;
  books: ResponderBooks;
  /** Names of the sources that have stopped, for the hand-over sheet. */
  deadSources: () => Promise<string[]>;
  /** Who has an account; absent = not known, so everybody planned is taken to have one. */
  people?: People;
}
export interface DutyReadDeps {
  db: Kysely<ResponderTables>;
  time: Time;
  books: ResponderBooks;
}

/** Whose duty this account does: the demonstration keeps a roster and a table of its own. */
export const originOf = (actor: Pick<Actor, 'origin'>): Origin => rosterOrigin(actor.origin ?? 'live');

export const jurisdictionOf = (books: ResponderBooks, unit: string): string =>
  books.units.get(unit)?.jurisdiction ?? '';
