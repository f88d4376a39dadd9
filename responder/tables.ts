import type { EventSnapshot } from '../analyzer/messages.ts';
import type { Origin } from '../platform/runtime/kernel.ts';
import type { AccountabilityTables } from './accountability/tables.ts';
import type { ChainsTable, ClockFiringsTable, ClocksTable } from './clock-tables.ts';
import type { ConsultationTables } from './consultations/tables.ts';
import type { DeliveriesTable, DeliveryQueuesTable } from './delivery-tables.ts';
import type { DutyTables } from './duty/tables.ts';
import type { Matter } from './notifications/outward.ts';
import type {
  ExtensionsTable,
  ReportFilesTable,
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
import type { TicketsTable } from './ticket-tables.ts';
import type { WordingTables } from './wording/tables.ts';

export * from './table-types.ts';
export * from './clock-tables.ts';
export * from './delivery-tables.ts';
export * from './paper-tables.ts';
export * from './release-tables.ts';
export * from './ticket-tables.ts';

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
  /** Who spent the time of the deadline, the most first. */
  spent: JsonDefaulted<Spent[]>;
}
export interface Spent {
  unit: string;
  seconds: number;
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
  /** How long the matter was closed meanwhile. */
  away_ms: Defaulted<number>;
}
export interface ReviewTurnsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  unit: string;
  since: Date;
  until: Defaulted<Date | null>;
  outcome: Defaulted<'passed' | 'returned' | 'ended' | null>;
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
  responder_report_files: ReportFilesTable;
  responder_inquiries: InquiriesTable;
  responder_recusal_overrides: OverridesTable;
  responder_transfers: TransfersTable;
  responder_paper_counters: { origin: Origin; jurisdiction: string; kind: string; year: number; last: number };
  responder_accountability_leads: AccountabilityLeadsTable;
  responder_timeline: TimelineTable;
  responder_releases: ReleasesTable;
  responder_assignments: AssignmentsTable;
  responder_review_turns: ReviewTurnsTable;
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
