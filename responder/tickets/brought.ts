import type { EventSnapshot } from '../../analyzer/messages.ts';
import { json, type Brought } from '../tables.ts';
import { machineRank, provisionalDue } from './levels.ts';
import { accusedUnits, type Ticket, type TicketPatch } from './ticket.ts';

/**
 * What a ticket hands on when it ends in another: units its texts accuse (they must not get the matter by way of a merge), and the machine
 * level while no person has decided it (a merge decides nothing, so the provisional clocks go on). `from`: the ticket, or the event it left.
 */
export const broughtBy = (ticket: Ticket, from: string): Brought => ({
  from,
  accused: accusedUnits(ticket),
  level: !ticket.history && provisionalDue(ticket) ? ticket.level_machine : null,
});

/** The machine level of a ticket: what its own event says, unless something graver was brought to it. */
export const levelWith = (own: EventSnapshot['level'], brought: readonly Brought[]): EventSnapshot['level'] =>
  brought.reduce((worst, { level }) => (level && machineRank(level) > machineRank(worst) ? level : worst), own);

/** @returns the columns of a ticket to which `brought` belongs from now on. */
export const bringing = (ticket: Pick<Ticket, 'event'>, brought: readonly Brought[]): TicketPatch => ({
  brought: json(brought),
  level_machine: json(levelWith(ticket.event.level, brought)),
});

/** The picture of an event with the units that were accused elsewhere in the same matter. */
export const accusing = (event: EventSnapshot, brought: readonly Brought[]): EventSnapshot => ({
  ...event,
  accused: [...event.accused, ...brought.flatMap(({ accused }) => accused.map((id) => ({ id, name: id })))],
});
