import { uuidv7 } from "../../platform/runtime/ids.js";
import { reconcileClocks } from "../deadlines/reconcile.js";
import { laneOf, notify, recipient } from "../notifications/ledger.js";
import { route } from "../routing/route.js";
import { json, personOf } from "../tables.js";
import { writeEntry } from "../tickets/act.js";
import { machineLevel } from "../tickets/levels.js";
import { takeNumber } from "../tickets/number.js";
import { SYSTEM } from "../tickets/ticket.js";
/**
 * A duty to answer begins: number, machine levels, routing suggestion, and the clocks its facts already call for: the provisional
 * 5 h / 24 h among them, from the occurrence, else the first public post, else the detection. Nobody is assigned by it.
 */
export async function openTicket(unit, event, opening, books) {
    const { number, year } = await takeNumber(unit.tx, event.origin, event.jurisdiction, unit.now);
    const row = { ...ticketRow(event, opening, books, unit.now), number, year };
    const ticket = await unit.tx.insertInto('responder_tickets').values(row).returningAll().executeTakeFirstOrThrow();
    const clocks = await reconcileClocks(unit, ticket, books, SYSTEM);
    const entry = {
        kind: 'opened',
        text: `立单（${opening.name}）：${opening.why}`,
        payload: { rule: opening.rule, why: opening.why, previous: opening.previous },
    };
    await writeEntry(unit, ticket, entry, clocks.notes, opening.actor);
    unit.audit({
        actor: opening.actor,
        action: 'ticket.open',
        subject: { kind: 'ticket', id: ticket.id },
        detail: { number, rule: opening.rule, eventId: event.id },
    });
    await tellDuty(unit, ticket, books);
    return { ticket, nextFireAt: clocks.nextFireAt };
}
function ticketRow(event, opening, books, now) {
    const detected = event.detected;
    return {
        id: uuidv7(now),
        origin: event.origin,
        jurisdiction: event.jurisdiction,
        owner_unit: books.routing.bodies.office,
        event_id: event.id,
        event_revision: event.revision,
        event: json(event),
        state: 'received',
        revision: 1,
        acted_revision: 1,
        title: event.title,
        topic: event.topic,
        kind: event.kind,
        level_machine: json(event.level),
        colour: event.opinion.colour,
        colour_machine: event.opinion.colour,
        occurred_at: event.occurredAt === null ? null : new Date(event.occurredAt.at),
        occurred_source: event.occurredAt?.source ?? null,
        published_at: new Date(event.outbreakPublishedAt),
        detected_at: detected === null ? now : new Date(detected.at),
        detected_by: detected === null ? '立单' : DETECTED_BY[detected.by],
        opened_at: now,
        promotion_rule: opening.rule,
        promotion_name: opening.name,
        promotion_why: opening.why,
        opened_by: json(personOf(opening.actor)),
        previous_ticket: opening.previous,
        routing: json(adviceFor(event, books)),
    };
}
const DETECTED_BY = { rule: '系统发现', person: '人工发现', notice: '接报' };
/** Stored as a suggestion with its way through the tree. */
export function adviceFor(event, books) {
    const advice = route(books.routing, books.departments, {
        topic: event.topic,
        places: event.places,
        level: machineLevel(event.level),
        kind: event.kind,
        accused: event.accused,
        departments: event.departments,
        jurisdiction: event.jurisdiction,
    });
    const reason = advice.path.at(-1) ?? '';
    return {
        suggested: [
            { unit: advice.lead, role: 'lead', reason },
            ...advice.co.map((unit) => ({ unit, role: 'co', reason })),
            ...advice.coordinators.map((unit) => ({ unit, role: 'coordinator', reason })),
        ],
        explanation: advice.reasons,
    };
}
/** Machine red rings the duty officer, never a leader. */
async function tellDuty(unit, ticket, books) {
    if (books.units.get(ticket.owner_unit) === undefined)
        return;
    const grave = machineLevel(ticket.level_machine);
    const urgent = grave === 'I' || grave === 'II';
    await notify(unit.tx, [
        {
            reason: `ticket:${ticket.id}:opened`,
            recipients: [recipient('duty_officer', null)],
            ticketId: ticket.id,
            eventId: ticket.event_id,
            origin: ticket.origin,
            lane: urgent ? 'now' : laneOf(ticket.colour),
            why: `${ticket.promotion_rule} ${ticket.promotion_name}`,
            text: `${ticket.number} 待研判${urgent ? '，机器估算可能为重大以上，暂计时限已起算' : ''}`,
            unverified: true,
        },
    ], unit.now);
}
//# sourceMappingURL=open-ticket.js.map