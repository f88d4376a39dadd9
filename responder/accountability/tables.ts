import type { Origin } from '../../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from '../table-types.ts';

export const CASE_STATES = [
  'verifying',
  'decided',
  'notified',
  'appealed',
  'answered',
  'rectified',
  'accepted',
  'closed',
  'dropped',
] as const;
export type CaseState = (typeof CASE_STATES)[number];
export type Measure = 'criticise' | 'talk' | 'rectify';

/** One objective fact: a clock with its due time and what came, a link, a paper. `at` ISO 8601. */
export interface Evidence {
  kind: 'clock' | 'link' | 'paper';
  text: string;
  at: string;
  clockId: string | null;
  by: Person;
}
export interface Paper {
  measure: Measure;
  number: string;
  title: string;
  text: string;
  at: string;
  by: Person;
}
export interface Appeal {
  text: string;
  at: string;
  by: Person;
  ruling: { uphold: boolean; reason: string; at: string; by: Person } | null;
}
export interface Rectification {
  text: string;
  proof: string;
  at: string;
  by: Person;
  accepted: { by: Person; at: string } | null;
}

export interface AccountabilityCasesTable {
  id: string;
  number: string;
  origin: Origin;
  jurisdiction: string;
  owner_unit: string;
  ticket_id: string;
  lead_id: Defaulted<string | null>;
  unit: string;
  failure: string;
  state: CaseState;
  version: Defaulted<number>;
  evidence: JsonDefaulted<Evidence[]>;
  opened_by: Json<Person>;
  opened_at: Date;
  measure: Defaulted<Measure | null>;
  basis: Defaulted<string | null>;
  decided_by: JsonNullable<Person>;
  decided_at: Defaulted<Date | null>;
  decision_reason: Defaulted<string | null>;
  papers: JsonDefaulted<Paper[]>;
  reply_due_at: Defaulted<Date | null>;
  appeal_due_at: Defaulted<Date | null>;
  rectify_due_at: Defaulted<Date | null>;
  reply: Defaulted<string | null>;
  appeal: JsonNullable<Appeal>;
  rectification: JsonNullable<Rectification>;
  closed_at: Defaulted<Date | null>;
  outcome: Defaulted<string | null>;
}
export interface AccountabilityEntriesTable {
  case_id: string;
  version: number;
  kind: string;
  at: Date;
  actor: Json<Person>;
  text: string;
  reason: string | null;
}
export interface AccountabilityTables {
  responder_accountability_cases: AccountabilityCasesTable;
  responder_accountability_entries: AccountabilityEntriesTable;
}
