import type { Kysely, Selectable } from 'kysely';
import type { Person, ResponderTables } from '../tables.ts';
import { peopleOf, shiftAt } from './roster.ts';
import { rosters, shiftOf } from './shifts.ts';
import type { HandoversTable } from './tables.ts';

/** Who may sign a sheet by the roster; null = anybody on duty in the unit, where nothing is planned. */
export async function signersOf(
  db: Kysely<ResponderTables>,
  sheet: Selectable<HandoversTable>,
  side: 'out' | 'in',
): Promise<Person[] | null> {
  if (side === 'out') {
    if (sheet.shift_id === null) return null;
    const query = db.selectFrom('responder_shifts').selectAll().where('id', '=', sheet.shift_id);
    return peopleOf(shiftOf(await query.executeTakeFirstOrThrow()));
  }
  const shifts = (await rosters(db, sheet.origin, sheet.to_at, [sheet.unit])).get(sheet.unit) ?? [];
  const next = shiftAt(shifts, sheet.to_at);
  // Written in the middle of a shift: whoever takes over is not planned.
  return next === null || next.id === sheet.shift_id ? null : peopleOf(next);
}
