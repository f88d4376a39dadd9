import { reconcileClocks } from "../deadlines/reconcile.js";
import { laneOf, notify, recipient } from "../notifications/ledger.js";
import { json, personOf } from "../tables.js";
import { writeEntry } from "../tickets/act.js";
import { rejudgeReason } from "../tickets/judgement.js";
import { machineLevel, machineRank } from "../tickets/levels.js";
import { patchTicket, SYSTEM } from "../tickets/ticket.js";
/**
 * Pure: what a newer picture of the event changes on its ticket. Machine values follow until a person has judged; after that they only
 * suggest: a graver level or growth of a non-answer asks for a new judgement, it changes nothing by itself.
 */
export function follow(ticket, event, books, now) {
    const told = [];
    const judged = ticket.judged_at !== null;
    const patch = {
        event: json(event),
        event_revision: event.revision,
        level_machine: json(event.level),
        colour_machine: event.opinion.colour,
    };
    if (!judged)
        Object.assign(patch, { title: event.title, kind: event.kind, topic: event.topic, colour: event.opinion.colour });
    if (machineLevel(event.level) !== machineLevel(ticket.level_machine))
        told.push(`机器估算等级变为 ${machineLevel(event.level) ?? '无'}`);
    if (event.opinion.colour !== ticket.colour_machine)
        told.push(`机器估算颜色变为 ${event.opinion.colour ?? '无'}`);
    told.push(...occurrence(ticket, event, patch, now));
    const published = new Date(event.outbreakPublishedAt);
    if (published < ticket.published_at) {
        patch.published_at = published;
        told.push('发现更早的首条公开信息');
    }
    const rejudge = ticket.rejudge_due ? null : again(ticket, event, books);
    if (rejudge !== null)
        Object.assign(patch, { rejudge_due: true, rejudge_why: rejudge });
    return { patch, told: rejudge === null ? told : [...told, `须重新研判：${rejudge}`], rejudge };
}
/** Only while the time still is the machine's; one a person has set stays. */
function occurrence(ticket, event, patch, now) {
    const said = event.occurredAt;
    if (said === null)
        return [];
    const mine = ticket.occurred_at?.getTime() ?? null;
    const before = ticket.event.occurredAt === null ? null : new Date(ticket.event.occurredAt.at).getTime();
    const at = new Date(said.at);
    if (mine !== before || at.getTime() === mine)
        return [];
    patch.occurred_at = at;
    patch.occurred_source = said.source;
    if (ticket.occurred_at !== null)
        patch.occurred_history = json([
            ...ticket.occurred_history,
            {
                at: ticket.occurred_at.toISOString(),
                source: ticket.occurred_source,
                changedAt: now.toISOString(),
                by: personOf(SYSTEM),
            },
        ]);
    return ['文本所述发生时间有变化'];
}
function again(ticket, event, books) {
    if (ticket.judged_basis === null)
        return null;
    return rejudgeReason(ticket.judged_basis, { colour: event.opinion.colour, mentions: event.counts.mentions, levelRank: machineRank(event.level) }, books.ticketRules.rejudge);
}
/** Applies it; a timeline entry and a message only when there is something to tell. `ticket` is locked. */
export async function followEvent(unit, ticket, event, books) {
    const { patch, told, rejudge } = follow(ticket, event, books, unit.now);
    if (told.length === 0) {
        await patchTicket(unit.tx, ticket.id, patch);
        return null;
    }
    const after = await patchTicket(unit.tx, ticket.id, { ...patch, revision: ticket.revision + 1 });
    const clocks = await reconcileClocks(unit, after, books, SYSTEM);
    const entry = { kind: 'event-followed', text: told.join('；'), payload: { eventRevision: event.revision } };
    await writeEntry(unit, after, entry, clocks.notes, SYSTEM);
    if (rejudge !== null)
        await askAgain(unit, after, rejudge);
    return clocks.nextFireAt;
}
async function askAgain(unit, ticket, why) {
    await notify(unit.tx, [
        {
            reason: `ticket:${ticket.id}:rejudge:${ticket.revision}`,
            recipients: [recipient('duty_officer', null), recipient('duty_leader', null)],
            ticketId: ticket.id,
            origin: ticket.origin,
            lane: laneOf(ticket.colour_machine),
            why,
            text: `${ticket.number} 须重新研判`,
            unverified: true,
        },
    ], unit.now);
}
//# sourceMappingURL=follow-event.js.map