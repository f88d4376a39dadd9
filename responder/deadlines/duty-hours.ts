import { dutyRoster } from '../duty/roster.ts';
import { rosters } from '../duty/shifts.ts';
import type { ResponderBooks } from '../books.ts';
import type { ClockRule } from '../../config/schema/clocks.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import { ownerOf } from './clock-rows.ts';
import type { PlanEnv } from './plans.ts';

const OWNERS: readonly ClockRule['owner'][] = ['lead', 'coordinator', 'duty', 'press_office'];

/** duty_hours(unit): the rosters of the units this ticket's clocks belong to, by owner. A unit without one counts office hours. */
export async function rostersOf(tx: Tx, ticket: Ticket, books: ResponderBooks, at: Date): Promise<PlanEnv['rosterOf']> {
  const units = new Map(OWNERS.map((owner) => [owner, ownerOf(ticket, { owner }, books)]));
  const asked = [...new Set(units.values())].filter((unit) => unit !== null);
  const found = await rosters(tx, ticket.origin, at, asked);
  if (found.size === 0) return undefined;
  return (owner) => dutyRoster(found.get(units.get(owner) ?? '') ?? []);
}
