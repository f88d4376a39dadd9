import type { ColumnType } from 'kysely';
import type { ClockRule } from '../config/schema/clocks.ts';
import type { Colour, EventLevel, EventSnapshot } from '../analyzer/messages.ts';
import type { Actor, Origin } from '../platform/runtime/kernel.ts';
import type { TicketState } from './messages.ts';
import type { Disposition, JudgedBasis, JudgementOutcome, Verification } from './tickets/judgement.ts';

/** jsonb: read as a value, written as a string made by json(). */
export type Json<T> = ColumnType<T, string, string>;
type Defaulted<T> = ColumnType<T, T | undefined, T>;
type JsonNullable<T> = ColumnType<T | null, string | null | undefined, string | null>;
type JsonDefaulted<T> = ColumnType<T, string | undefined, string>;

export const json = (value: unknown): string => JSON.stringify(value);

/** Person or component as copied into rows; no roles. */
export type Person = Pick<Actor, 'id' | 'name' | 'unitId'>;
export const personOf = (actor: Person): Person => ({ id: actor.id, name: actor.name, unitId: actor.unitId });

export interface TicketsTable {
  id: string;
  number: string;
  year: number;
  origin: Origin;
  jurisdiction: string;
  owner_unit: string;
  event_id: string;
  event_revision: number;
  event: Json<EventSnapshot>;
  history: Defaulted<boolean>;
  state: TicketState;
  revision: number;
  acted_revision: number;
  title: string;
  topic: string;
  kind: string | null;
  level_machine: Json<EventSnapshot['level']>;
  level_duty: Defaulted<EventLevel | null>;
  level_duty_by: JsonNullable<Person>;
  level_duty_at: Defaulted<Date | null>;
  level_official: Defaulted<EventLevel | null>;
  level_official_body: Defaulted<string | null>;
  level_official_paper: Defaulted<string | null>;
  level_official_at: Defaulted<Date | null>;
  level_official_by: JsonNullable<Person>;
  level_provisional_ended: Defaulted<EventLevel | null>;
  colour: Colour | null;
  colour_machine: Colour | null;
  occurred_at: Date | null;
  occurred_source: string | null;
  occurred_history: JsonDefaulted<{ at: string; source: string | null; changedAt: string; by: Person }[]>;
  published_at: Date;
  detected_at: Date;
  detected_by: string;
  opened_at: Date;
  judged_at: Defaulted<Date | null>;
  assigned_at: Defaulted<Date | null>;
  accepted_at: Defaulted<Date | null>;
  handling_at: Defaulted<Date | null>;
  reported_at: Defaulted<Date | null>;
  reviewed_at: Defaulted<Date | null>;
  reported_up_phone_at: Defaulted<Date | null>;
  reported_up_written_at: Defaulted<Date | null>;
  first_response_at: Defaulted<Date | null>;
  first_authoritative_at: Defaulted<Date | null>;
  first_reply_at: Defaulted<Date | null>;
  last_release_at: Defaulted<Date | null>;
  conference_at: Defaulted<Date | null>;
  closed_at: Defaulted<Date | null>;
  archived_at: Defaulted<Date | null>;
  promotion_rule: string;
  promotion_name: string;
  promotion_why: string;
  opened_by: Json<Person>;
  previous_ticket: string | null;
  lead_unit: Defaulted<string | null>;
  co_units: Defaulted<string[]>;
  coordinator_unit: Defaulted<string | null>;
  requirement: Defaulted<string | null>;
  routing: Json<RoutingAdvice>;
  outcome: Defaulted<JudgementOutcome | null>;
  dispositions: Defaulted<Disposition[]>;
  outcome_detail: JsonDefaulted<OutcomeDetail>;
  judged_by: JsonNullable<Person>;
  judged_basis: JsonNullable<JudgedBasis>;
  late_judgement: Defaulted<boolean>;
  needs_second: Defaulted<boolean>;
  second_by: JsonNullable<Person>;
  second_at: Defaulted<Date | null>;
  verification: Defaulted<Verification>;
  review_at: Defaulted<Date | null>;
  rejudge_due: Defaulted<boolean>;
  rejudge_why: Defaulted<string | null>;
  return_count: Defaulted<number>;
  return_pending: Defaulted<boolean>;
  return_ruled: Defaulted<boolean>;
  extension_count: Defaulted<number>;
  reassign_count: Defaulted<number>;
  consulting_since: Defaulted<Date | null>;
  supervised_at: Defaulted<Date | null>;
  listed_at: Defaulted<Date | null>;
  reopened_count: Defaulted<number>;
  merged_into: Defaulted<string | null>;
  split_from: Defaulted<string | null>;
  report: JsonNullable<Report>;
  approval: JsonNullable<Approval>;
  conclusion: Defaulted<string | null>;
}

export interface OutcomeDetail {
  reason?: string;
  link?: string;
  channel?: string;
}
/** A suggestion only; assignment is a person's act. */
export interface RoutingAdvice {
  suggested: { unit: string; role: 'lead' | 'co' | 'coordinator' | 'supervisor'; reason: string }[];
  explanation: string[];
}
export interface Report {
  facts: string;
  measures: string;
  result: string | null;
  draft: string | null;
  /** SHA-256 over the four texts; approval binds to it. */
  hash: string;
  /** SHA-256 of the draft alone, to recognise the published text. */
  draftHash: string | null;
  by: Person;
  at: string;
}
export interface Approval {
  hash: string;
  draftHash: string | null;
  by: Person;
  at: string;
}

export interface EventsTable {
  event_id: string;
  revision: number;
  snapshot: Json<EventSnapshot>;
  watched_why: string | null;
  seen_at: Date;
  origin: Origin;
  jurisdiction: string;
}

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
  calendar: string;
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
}

/** How the due time came about, kept with the clock. Instants ISO 8601. */
export interface Explanation {
  steps: { at: string; text: string; counted: boolean }[];
  /** Every known moment, also those not used. */
  times: { name: string; at: string; source: string }[];
  provisionalWhy: string | null;
  cappedBy: string | null;
}

export interface ClockFiringsTable {
  clock_id: string;
  point: string;
  ticket_id: string;
  planned_at: Date;
  fired_at: Date;
  silent: Defaulted<boolean>;
}
export interface DraftsTable {
  id: string;
  ticket_id: string;
  clock_id: string;
  kind: 'urge' | 'supervise' | 'criticise';
  unit: string | null;
  made_at: Date;
  reason: string;
  state: Defaulted<'draft' | 'issued' | 'dropped'>;
}
export interface AccountabilityLeadsTable {
  id: string;
  ticket_id: string;
  clock_id: string | null;
  unit: string | null;
  kind: string;
  rule_id: string | null;
  why: string;
  found_at: Date;
  state: Defaulted<string>;
  origin: Origin;
}
export interface TimelineTable {
  id: string;
  ticket_id: string;
  revision: number;
  kind: string;
  at: Date;
  recorded_at: Date;
  back_dated: Defaulted<boolean>;
  actor: Json<Person>;
  text: string;
  reason: string | null;
  payload: Json<Record<string, unknown>>;
}
export const RELEASE_KINDS = ['first_information', 'conference', 'clarification', 'follow_up', 'reply'] as const;
export type ReleaseKind = (typeof RELEASE_KINDS)[number];
export interface Proof {
  kind: 'link' | 'attachment' | 'transcript' | 'video' | 'photo' | 'text';
  value: string;
  /** From outside our own channels. */
  outside: boolean;
}
export interface ReleasesTable {
  id: string;
  ticket_id: string;
  kind: ReleaseKind;
  state: 'planned' | 'held';
  at: Date;
  recorded_at: Date;
  back_dated: Defaulted<boolean>;
  title: string;
  channel: string;
  url: string | null;
  text: string | null;
  content_hash: string | null;
  matches_approval: boolean | null;
  speaker: string | null;
  speaker_post: string | null;
  place: string | null;
  called_by: string | null;
  proofs: JsonDefaulted<Proof[]>;
  authoritative: Defaulted<boolean>;
  public: boolean;
  recorded_by: Json<Person>;
  confirmed_by: JsonNullable<Person>;
  confirmed_at: Defaulted<Date | null>;
}
export interface AssignmentsTable {
  id: string;
  ticket_id: string;
  hop: number;
  unit: string;
  from_unit: string | null;
  received_at: Date;
  due_at: Date | null;
  accepted_at: Defaulted<Date | null>;
  left_at: Defaulted<Date | null>;
  left_by: Defaulted<'returned' | 'reassigned' | 'ruled' | 'closed' | null>;
  left_reason: Defaulted<string | null>;
}
export interface NotificationsTable {
  id: string;
  reason: string;
  recipient: string;
  channel: Defaulted<string>;
  ticket_id: string | null;
  warning_id: string | null;
  event_id: string | null;
  origin: Origin;
  lane: 'now' | 'shift' | 'digest';
  why: string;
  text: string;
  unverified: Defaulted<boolean>;
  at: Date;
}

export interface ResponderTables {
  responder_counters: { origin: Origin; jurisdiction: string; year: number; last: number };
  responder_tickets: TicketsTable;
  responder_events: EventsTable;
  responder_clocks: ClocksTable;
  responder_clock_firings: ClockFiringsTable;
  responder_drafts: DraftsTable;
  responder_accountability_leads: AccountabilityLeadsTable;
  responder_timeline: TimelineTable;
  responder_releases: ReleasesTable;
  responder_assignments: AssignmentsTable;
  responder_attached_orders: {
    ticket_id: string;
    number: string;
    owner: string | null;
    due_at: Date | null;
    attached_at: Date;
  };
  responder_notifications: NotificationsTable;
  responder_notification_reads: { notification_id: string; actor_id: string; seen_at: Date };
  responder_idempotency_keys: {
    key: string;
    actor_id: string;
    verb: string;
    ticket_id: string;
    request_hash: string;
    revision: number;
    at: Date;
  };
}
