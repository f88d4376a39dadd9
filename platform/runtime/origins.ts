import type { Actor, Origin } from './kernel.ts';

/**
 * Which rows an account meets, by its own origin (ARCHITECTURE.md, Ids, time, origin). A demo account looks at everything on a demonstration machine and acts on
 * the demonstration alone; a real account takes part in drills and never meets invented rows. What acts without an account (the system, the
 * command line) names no origin and is not bound.
 */
const SEEN: Record<Origin, readonly Origin[]> = {
  live: ['live', 'drill'],
  drill: ['live', 'drill'],
  demo: ['live', 'demo', 'drill'],
};
const ACTED_ON: Record<Origin, readonly Origin[]> = { live: ['live', 'drill'], drill: ['drill'], demo: ['demo'] };

export const originsSeen = (account: Origin): readonly Origin[] => SEEN[account];

/** Rows it may change, and whose notifications reach it. Undefined = no bound. */
export const originsActedOn = (actor: Pick<Actor, 'origin'>): readonly Origin[] | undefined =>
  actor.origin === undefined ? undefined : ACTED_ON[actor.origin];

export const maySeeOrigin = (actor: Pick<Actor, 'origin'>, row: Origin): boolean =>
  actor.origin === undefined || SEEN[actor.origin].includes(row);

export const mayActOnOrigin = (actor: Pick<Actor, 'origin'>, row: Origin): boolean =>
  originsActedOn(actor)?.includes(row) ?? true;

/** Numbers never mix origins: unless somebody asks for another one he sees, his own alone is counted. */
export const originsCounted = (actor: Pick<Actor, 'origin'>): readonly Origin[] | undefined =>
  actor.origin === undefined ? undefined : [actor.origin];
