import type { Colour } from '../analyzer/messages.ts';
import type { Origin } from '../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from './table-types.ts';
import type { Disposition, JudgementOutcome, Verification } from './tickets/judgement.ts';
import type { KeptMark } from './tickets/marks.ts';
import type { KeptSheet } from './tickets/sheet.ts';

/** Papers that hang on a ticket. */
export interface JudgementsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  revision: number;
  judged_at: Date;
  judged_by: Json<Person>;
  outcome: JudgementOutcome;
  dispositions: Disposition[];
  colour: Colour | null;
  peak_colour: Colour | null;
  needs_second: boolean;
  sheet: Json<KeptSheet>;
  marks: JsonDefaulted<KeptMark[]>;
}
export interface VerificationsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  result: Verification;
  asked_unit: string | null;
  asked_post: string | null;
  manner: string | null;
  at: Date;
  note: string | null;
  recorded_at: Date;
  recorded_by: Json<Person>;
}
/** Pictures a report came with, found by the attachment. */
export interface ReportFilesTable {
  ticket_id: string;
  report_hash: string;
  attachment: string;
  sha256: string;
  origin: Origin;
  recorded_at: Date;
}
export interface ExtensionsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  clock_id: string;
  unit: string;
  until: Date;
  reason: string;
  requested_at: Date;
  requested_by: Json<Person>;
  state: Defaulted<'requested' | 'approved' | 'refused'>;
  decided_at: Defaulted<Date | null>;
  decided_by: JsonNullable<Person>;
  decision: Defaulted<string | null>;
}
export interface InquiriesTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  number: string;
  unit: string;
  summary: string;
  questions: string;
  due_at: Date;
  sent_at: Date;
  sent_by: Json<Person>;
  version: Defaulted<number>;
  state: Defaulted<'sent' | 'answered' | 'withdrawn'>;
  answer: Defaulted<string | null>;
  answered_at: Defaulted<Date | null>;
  answered_by: JsonNullable<Person>;
  withdrawn_why: Defaulted<string | null>;
  tell_at: Defaulted<Date | null>;
}
export interface OverridesTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  unit: string;
  reason: string;
  proposed_at: Date;
  proposed_by: Json<Person>;
  confirmed_at: Defaulted<Date | null>;
  confirmed_by: JsonNullable<Person>;
  confirm_reason: Defaulted<string | null>;
}
export interface TransfersTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  kind: 'copy' | 'hand_over';
  number: string;
  to_unit: string;
  needs_feedback: boolean;
  subject: string;
  body: string;
  basis: JsonNullable<TransferBasis>;
  due_at: Date | null;
  sent_at: Date;
  sent_by: Json<Person>;
  version: Defaulted<number>;
  state: Defaulted<'sent' | 'read' | 'answered' | 'receipted' | 'withdrawn'>;
  read_at: Defaulted<Date | null>;
  read_by: JsonNullable<Person>;
  feedback: Defaulted<string | null>;
  answered_at: Defaulted<Date | null>;
  answered_by: JsonNullable<Person>;
  receipt: JsonNullable<Receipt>;
  withdrawn_why: Defaulted<string | null>;
}
/** A frozen copy of the row of transfers.yaml. */
export interface TransferBasis {
  id: string;
  title: string;
  doc: string;
}
/** 回执. `at` ISO 8601. */
export interface Receipt {
  number: string;
  at: string;
  post: string;
  accepted: boolean;
  note: string | null;
  by: Person;
}
