import type { Actor } from '../../platform/runtime/kernel.ts';
import { actingIn, coordinatesHere, isAccused, scopeOf, standsIn, type Acting, type Units } from './permissions.ts';
import { accusedUnits, type Accusing } from './ticket.ts';

/** Works on this ticket as a lead body does: its duty staff, or who stands in for one that the matter accuses. */
export const leadsHere = (actor: Actor, ticket: Accusing, units: Units): boolean =>
  coordinatesHere(actor, { accused: accusedUnits(ticket) }, units);

/** The person with all posts he fills here, those of an accused lead body he stands in for too. */
export const actingHere = (actor: Actor, ticket: Accusing, units: Units): Acting =>
  actingIn(actor, { accused: accusedUnits(ticket) }, units);

/** Sees what only those see who see every ticket, or lead this one. */
export const seesAsLead = (actor: Actor, ticket: Accusing, units: Units): boolean =>
  leadsHere(actor, ticket, units) || scopeOf(actor, units) === 'all';

/** Takes over what a unit holds of this matter since it is accused by it: its joint room, 批示 it recorded. */
export const takesOverFrom = (actor: Actor, unit: string | null, ticket: Accusing, units: Units): boolean => {
  const parties = { accused: accusedUnits(ticket) };
  return (
    unit !== null && parties.accused.includes(unit) && standsIn(actor, parties, units) && !isAccused(actor, parties)
  );
};
