import { sql } from 'kysely';
import { scopeOf } from "../tickets/permissions.js";
/**
 * The one SQL form of maySee(): which ticket rows (alias `t`) a person may read. A department: lead, co-handler or coordinator, and never
 * where it is accused; an evaluator: closed ones, without names; the three administrators: none.
 */
export function visibleTickets(actor, units) {
    const scope = scopeOf(actor, units);
    switch (scope) {
        case 'all':
            return { scope, where: sql `true` };
        case 'own':
            return {
                scope,
                where: sql `(t.lead_unit = ${actor.unitId} or t.coordinator_unit = ${actor.unitId} or t.co_units @> array[${actor.unitId}]::text[])
          and not (t.event -> 'accused') @> jsonb_build_array(jsonb_build_object('id', ${actor.unitId}::text))`,
            };
        case 'impersonal':
            return { scope, where: sql `t.state in ('closed', 'archived') and t.merged_into is null` };
        case 'none':
            return { scope, where: sql `false` };
    }
}
//# sourceMappingURL=visibility.js.map