import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { iso } from '../queries/read.ts';
import type { Person } from '../tables.ts';
import { unitName } from '../tickets/permissions.ts';
import { originOf, type DutyReadDeps } from './duty-deps.ts';

export interface DutyLineView {
  topic: string;
  topicName: string;
  keyword: string;
  unit: { id: string; name: string };
  from: string;
  setBy: Person;
  reason: string;
  endedAt: string | null;
  endedBy: Person | null;
  endedWhy: string | null;
}
export interface DutyTableView {
  /** Every topic with the units the rulebook names, and the line that goes before them, if there is one. */
  topics: { key: string; name: string; units: { id: string; name: string }[] }[];
  /** As changed here, the present ones first, then the history, newest first. */
  lines: DutyLineView[];
}

export async function dutyTable({ db, books }: DutyReadDeps, actor: Actor): Promise<DutyTableView> {
  const rows = await db
    .selectFrom('responder_duty_rows')
    .selectAll()
    .where('origin', '=', originOf(actor))
    .orderBy('valid_from', 'desc')
    .execute();
  const ref = (id: string) => ({ id, name: unitName(books.units, id) });
  const lines = rows.map((row): DutyLineView => ({
    ...{ topic: row.topic, topicName: books.topicNames.get(row.topic) ?? row.topic, keyword: row.keyword },
    ...{ unit: ref(row.unit), from: toLocalIso(row.valid_from), setBy: row.set_by, reason: row.reason },
    ...{ endedAt: iso(row.ended_at), endedBy: row.ended_by, endedWhy: row.ended_why },
  }));
  return {
    topics: [...books.topicNames].map(([key, name]) => ({
      ...{ key, name },
      units: books.departments.units.filter(({ topics }) => topics.includes(key)).map(({ id }) => ref(id)),
    })),
    lines: [...lines.filter(({ endedAt }) => endedAt === null), ...lines.filter(({ endedAt }) => endedAt !== null)],
  };
}
