import type { Kysely, Selectable } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import type { DutyRow } from './duty-table.ts';
import { rosterOrigin } from './shifts.ts';
import type { DutyRowsTable } from './tables.ts';

const rowOf = (row: Selectable<DutyRowsTable>): DutyRow => ({
  ...{ topic: row.topic, keyword: row.keyword, unit: row.unit },
  ...{ validFrom: row.valid_from, setBy: row.set_by, reason: row.reason },
});

/** The duty table as it held at an instant: of a ticket that of its opening, so that a later change leaves it alone. */
export async function dutyRowsAt(db: Kysely<ResponderTables>, origin: Origin, at: Date): Promise<DutyRow[]> {
  const rows = await db
    .selectFrom('responder_duty_rows')
    .selectAll()
    .where('origin', '=', rosterOrigin(origin))
    .where('valid_from', '<=', at)
    .where(({ or, eb }) => or([eb('ended_at', 'is', null), eb('ended_at', '>', at)]))
    .execute();
  return rows.map(rowOf);
}
