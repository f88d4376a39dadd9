import { verbRow } from "./states.js";
export const unitsById = (book) => new Map(book.units.map((unit) => [unit.id, unit]));
export const unitName = (units, id) => (id === null ? '—' : (units.get(id)?.name ?? id));
const has = (actor, ...roles) => roles.some((role) => actor.roles.includes(role));
const kindOf = (actor, units) => actor.unitId === null ? null : (units.get(actor.unitId)?.kind ?? null);
/** Staff of 政府办 / 网信办 / 督查室. */
export const isCoordinating = (actor, units) => kindOf(actor, units) === 'lead_body' && has(actor, 'duty_officer', 'duty_leader');
/** Which tickets a person may see: all, those of the own unit, closed ones without names, none (三员). */
export function scopeOf(actor, units) {
    const kind = kindOf(actor, units);
    if (has(actor, 'leader'))
        return 'all';
    if (kind === 'lead_body' && has(actor, 'duty_officer', 'duty_leader', 'supervisor', 'spokesperson'))
        return 'all';
    if (kind === 'press' && has(actor, 'spokesperson'))
        return 'all';
    if (has(actor, 'handler', 'unit_head', 'spokesperson', 'duty_officer', 'duty_leader') && actor.unitId !== null)
        return 'own';
    return has(actor, 'evaluator') ? 'impersonal' : 'none';
}
/** A department sees tickets it leads, helps or coordinates, never one that accuses it. */
export function maySee(actor, ticket, units) {
    const scope = scopeOf(actor, units);
    if (scope === 'all')
        return true;
    if (scope !== 'own' || actor.unitId === null)
        return false;
    if (ticket.accused.includes(actor.unitId))
        return false;
    return involved(actor, ticket) || ticket.coordinator_unit === actor.unitId;
}
/** Null = may; else the Chinese reason for a tooltip or an error. State is not looked at here. */
export function whyNotAllowed(name, actor, ticket, units) {
    const verb = verbRow(name);
    if (!verb.roles.some((role) => actor.roles.includes(role)))
        return `您的角色不能执行“${verb.title}”`;
    if (reaches(verb.reach, actor, ticket, units))
        return null;
    return REACH_REASON[verb.reach];
}
const involved = (actor, ticket) => actor.unitId !== null && (ticket.lead_unit === actor.unitId || ticket.co_units.includes(actor.unitId));
function reaches(reach, actor, ticket, units) {
    const coordinating = isCoordinating(actor, units);
    const kind = kindOf(actor, units);
    const lead = actor.unitId !== null && ticket.lead_unit === actor.unitId;
    switch (reach) {
        case 'coordinating':
            return coordinating;
        case 'lead':
            return lead;
        case 'involved':
            return involved(actor, ticket);
        case 'review':
            return coordinating || (lead && has(actor, 'unit_head'));
        case 'public':
            return (coordinating ||
                kind === 'press' ||
                involved(actor, ticket) ||
                (kind === 'lead_body' && has(actor, 'supervisor')));
        case 'supervising':
            return kind === 'lead_body' || has(actor, 'leader');
        case 'anyone_involved':
            return (coordinating || kind === 'press' || kind === 'lead_body' || has(actor, 'leader') || involved(actor, ticket));
    }
}
const REACH_REASON = {
    coordinating: '只有政府办、网信办等牵头单位的值班人员可以执行',
    lead: '只有主办单位可以执行',
    involved: '只有主办或协办单位可以执行',
    review: '只有主办单位负责人或牵头单位值班人员可以审核',
    public: '只有主办、协办单位，新闻办或牵头单位可以执行',
    supervising: '只有牵头单位可以督办',
    anyone_involved: '您的单位与本工单无关',
};
//# sourceMappingURL=permissions.js.map