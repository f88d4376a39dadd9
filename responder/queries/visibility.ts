import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { originsSeen } from '../../platform/runtime/origins.ts';
import { keepersOf, postsOf, scopeOf, type Scope, type Units } from '../tickets/permissions.ts';

/**
 * The one SQL form of maySee(): which ticket rows (alias `t`) a person may read. Nobody one that accuses his unit (but for two persons), unless
 * nobody else is left to keep it. A department: lead, co-handler, coordinator or passed on by it; an evaluator: closed ones, without names; the
 * three administrators: none. Nobody a row of an origin that is not his.
 */
export function visibleTickets(actor: Actor, units: Units): { scope: Scope; where: Expression<SqlBool> } {
  const { scope, where: own } = visibleOfAnyOrigin(actor, units);
  const where = sql<SqlBool>`((${own}) and not ${accuses(actor.unitId)} or ${kept(actor, units)})`;
  if (actor.origin === undefined) return { scope, where };
  return { scope, where: sql<SqlBool>`t.origin = any(${[...originsSeen(actor.origin)]}) and (${where})` };
}

/** Whom the ticket `t` accuses, as accusedUnits() says. */
export const accusedColumn = sql<string[]>`(select coalesce(jsonb_agg(u.id), '[]') from (
    select jsonb_array_elements_text(t.accused_ids) as id
    union select jsonb_array_elements_text(b -> 'accused') from jsonb_array_elements(t.brought) b) u
  where u.id is not null and not u.id = any(t.admitted_units))`.as('accused');

/** The ticket `t` accuses this unit, and no two persons let it in. */
export const accuses = (unit: string | null): RawBuilder<SqlBool> =>
  unit === null
    ? sql<SqlBool>`false`
    : sql<SqlBool>`((t.accused_ids ? ${unit} or t.brought @> ${JSON.stringify([{ accused: [unit] }])}::jsonb)
        and not ${unit} = any(t.admitted_units))`;

/** The picture of the event `e` names this unit as the one complained of. */
export const blames = (unit: string | null): RawBuilder<SqlBool> =>
  unit === null
    ? sql<SqlBool>`false`
    : sql<SqlBool>`(e.snapshot -> 'accused' @> ${JSON.stringify([{ id: unit }])}::jsonb)`;

const office = sql`coalesce(t.coordinator_unit, t.owner_unit)`;
/** What coordinates() may say yes to: of the own office, or of one that the ticket accuses and somebody stands in for. */
export const nearOffice = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${office} = ${actor.unitId} or (t.accused_ids ? ${office}
      or t.brought @> jsonb_build_array(jsonb_build_object('accused', jsonb_build_array(${office}))))
    and not ${office} = any(t.admitted_units))`;

/** The one SQL form of keepersOf(), for a unit that does not see every ticket anyway: it keeps those where too few before it are left. */
function kept(actor: Actor, units: Units): RawBuilder<SqlBool> {
  const lead = [...units.values()].filter(({ kind }) => kind === 'lead_body').map(({ id }) => id);
  const roles = keepersOf(lead, units).get(actor.unitId ?? '') ?? [];
  if (scopeOf(actor, units) !== 'own' || !roles.some((role) => actor.roles.includes(role))) return sql<SqlBool>`false`;
  const governments = [...units.values()].filter(({ kind }) => kind === 'government').map(({ id }) => id);
  const left = (ids: string[]) => sql.join([sql`0`, ...ids.map((id) => sql`(not ${accuses(id)})::int`)], sql` + `);
  return sql<SqlBool>`(${left(lead)} < 2 and (not ${accuses(actor.unitId)} or ${left([...lead, ...governments])} = 0))`;
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
            or t.via_units @> array[${actor.unitId}]::text[])`,
      };
    case 'impersonal':
      return { scope, where: sql<SqlBool>`t.state in ('closed', 'archived') and t.merged_into is null` };
    case 'none':
      return { scope, where: sql<SqlBool>`false` };
  }
}
