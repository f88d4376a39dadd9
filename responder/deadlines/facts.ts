import type { Colour, EventLevel } from '../../analyzer/messages.ts';
import type { StartName } from '../../config/schema/clocks.ts';
import type { Pause } from './due.ts';

/** One known moment with who said so. A day without an hour is 00:00 with precision day. */
export interface Moment {
  at: Date;
  source: string;
  precision?: 'minute' | 'day';
}

/** All a rule may ask about a ticket. Times are kept apart and never merged; null or absent = not known (yet). */
export interface TicketFacts {
  times: Partial<Record<StartName, Moment | null>>;
  /** Level as a person set it (值班初判 or 主管部门认定); null while only the machine spoke. */
  level: EventLevel | null;
  /** Gravest level the machine holds possible (suggested high, else low). */
  levelPossible: EventLevel | null;
  /**
   * The possible level a person has already decided against (ended the provisional clocks, or set a lower level knowing it);
   * a graver one starts them again.
   */
  provisionalEnded?: EventLevel | null;
  colour: Colour | null;
  kind: string | null;
  /** Kinds of intake inside; each kind has its own clocks (rules.md §8). */
  intakeKinds: readonly string[];
  /** Where some came with a merged ticket: each with its own hours. */
  intakes?: readonly { kinds: readonly string[]; times: TicketFacts['times'] }[];
  /** Outcome of the judgement; null before it. */
  outcome: string | null;
  flags?: string[];
  /** Flags a person set, with who and why, for the explanation of a deadline that rests on one. */
  flagWhy?: Record<string, string>;
  /** Due time an order brought along (12345, 上级交办): the stricter wins for internal clocks. */
  ownDue?: Date | null;
  /** Some order came without one: what applies to those goes on. */
  undatedOrders?: boolean;
  /** Families of rules that count again from a reopening, and from when. */
  restarted?: Record<string, Moment>;
  /** When clocks of a family had ended by a decision that was taken back. */
  gaps?: Record<string, Pause[]>;
  /** History opens no clock. */
  history?: boolean;
}
