import type { Role } from '../../platform/runtime/kernel.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import { recipient } from './ledger.ts';

type Owned = Pick<Ticket, 'lead_unit' | 'coordinator_unit' | 'owner_unit'>;

/**
 * Names used in rulebooks → recipients. Leaders are told by machine only of firm clocks: while a matter rests on a machine estimate
 * they hear of it after two steps stayed silent, marked 未经人工核实.
 */
export function audience(names: readonly string[], ticket: Owned, clock: Pick<Clock, 'owner_unit'> | null): string[] {
  const owner = clock?.owner_unit ?? ticket.lead_unit ?? ticket.coordinator_unit ?? ticket.owner_unit;
  const coordinator = ticket.coordinator_unit ?? ticket.owner_unit;
  const to = (role: Role, unit: string | null): string => recipient(role, unit);
  return [
    ...new Set(
      names.flatMap((name): string[] => {
        switch (name) {
          case 'contact':
            return [to('handler', owner)];
          case 'owner':
          case 'handler':
            return [to('handler', owner), to('unit_head', owner), ...dutyOf(ticket, owner)];
          case 'head':
          case 'unit_head':
            return [to('unit_head', owner)];
          case 'coordinator':
          case 'duty_officer':
          case 'duty':
            return [to('duty_officer', coordinator)];
          case 'duty_leader':
            return [to('duty_leader', coordinator)];
          case 'press_office':
          case 'spokesperson':
            return [to('spokesperson', null)];
          case 'supervisor':
          case 'supervision':
            return [to('supervisor', null)];
          case 'leader':
            return [to('leader', null)];
          default:
            return [];
        }
      }),
    ),
  ];
}

/** A clock the coordinating office itself owes rings at its duty desk. */
const dutyOf = (ticket: Owned, owner: string | null): string[] =>
  owner === (ticket.coordinator_unit ?? ticket.owner_unit) ? [recipient('duty_officer', owner)] : [];
