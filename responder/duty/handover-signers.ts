import type { Kysely, Selectable } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { Person, ResponderTables } from '../tables.ts';
import type { KnownPerson } from '../tickets/people.ts';
import { isOnDutyRole, standInsAmong } from './duty-permissions.ts';
import { peopleOf, shiftAt } from './roster.ts';
import { rosters, shiftOf } from './shifts.ts';
import type { HandoversTable } from './tables.ts';

type Sheet = Selectable<HandoversTable>;
export type Side = 'out' | 'in';

/** Why somebody else signs, in the words of the screen. */
export const CANNOT_SIGN = '其无本单位值班账号或已在另一方签字';

export interface Signers {
  /** By the roster; null = anybody on duty in the unit, where nothing is planned. */
  named: Person[] | null;
  /** Who signs in their place; null: one of them can, and then nobody signs for him. */
  standIns: KnownPerson[] | null;
}

/**
 * A shift that is over cannot be planned anew. Where none of those planned has an account on duty in the unit, or the only one has signed for the
 * other side, somebody else of the unit signs in their place. `known` absent: who has an account is not known, and everybody is taken to have one.
 */
export async function signersOf(
  { db, known }: { db: Kysely<ResponderTables>; known: readonly KnownPerson[] | undefined },
  sheet: Sheet,
  side: Side,
): Promise<Signers> {
  const named = await plannedFor(db, sheet, side);
  if (named === null || known === undefined) return { named, standIns: null };
  const other = side === 'out' ? sheet.in_by : sheet.out_by;
  const free = known.filter(({ id, unitId }) => unitId === sheet.unit && id !== other?.id);
  const canSign = named.some(({ id }) => free.some((person) => person.id === id && isOnDutyRole(person)));
  return { named, standIns: canSign ? null : standInsAmong(free) };
}

export const maySign = ({ named, standIns }: Signers, { id }: Pick<Actor, 'id'>): boolean =>
  named === null || [...named, ...(standIns ?? [])].some((person) => person.id === id);

/** The names in whose place this person signs; null = in his own. */
export const insteadOf = ({ named }: Signers, actor: Pick<Actor, 'id'>): string | null =>
  named === null || named.some(({ id }) => id === actor.id) ? null : named.map(({ name }) => name).join('、');

/** What stands beside the button of a side that is not signed. */
export interface SideOpen {
  /** By the roster, else who stands in; [] = anybody on duty in the unit. */
  names: string[];
  /** Neither those planned nor anybody in their place has an account left that may sign. */
  nobody: boolean;
  /** May this person sign it? */
  mine: boolean;
}

/** Null = signed. */
export async function openSides(
  deps: Parameters<typeof signersOf>[0],
  sheet: Sheet,
  actor: Actor,
): Promise<Record<Side, SideOpen | null>> {
  const side = async (one: Side): Promise<SideOpen | null> => {
    const [signed, other] = one === 'out' ? [sheet.out_by, sheet.in_by] : [sheet.in_by, sheet.out_by];
    if (signed !== null) return null;
    const signers = await signersOf(deps, sheet, one);
    const isFree = actor.unitId === sheet.unit && isOnDutyRole(actor) && other?.id !== actor.id;
    const names = (signers.standIns ?? signers.named ?? []).map(({ name }) => name);
    return { names, nobody: signers.standIns?.length === 0, mine: isFree && maySign(signers, actor) };
  };
  return { out: await side('out'), in: await side('in') };
}

async function plannedFor(db: Kysely<ResponderTables>, sheet: Sheet, side: Side): Promise<Person[] | null> {
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
