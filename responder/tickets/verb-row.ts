import type { Role } from '../../platform/runtime/kernel.ts';
import { TICKET_STATES, type TicketState } from '../messages.ts';
import type { Need } from './needs.ts';

/**
 * Who may do it, besides the role:
 * coordinating = staff of a lead body (政府办、网信办); lead = of the unit that answers; involved = lead or co-handler;
 * public = involved, press office or coordinating; supervising = a lead body in its supervising role; guest = whoever sees the ticket, or
 * was let in to this desk (the verb itself looks at the paper's own list).
 */
export type Reach =
  'coordinating' | 'lead' | 'involved' | 'public' | 'review' | 'supervising' | 'anyone_involved' | 'guest';

export interface VerbRow<N extends string = string> {
  name: N;
  /** Glossary term, for screens. */
  title: string;
  /** From → where it may lead; the first is the default. */
  moves: Partial<Record<TicketState, readonly TicketState[]>>;
  roles: readonly Role[];
  reach: Reach;
  /** Fields a person must fill besides the revision. */
  required: readonly string[];
  /** The desk of the ticket it belongs to (responder/desks.ts); absent = the ticket itself. */
  desk?: string;
  /**
   * Works on a paper that hangs on the ticket and has a version of its own: it asks for no revision of the ticket, and nobody's form on the
   * ticket becomes stale by it.
   */
  aside?: true;
  /** The unit it names is one the matter accuses: asked by a letter, or let in by two persons. Every other act refuses such a unit. */
  toAccused?: true;
  /** What it acts upon besides the state (needs.ts); without it the verb is refused, on the page and by the API alike. */
  needs?: Need;
}

export const OPEN_STATES: readonly TicketState[] = TICKET_STATES.filter(
  (state) => state !== 'closed' && state !== 'archived',
);
export const isOpen = (state: TicketState): boolean => OPEN_STATES.includes(state);

export const stay = (...states: readonly TicketState[]): VerbRow['moves'] =>
  Object.fromEntries(states.map((state) => [state, [state]]));
/** In every state that is not closed, without moving. */
export const open = stay(...OPEN_STATES);
/** As `open`, and still when closed: what comes after the answer (promises, corrections, accountability). */
export const openOrClosed = stay(...OPEN_STATES, 'closed');
export const judgedOn = stay(...OPEN_STATES.filter((state) => state !== 'received'));
export const all = (states: readonly TicketState[], to: readonly TicketState[]): VerbRow['moves'] =>
  Object.fromEntries(states.map((state) => [state, to]));

export const DUTY: readonly Role[] = ['duty_officer', 'duty_leader'];
export const UNIT: readonly Role[] = ['handler', 'unit_head'];
export const PUBLIC: readonly Role[] = ['spokesperson', 'handler', 'unit_head', 'duty_officer', 'duty_leader'];
export const ALL_ACTING: readonly Role[] = [...PUBLIC, 'leader', 'supervisor'];

export const row = <const N extends string>(
  name: N,
  title: string,
  reach: Reach,
  roles: readonly Role[],
  moves: VerbRow['moves'],
  required: readonly string[] = [],
  needs?: Need,
): VerbRow<N> => ({ name, title, reach, roles, moves, required, ...(needs && { needs }) });

/** A verb of a desk: aside, in every open state unless told otherwise. */
export const deskRow = <const N extends string>(
  desk: string,
  name: N,
  title: string,
  reach: Reach,
  roles: readonly Role[],
  required: readonly string[] = [],
  moves: VerbRow['moves'] = open,
): VerbRow<N> => ({ name, title, reach, roles, moves, required, desk, aside: true });
