import type { Origin } from '../../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonNullable, Person } from '../table-types.ts';

export interface FactLinesTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  key: string;
  title: string;
  /** '' = of the whole matter. */
  place: Defaulted<string>;
  version: Defaulted<number>;
  disputed: Defaulted<boolean>;
  state: Defaulted<'open' | 'dropped'>;
  dropped_why: Defaulted<string | null>;
  created_at: Date;
}
export interface FactVersionsTable {
  line_id: string;
  version: number;
  text: string;
  /** Null = no number. */
  low: number | null;
  /** Null beside a low = open upwards. */
  high: number | null;
  measure: string;
  as_of: Date;
  source: string;
  state: Defaulted<'proposed' | 'approved' | 'refused' | 'superseded'>;
  unit: string | null;
  written_by: Json<Person>;
  written_at: Date;
  settles: Defaulted<number[]>;
  basis: Defaulted<string | null>;
  decided_by: JsonNullable<Person>;
  decided_at: Defaulted<Date | null>;
  decision: Defaulted<string | null>;
}

export interface ConsultationTables {
  responder_fact_lines: FactLinesTable;
  responder_fact_versions: FactVersionsTable;
}
