import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { iso } from '../queries/read.ts';
import type { Person } from '../tables.ts';
import { unitName } from '../tickets/permissions.ts';
import { originOf, type DutyReadDeps } from './duty-deps.ts';
import { seesAllRosters, seesRoster } from './duty-permissions.ts';
import { gapsIn, shiftAt, type Span } from './roster.ts';
import { rosters } from './shifts.ts';

const DAY_MS = 86_400_000;

export interface ShiftView {
  id: string;
  from: string;
  to: string;
  leader: Person | null;
  officers: Person[];
  setBy: Person;
  setAt: string;
  reason: string | null;
  /** When and by whom it was replaced or withdrawn; null = it stands. */
  endedAt: string | null;
  endedBy: Person | null;
}
export interface RosterView {
  unit: { id: string; name: string };
  shifts: ShiftView[];
  /** Of the days looked ahead, where the unit must be manned at all hours. */
  gaps: { from: string; to: string }[];
  /** Must be manned at all hours: whatever no shift covers is a gap. */
  allHours: boolean;
  now: ShiftView | null;
}

/** A unit's roster between two instants, changed rows included. @throws AppError not_found */
export async function rosterOfUnit(deps: DutyReadDeps, actor: Actor, unit: string, window: Span): Promise<RosterView> {
  const { db, books, time } = deps;
  if (!books.units.has(unit) || !seesRoster(actor, unit, books.units)) throw new AppError('not_found', '没有这个单位');
  const rows = await db
    .selectFrom('responder_shifts')
    .selectAll()
    .where('unit', '=', unit)
    .where('origin', '=', originOf(actor))
    .where('from_at', '<', window.to)
    .where('to_at', '>', window.from)
    .orderBy('from_at')
    .orderBy('ended_at', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute();
  const shifts = rows.map((row): ShiftView => ({
    ...{ id: row.id, from: toLocalIso(row.from_at), to: toLocalIso(row.to_at), leader: row.leader },
    ...{ officers: row.officers, setBy: row.set_by, setAt: toLocalIso(row.set_at), reason: row.reason },
    ...{ endedAt: iso(row.ended_at), endedBy: row.ended_by },
  }));
  const present = rows.filter(({ ended_at: ended }) => ended === null);
  const now = shiftAt(
    present.map((row) => ({ id: row.id, from: row.from_at, to: row.to_at })),
    time.now(),
  );
  const [found] = (await rosterGaps(deps, originOf(actor))).filter((one) => one.unit === unit);
  return {
    unit: { id: unit, name: unitName(books.units, unit) },
    shifts,
    gaps: (found?.gaps ?? []).map(({ from, to }) => ({ from: toLocalIso(from), to: toLocalIso(to) })),
    allHours: found !== undefined,
    now: shifts.find(({ id }) => id === now?.id) ?? null,
  };
}

export interface UnitGaps {
  unit: string;
  name: string;
  /** False: nobody has planned anything; the accounts count as on duty. */
  kept: boolean;
  gaps: Span[];
}

/** Gaps of the next days in the rosters of the units that are manned at all hours (D31). */
export async function rosterGaps({ db, books, time }: DutyReadDeps, origin: Origin): Promise<UnitGaps[]> {
  const { roundTheClock, lookAheadDays } = books.escalation.duty;
  const from = time.now();
  const window = { from, to: new Date(from.getTime() + lookAheadDays * DAY_MS) };
  const bodies = books.departments.units.filter(
    ({ kind, supervises_only: only }) => roundTheClock.includes(kind) && !only,
  );
  const kept = await rosters(
    db,
    origin,
    from,
    bodies.map(({ id }) => id),
  );
  return bodies.map(({ id, name }) => ({
    ...{ unit: id, name, kept: kept.has(id) },
    gaps: kept.has(id) ? gapsIn(kept.get(id)!, window) : [],
  }));
}

/** Names of the units whose roster this person may look at, those with one first in line of the tree. */
export const rosterUnits = ({ books }: DutyReadDeps, actor: Actor): { id: string; name: string }[] =>
  books.departments.units
    .filter(({ id }) => seesAllRosters(actor, books.units) || id === actor.unitId)
    .map(({ id, name }) => ({ id, name }));

export interface RosterLight {
  state: 'ok' | 'warn' | 'bad';
  why: string;
}

/** Light of the overview: bad while nobody is on duty or will not be within a day. */
export function rosterLight(units: readonly UnitGaps[], now: Date): RosterLight {
  const near = new Date(now.getTime() + DAY_MS);
  const named = (list: readonly UnitGaps[]): string => list.map(({ name }) => name).join('、');
  const soon = units.filter(({ gaps }) => gaps.some(({ from }) => from < near));
  const later = units.filter(({ gaps }) => gaps.length > 0);
  const none = units.filter(({ kept }) => !kept);
  if (soon.length > 0) return { state: 'bad', why: `24小时内值班有空档：${named(soon)}` };
  if (later.length > 0) return { state: 'warn', why: `今后几天值班表有空档：${named(later)}` };
  if (none.length > 0) return { state: 'warn', why: `未排值班表，按在用账号通知：${named(none)}` };
  return { state: 'ok', why: units.length === 0 ? '没有须24小时值班的单位' : '24小时值班已排满' };
}
