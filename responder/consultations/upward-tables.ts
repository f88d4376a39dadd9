import type { Origin } from '../../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonNullable, Person } from '../table-types.ts';

export type UpwardKind = 'first' | 'continued' | 'final';
export interface Section {
  heading: string;
  text: string;
}
/** Which version of a line of the fact sheet stands in it. */
export interface UsedFact {
  key: string;
  place: string;
  version: number;
}
/** `at` ISO 8601. */
export interface Sent {
  to: string;
  manner: 'phone' | 'written';
  at: string;
  by: Person;
}
export interface UpwardReceipt {
  at: string;
  post: string;
  number: string | null;
}

export interface UpwardDutiesTable {
  ticket_id: string;
  origin: Origin;
  rules: string[];
  why: string;
  since: Date;
}
export interface UpwardReportsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  seq: number;
  kind: UpwardKind;
  version: Defaulted<number>;
  state: Defaulted<'draft' | 'sent' | 'dropped'>;
  created_at: Date;
  created_by: Json<Person>;
  sent: JsonNullable<Sent>;
  sent_at: Defaulted<Date | null>;
  receipt: JsonNullable<UpwardReceipt>;
}
export interface UpwardVersionsTable {
  report_id: string;
  version: number;
  title: string;
  sections: Json<Section[]>;
  facts: Json<UsedFact[]>;
  hash: string;
  written_by: Json<Person>;
  written_at: Date;
}
export interface UpwardTables {
  responder_upward_duties: UpwardDutiesTable;
  responder_upward_reports: UpwardReportsTable;
  responder_upward_versions: UpwardVersionsTable;
}
