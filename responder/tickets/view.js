import { toLocalIso } from "../../platform/runtime/local-time.js";
import { setLevel } from "./levels.js";
import { unitName } from "./permissions.js";
const iso = (at) => (at === null ? null : toLocalIso(at));
export const unitRef = (units, id) => ({ id, name: unitName(units, id) });
const maybeUnit = (units, id) => (id === null ? null : unitRef(units, id));
export const isOverdue = (clock, now) => clock.state === 'overdue' || (clock.state === 'running' && clock.due_at <= now);
export function clockView(clock, ticketNumber, books, now) {
    const running = clock.state === 'running' || clock.state === 'overdue';
    const late = clock.stopped_at !== null && clock.stopped_at > clock.due_at;
    return {
        id: clock.id,
        ticketId: clock.ticket_id,
        ticketNumber,
        rule: clock.rule_id,
        name: clock.title,
        state: running ? 'running' : clock.state === 'ended' ? 'ended' : late ? 'met_late' : 'met',
        provisional: clock.provisional,
        uncalibrated: clock.uncalibrated,
        overdue: isOverdue(clock, now) || (clock.state === 'satisfied' && late),
        startAt: toLocalIso(clock.start_at),
        startOf: clock.start_source,
        dueAt: toLocalIso(clock.due_at),
        stoppedAt: iso(clock.stopped_at),
        owner: maybeUnit(books.units, clock.owner_unit),
        source: clock.rule.source,
    };
}
/** Facts beside the main state. */
export function flagsOf(ticket) {
    const flags = [
        ['returned', ticket.return_pending],
        ['ruled', ticket.return_ruled],
        ['reassigned', ticket.reassign_count > 0],
        ['consulting', ticket.consulting_since !== null],
        ['extended', ticket.extension_count > 0],
        ['supervised', ticket.supervised_at !== null],
        ['listed', ticket.listed_at !== null],
        ['reopened', ticket.reopened_count > 0],
        ['merged', ticket.merged_into !== null],
        ['split', ticket.split_from !== null],
        ['late_judgement', ticket.late_judgement],
        ['needs_second', ticket.needs_second],
        ['rejudge_due', ticket.rejudge_due],
    ];
    return flags.filter(([, on]) => on).map(([name]) => name);
}
/** `clocks` are all of this ticket, in any order. */
export function ticketSummary(ticket, clocks, books, now) {
    const running = clocks
        .filter((clock) => clock.state === 'running' || clock.state === 'overdue')
        .sort((a, b) => a.due_at.getTime() - b.due_at.getTime());
    const first = running[0];
    return {
        id: ticket.id,
        number: ticket.number,
        revision: ticket.revision,
        title: ticket.title,
        eventId: ticket.event_id,
        state: ticket.state,
        flags: flagsOf(ticket),
        colour: ticket.colour,
        level: { machine: ticket.level_machine.low, duty: ticket.level_duty, official: ticket.level_official },
        kind: ticket.kind,
        topic: ticket.topic,
        outcome: ticket.outcome,
        lead: maybeUnit(books.units, ticket.lead_unit),
        coHandlers: ticket.co_units.map((id) => unitRef(books.units, id)),
        coordinator: maybeUnit(books.units, ticket.coordinator_unit),
        openedAt: toLocalIso(ticket.opened_at),
        closedAt: iso(ticket.closed_at),
        nextClock: first ? clockView(first, ticket.number, books, now) : null,
        overdueClocks: running.filter((clock) => isOverdue(clock, now)).length,
        provisional: running.some((clock) => clock.provisional) && setLevel(ticket) === null,
        origin: ticket.origin,
    };
}
export async function ticketView(tx, ticket, books, now) {
    const clocks = await tx
        .selectFrom('responder_clocks')
        .selectAll()
        .where('ticket_id', '=', ticket.id)
        .orderBy('due_at')
        .execute();
    return {
        ...ticketSummary(ticket, clocks, books, now),
        clocks: clocks.map((clock) => clockView(clock, ticket.number, books, now)),
    };
}
//# sourceMappingURL=view.js.map