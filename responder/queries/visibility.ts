import { sql, type Expression, type SqlBool } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { originsSeen } from '../../platform/runtime/origins.ts';
import { postsOf, scopeOf, type Scope, type Units } from '../tickets/permissions.ts';

/**
 * The one SQL form of maySee(): which ticket rows (alias `t`) a person may read. A department: lead, co-handler, coordinator or
 * passed on by it, and never where it is accused (but for two persons); an evaluator: closed ones, without names; the three administrators: none. Nobody a row of an origin that is not his.
 */
export function visibleTickets(actor: Actor, units: Units): { scope: Scope; where: Expression<SqlBool> } {
  const { scope, where } = visibleOfAnyOrigin(actor, units);
  if (actor.origin === undefined) return { scope, where };
  return { scope, where: sql<SqlBool>`t.origin = any(${[...originsSeen(actor.origin)]}) and (${where})` };
}

/** The one SQL form of isGuest(), the accused left out by hand where the row is read. */
export const guestTickets = (actor: Actor): Expression<SqlBool> =>
  sql<SqlBool>`t.guest_posts <> '{}' and t.guest_posts && ${postsOf(actor)}::text[]`;

function visibleOfAnyOrigin(actor: Actor, units: Units): { scope: Scope; where: Expression<SqlBool> } {
  const scope = scopeOf(actor, units);
  switch (scope) {
    case 'all':
      return { scope, where: sql<SqlBool>`true` };
    case 'own':
      return {
        scope,
        where: sql<SqlBool>`(t.lead_unit = ${actor.unitId} or t.coordinator_unit = ${actor.unitId} or t.co_units @> array[${actor.unitId}]::text[]
            or t.via_units @> array[${actor.unitId}]::text[])
          and (not (t.event -> 'accused') @> jsonb_build_array(jsonb_build_object('id', ${actor.unitId}::text))
            or t.admitted_units @> array[${actor.unitId}]::text[])`,
      };
    case 'impersonal':
      return { scope, where: sql<SqlBool>`t.state in ('closed', 'archived') and t.merged_into is null` };
    case 'none':
      return { scope, where: sql<SqlBool>`false` };
  }
}
