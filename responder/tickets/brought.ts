import type { EventSnapshot } from '../../analyzer/messages.ts';
import { json, type Brought, type BroughtIntake } from '../tables.ts';
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
  intake: intakesOf(ticket),
});

/** An application, a petition, a letter to the hotline has a law of its own: it is owed by the ticket that goes on, from its own hours. */
export const intakesOf = (ticket: Ticket): BroughtIntake[] => [...ownIntake(ticket), ...broughtIntakes(ticket.brought)];

export const broughtIntakes = (brought: readonly Brought[]): BroughtIntake[] =>
  brought.flatMap(({ intake = [] }) => intake);

/** Nothing is owed any more to whoever has been told the result; told before the matter was opened again, it is owed from there. */
function ownIntake(ticket: Ticket): BroughtIntake[] {
  const kinds = ownKinds(ticket).filter((kind) => kind !== 'opinion');
  const { first_reply_at: first, last_reply_at: last, reopened_at: again } = ticket;
  const toldBefore = first !== null && again !== null && first < again;
  const isTold = toldBefore ? last !== null && last >= again : first !== null;
  if (kinds.length === 0 || isTold) return [];
  const from = (at: Date): string => (toldBefore && at < again ? again : at).toISOString();
  return [{ kinds, receivedAt: from(ticket.detected_at), acceptedAt: ticket.accepted_at && from(ticket.accepted_at) }];
}

// A picture of before they were listed.
const ownKinds = ({ event }: Pick<Ticket, 'event'>): string[] => (event.intakeKinds as string[] | undefined) ?? [];

/** Of the ticket and of all that was merged into it. */
export const intakeKindsOf = (ticket: Pick<Ticket, 'event' | 'brought'>): string[] => [
  ...new Set([...ownKinds(ticket), ...broughtIntakes(ticket.brought).flatMap(({ kinds }) => kinds)]),
];

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
