import type { Origin, Role } from '../../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from '../table-types.ts';
import type { UpwardTables } from './upward-tables.ts';

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
export interface RoomsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  owner_unit: string;
  question: string;
  state: Defaulted<'open' | 'closed'>;
  opened_at: Date;
  opened_by: Json<Person>;
  conclusion: Defaulted<string | null>;
  closed_at: Defaulted<Date | null>;
  closed_by: JsonNullable<Person>;
}
export interface RoomMembersTable {
  id: string;
  room_id: string;
  unit: string;
  /** Null = whoever of the unit works on the matter. */
  role: Role | null;
  reason: string;
  added_at: Date;
  added_by: Json<Person>;
  removed_at: Defaulted<Date | null>;
  removed_by: JsonNullable<Person>;
  removed_why: Defaulted<string | null>;
}
export interface RoomMinutesTable {
  id: string;
  room_id: string;
  at: Date;
  participants: string;
  agreed: string;
  recorded_at: Date;
  recorded_by: Json<Person>;
}
export type TaskSource = 'room' | 'instruction' | 'countersign';
export type TaskToward = 'answer' | 'later';
export interface TasksTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  source: TaskSource;
  source_id: string;
  unit: string;
  text: string;
  due_at: Date;
  toward: TaskToward;
  version: Defaulted<number>;
  state: Defaulted<'open' | 'done' | 'dropped'>;
  report: Defaulted<string | null>;
  done_at: Defaulted<Date | null>;
  done_by: JsonNullable<Person>;
  told_at: Defaulted<Date | null>;
  created_at: Date;
  created_by: Json<Person>;
  /** Due times it had before a deadline it serves came forward; `clock` = that one. */
  due_history: JsonDefaulted<{ dueAt: string; changedAt: string; clock: string }[]>;
}
export interface PresentationsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  leader: string;
  /** His account; null = read to him outside the system. */
  leader_id: Defaulted<string | null>;
  subject: string;
  presented_at: Date;
  recorded_at: Date;
  recorded_by: Json<Person>;
}
export type Manner = 'paper' | 'phone' | 'oral' | 'in_system';
export interface InstructionsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  presentation_id: string | null;
  leader: string;
  manner: Manner;
  text: string;
  scan: string | null;
  instructed_at: Date;
  /** role@unit or *@unit. */
  readers: string[];
  recorded_at: Date;
  recorded_by: Json<Person>;
}
export interface CountersignsTable {
  instruction_id: string;
  scan: string;
  at: Date;
  recorded_at: Date;
  recorded_by: Json<Person>;
}
export interface InstructionReportsTable {
  id: string;
  instruction_id: string;
  text: string;
  at: Date;
  recorded_at: Date;
  recorded_by: Json<Person>;
}

export interface ConsultationTables extends UpwardTables {
  responder_fact_lines: FactLinesTable;
  responder_fact_versions: FactVersionsTable;
  responder_rooms: RoomsTable;
  responder_room_members: RoomMembersTable;
  responder_room_minutes: RoomMinutesTable;
  responder_tasks: TasksTable;
  responder_presentations: PresentationsTable;
  responder_instructions: InstructionsTable;
  responder_instruction_countersigns: CountersignsTable;
  responder_instruction_reports: InstructionReportsTable;
}
