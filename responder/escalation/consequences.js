import { uuidv7 } from "../../platform/runtime/ids.js";
const DRAFTS = ['urge', 'supervise', 'criticise'];
const isDraft = (action) => DRAFTS.includes(action);
/** 催办 / 督办 / 通报 drafts of the ladder steps that came out. A person issues them; nothing is drafted on a machine estimate alone. */
export function draftRows({ clock, ticket, result }, now) {
    if (clock.provisional)
        return [];
    return result.fired.flatMap(({ point }) => isDraft(point.action)
        ? [
            {
                id: uuidv7(now),
                ticket_id: ticket.id,
                clock_id: clock.id,
                kind: point.action,
                unit: clock.owner_unit,
                made_at: now,
                reason: `“${clock.title}”逾期`,
            },
        ]
        : []);
}
/** 履职问题线索（待核） when a firm clock whose rule names a candidate falls due. A lead, never a finding: people decide. */
export function leadRows({ clock, ticket, result }, now) {
    const kind = clock.rule.candidate;
    if (!result.overdue || clock.provisional || kind === undefined)
        return [];
    return [
        {
            id: uuidv7(now),
            ticket_id: ticket.id,
            clock_id: clock.id,
            unit: clock.owner_unit,
            kind,
            rule_id: clock.rule_id,
            why: `${clock.rule_id}“${clock.title}”到期未见完成事实`,
            found_at: now,
            origin: ticket.origin,
        },
    ];
}
//# sourceMappingURL=consequences.js.map