import type { Colour, EventLevel, EventSnapshot } from '../analyzer/messages.ts';
import type { Origin } from '../platform/runtime/kernel.ts';
import type { TicketState } from './messages.ts';
import type { AccountabilityTables } from './accountability/tables.ts';
import type { ChainsTable, ClockFiringsTable, ClocksTable } from './clock-tables.ts';
import type { ConsultationTables } from './consultations/tables.ts';
import type { DeliveriesTable, DeliveryQueuesTable } from './delivery-tables.ts';
import type { DutyTables } from './duty/tables.ts';
import type { Matter } from './notifications/outward.ts';
import type {
  ExtensionsTable,
  InquiriesTable,
  JudgementsTable,
  OverridesTable,
  TransfersTable,
  VerificationsTable,
} from './paper-tables.ts';
import type { ReleasesTable } from './release-tables.ts';
import type { ReleaseDeskTables } from './releases/tables.ts';
import type { SealedTables } from './sealed/tables.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from './table-types.ts';
import type { Disposition, JudgedBasis, JudgementOutcome, Verification } from './tickets/judgement.ts';
import type { WordingTables } from './wording/tables.ts';

export * from './table-types.ts';
export * from './clock-tables.ts';
export * from './delivery-tables.ts';
export * from './paper-tables.ts';
export * from './release-tables.ts';

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
  guest_posts: Defaulted<string[]>;
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
  emergency_reason: Defaulted<string | null>;
  colours_before: JsonDefaulted<PastColour[]>;
  owed: JsonDefaulted<OwedAnswer[]>;
  via_units: Defaulted<string[]>;
  admitted_units: Defaulted<string[]>;
  countersign_due: Defaulted<boolean>;
  pass_down_consent: JsonNullable<PassDownConsent>;
}

/** A colour the ticket no longer has. `until` ISO 8601. */
export interface PastColour {
  colour: Colour;
  until: string;
}
/** What a ticket that was merged into this one owed the public. */
export interface OwedAnswer {
  number: string;
  outcome: JudgementOutcome;
  dispositions: Disposition[];
}
export interface PassDownConsent {
  to: string;
  reason: string;
  by: Person;
  at: string;
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

export interface DraftsTable {
  id: string;
  ticket_id: string;
  clock_id: string;
  kind: 'urge' | 'supervise' | 'criticise';
  unit: string | null;
  made_at: Date;
  reason: string;
  state: Defaulted<'draft' | 'issued' | 'dropped'>;
  number: Defaulted<string | null>;
  decided_at: Defaulted<Date | null>;
  decided_by: JsonNullable<Person>;
  decision: Defaulted<string | null>;
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
  left_by: Defaulted<'returned' | 'reassigned' | 'ruled' | 'closed' | 'passed_down' | null>;
  left_reason: Defaulted<string | null>;
  phoned: JsonNullable<Phoned>;
  countersigned_at: Defaulted<Date | null>;
  countersigned_by: JsonNullable<Person>;
  budget_due_at: Defaulted<Date | null>;
  share_end_at: Defaulted<Date | null>;
}
/** 电话签收. `at` ISO 8601; the number is masked. */
export interface Phoned {
  post: string;
  number: string;
  at: string;
  by: Person;
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
  matter: Defaulted<Matter | null>;
  clock_id: Defaulted<string | null>;
  urgent: Defaulted<boolean>;
  /** When its ways out were decided; null = not yet. */
  routed_at: Defaulted<Date | null>;
}

export interface AttachedOrdersTable {
  origin: Origin;
  /** Who sent it, e.g. 12345; with the number it is one order for ever. */
  source: string;
  number: string;
  ticket_id: string;
  owner: string | null;
  due_at: Date | null;
  mention_id: string | null;
  attached_at: Date;
}

export interface ResponderTables
  extends AccountabilityTables, SealedTables, ConsultationTables, DutyTables, ReleaseDeskTables, WordingTables {
  responder_counters: { origin: Origin; jurisdiction: string; year: number; last: number };
  responder_tickets: TicketsTable;
  responder_events: EventsTable;
  responder_clocks: ClocksTable;
  responder_clock_firings: ClockFiringsTable;
  responder_chains: ChainsTable;
  responder_drafts: DraftsTable;
  responder_judgements: JudgementsTable;
  responder_verifications: VerificationsTable;
  responder_extensions: ExtensionsTable;
  responder_inquiries: InquiriesTable;
  responder_recusal_overrides: OverridesTable;
  responder_transfers: TransfersTable;
  responder_paper_counters: { origin: Origin; jurisdiction: string; kind: string; year: number; last: number };
  responder_accountability_leads: AccountabilityLeadsTable;
  responder_timeline: TimelineTable;
  responder_releases: ReleasesTable;
  responder_assignments: AssignmentsTable;
  responder_attached_orders: AttachedOrdersTable;
  responder_notifications: NotificationsTable;
  responder_deliveries: DeliveriesTable;
  responder_delivery_queues: DeliveryQueuesTable;
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
