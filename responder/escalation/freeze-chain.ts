import type { EscalationBook, EscalationRole } from '../../config/schema/escalation.ts';
import type { FrozenChain } from '../tables.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { chainSteps } from './next-step.ts';

type Parties = Pick<Ticket, 'lead_unit' | 'coordinator_unit' | 'owner_unit'>;

/** The chain as it stands now, with the units in which each post is looked for. Kept with the row, so that no edit of the book reaches it. */
export function freezeChain(book: EscalationBook, chain: 'alarm' | 'ticket', ticket: Parties): FrozenChain {
  const { steps, mark } = chainSteps(book, chain);
  const units = (role: EscalationRole): (string | null)[] => unitsFor(role, chain, ticket);
  return {
    steps: steps.map((step) => ({ ...step, units: Object.fromEntries(step.to.map((role) => [role, units(role)])) })),
    mark,
  };
}

/** Units in which a role is looked for, nearest first; null = in any. */
function unitsFor(role: EscalationRole, chain: 'alarm' | 'ticket', ticket: Parties): (string | null)[] {
  if (role === 'handler' || role === 'unit_head') return [ticket.lead_unit];
  if (role === 'leader' || chain === 'alarm') return [null];
  return [ticket.coordinator_unit ?? ticket.owner_unit, null];
}
