import type { CalendarType } from './deadlines/clock.ts';
import type { ClockRule } from '../config/schema/clocks.ts';
import type { ChainStep, EscalationRole } from '../config/schema/escalation.ts';
import type { Origin } from '../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from './table-types.ts';

export type ClockState = 'running' | 'satisfied' | 'overdue' | 'ended';
/** One moment of a clock, frozen when it was planned. `at` ISO 8601. */
export interface ClockPoint {
  point: string;
  kind: 'warn' | 'milestone' | 'due' | 'escalate';
  at: string;
  title: string;
  /** Escalation only: what happens then. */
  action?: string;
  notify?: string[];
  fired?: boolean;
}
export interface StoppedBy {
  fact: string;
  by: Person;
  proof: string | null;
}

export interface ClocksTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  rule_id: string;
  step: string;
  title: string;
  family: string;
  role: ClockRule['role'];
  /** Frozen copy of the rulebook row: editing the book never moves a running clock. */
  rule: Json<ClockRule>;
  explanation: Json<Explanation>;
  calendar: CalendarType;
  start_at: Date;
  start_source: string;
  start_history: JsonDefaulted<{ at: string; source: string; dueAt: string; changedAt: string }[]>;
  due_at: Date;
  owner_unit: string | null;
  provisional: Defaulted<boolean>;
  uncalibrated: Defaulted<boolean>;
  state: ClockState;
  points: Json<ClockPoint[]>;
  next_fire_at: Date | null;
  overdue_at: Defaulted<Date | null>;
  stopped_at: Defaulted<Date | null>;
  stopped_by: JsonNullable<StoppedBy>;
  ended_reason: Defaulted<string | null>;
  extended_from: Defaulted<Date | null>;
  created_at: Date;
  /** Started by a person; the facts of the ticket neither start nor end it. */
  by_hand: Defaulted<boolean>;
  /** Standing still since; such a clock fires nothing. */
  paused_at: Defaulted<Date | null>;
  pauses: JsonDefaulted<ClockPause[]>;
  rule_history: JsonDefaulted<{ at: string; by: Person; reason: string; rule: ClockRule; dueAt: string }[]>;
}

/** Instants ISO 8601; `to` is null while it stands still. */
export interface ClockPause {
  from: string;
  to: string | null;
  reason: string;
  proof: string;
  by: Person;
  /** It did not stand still but had ended, with the matter or as not to be answered, and goes on. */
  ended?: true;
}

/** How the due time came about, kept with the clock. Instants ISO 8601. */
export interface Explanation {
  steps: { at: string; text: string; counted: boolean }[];
  /** Every known moment, also those not used. */
  times: { name: string; at: string; source: string }[];
  provisionalWhy: string | null;
  cappedBy: string | null;
}

/** Who is told in turn while nobody answers. */
export interface ChainsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  chain: 'alarm' | 'ticket';
  hop: number;
  since: Date;
  taken: JsonDefaulted<{ id: string; at: string; skipped: boolean }[]>;
  next_at: Date | null;
  /** Copy of the chain as it stood when it began; null on rows older than the copy. */
  frozen: JsonNullable<FrozenChain>;
  ended_at: Defaulted<Date | null>;
  ended_why: Defaulted<string | null>;
}

/** Steps with the posts they tell, nearest unit first (null = in any). */
export interface FrozenChain {
  steps: (ChainStep & { units: Partial<Record<EscalationRole, (string | null)[]>> })[];
  mark: string;
}

export interface ClockFiringsTable {
  clock_id: string;
  point: string;
  ticket_id: string;
  planned_at: Date;
  fired_at: Date;
  silent: Defaulted<boolean>;
}
