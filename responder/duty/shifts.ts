import type { Kysely, Selectable } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import type { Shift } from './roster.ts';
import type { ShiftsTable } from './tables.ts';

export type ShiftRow = Selectable<ShiftsTable>;

export const shiftOf = ({ id, unit, from_at, to_at, leader, officers }: ShiftRow): Shift => ({
  ...{ id, unit, from: from_at, to: to_at, leader, officers },
});

/** Drills are manned by the real roster; the demonstration has its own. */
export const rosterOrigin = (origin: Origin): Origin => (origin === 'demo' ? 'demo' : 'live');

const DAY_MS = 86_400_000;
/** So long after its last shift a unit still counts as one that keeps a roster: nobody being planned is a gap, not a return to the accounts. */
export const KEPT_DAYS = 7;

/** Present shifts that decide who is on duty, by unit: those of the last week and all to come. */
export async function rosters(
  db: Kysely<ResponderTables>,
  origin: Origin,
  now: Date,
  units?: readonly string[],
): Promise<Map<string, Shift[]>> {
  let query = db
    .selectFrom('responder_shifts')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('origin', '=', rosterOrigin(origin))
    .where('to_at', '>', new Date(now.getTime() - KEPT_DAYS * DAY_MS))
    .orderBy('from_at');
  if (units !== undefined) query = query.where('unit', 'in', units.length === 0 ? [''] : [...units]);
  const found = new Map<string, Shift[]>();
  for (const row of await query.execute()) found.set(row.unit, [...(found.get(row.unit) ?? []), shiftOf(row)]);
  return found;
}
