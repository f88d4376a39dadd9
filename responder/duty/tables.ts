import type { Origin } from '../../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonNullable, Person } from '../table-types.ts';

export interface ShiftsTable {
  id: string;
  origin: Origin;
  jurisdiction: string;
  unit: string;
  from_at: Date;
  to_at: Date;
  leader: JsonNullable<Person>;
  officers: Json<Person[]>;
  set_at: Date;
  set_by: Json<Person>;
  reason: string | null;
  ended_at: Defaulted<Date | null>;
  ended_by: JsonNullable<Person>;
}

/** `kind` groups the lines on the sheet. `tick` is what the incoming officer made of it; `at` ISO 8601. */
export interface HandoverLine {
  id: string;
  kind: LineKind;
  text: string;
  ticketId: string | null;
  tick: { at: string; by: Person; remark: string | null } | null;
}
/** In the order of the sheet. */
export const LINE_KINDS = {
  grave: '在办红色、橙色事项',
  overdue: '已超时的时限',
  deadline: '下一班到期的时限',
  unsigned: '未签收',
  unjudged: '未研判',
  reopened: '重启后在办的事项',
  draft: '待签发的督办文稿',
  upward: '待报送、待续报的上报',
  room: '未结束的会商',
  letter: '未答复的来文、核实函',
  held: '暂缓或未送达的通知',
  source: '中断的信息来源',
  oral: '待补签的口头批示',
} as const;
export type LineKind = keyof typeof LINE_KINDS;

/** Who signed; where none of those planned could any more, whose place he took. */
export interface Signer extends Person {
  insteadOf?: string;
}
export interface HandoversTable {
  id: string;
  origin: Origin;
  jurisdiction: string;
  unit: string;
  shift_id: string | null;
  from_at: Date;
  to_at: Date;
  /** Until when the next shift lasts: its deadlines are on the sheet. */
  next_to: Date;
  made_at: Date;
  made_by: Json<Person>;
  decisions: number;
  lines: Json<HandoverLine[]>;
  version: Defaulted<number>;
  out_by: JsonNullable<Signer>;
  out_at: Defaulted<Date | null>;
  in_by: JsonNullable<Signer>;
  in_at: Defaulted<Date | null>;
  sign_due_at: Date;
  told_at: Defaulted<Date | null>;
}

export interface DutyRowsTable {
  id: string;
  origin: Origin;
  jurisdiction: string;
  topic: string;
  keyword: Defaulted<string>;
  unit: string;
  valid_from: Date;
  set_by: Json<Person>;
  reason: string;
  ended_at: Defaulted<Date | null>;
  ended_by: JsonNullable<Person>;
  ended_why: Defaulted<string | null>;
}

export interface DutyTables {
  responder_shifts: ShiftsTable;
  responder_handovers: HandoversTable;
  responder_duty_rows: DutyRowsTable;
}
