import type { Colour, EventLevel, EventSnapshot } from '../analyzer/messages.ts';
import type { Origin } from '../platform/runtime/kernel.ts';
import type { TicketState } from './messages.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from './table-types.ts';
import type { KeptMark } from './tickets/marks.ts';
import type { Disposition, JudgedBasis, JudgementOutcome, Verification } from './tickets/judgement.ts';

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
  last_reply_at: Defaulted<Date | null>;
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
  brought: JsonDefaulted<Brought[]>;
  via_units: Defaulted<string[]>;
  /** Whose review the report waits for. */
  review_unit: Defaulted<string | null>;
  admitted_units: Defaulted<string[]>;
  countersign_due: Defaulted<boolean>;
  pass_down_consent: JsonNullable<PassDownConsent>;
  /** 申请转派 that the coordinating office has not decided yet. */
  pass_down_request: JsonNullable<PassDownConsent>;
  marks: JsonDefaulted<KeptMark[]>;
  /** The gravest colour it had when it was closed; null = not closed, or closed before this was kept. */
  closed_colour: Defaulted<Colour | 'none' | null>;
  /** Families of rules whose clock counts again from a reopening: {family: ISO 8601}. */
  restarted: JsonDefaulted<Record<string, string>>;
  reopened_at: Defaulted<Date | null>;
  /** The last judgement after the first one, which `judged_at` keeps. */
  rejudged_at: Defaulted<Date | null>;
  /** 经批准未召开, as it was recorded at a closing. */
  conference_waived: JsonNullable<ConferenceWaiver>;
  /** When 持续发布 went on after the watching had been broken off. */
  cadence_resumed_at: Defaulted<Date | null>;
  evaluated_at: Defaulted<Date | null>;
  evaluation: JsonNullable<Evaluation>;
}

/** What the answer to a matter did, written after it was closed. `at` ISO 8601. */
export interface Evaluation {
  effect: string;
  problems: string | null;
  improvements: string | null;
  by: Person;
  at: string;
}

/** Who approved that a matter of this level goes without its conference. `at` ISO 8601. */
export interface ConferenceWaiver {
  reason: string;
  level: EventLevel;
  by: Person;
  at: string;
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
/** What a ticket (or the event it left) brought to this one: accused units, a machine level nobody had decided, and what is owed to whoever wrote in. */
export interface Brought {
  from: string;
  accused: string[];
  level: EventSnapshot['level'] | null;
  /** Absent on rows of before. */
  intake?: BroughtIntake[];
}
/** By which ways a matter came in, and from when their clocks run. Instants ISO 8601. */
export interface BroughtIntake {
  kinds: string[];
  receivedAt: string;
  acceptedAt: string | null;
}
/** Asked for by the unit, or agreed to by the coordinating office. `at` ISO 8601. */
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
/** A picture a report came with; `sha256` of its bytes. */
export interface ReportFile {
  id: string;
  sha256: string;
}
export interface Report {
  facts: string;
  measures: string;
  result: string | null;
  draft: string | null;
  /** Absent in reports of before. */
  attachments?: ReportFile[];
  /** SHA-256 over the four texts and the hashes of the pictures; approval binds to it. */
  hash: string;
  /** SHA-256 of the draft alone, to recognise the published text. */
  draftHash: string | null;
  by: Person;
  at: string;
  /** What its reviewer sent it back with. */
  sentBack?: { reason: string; by: Person; at: string };
}
export interface Approval {
  hash: string;
  draftHash: string | null;
  by: Person;
  at: string;
}
