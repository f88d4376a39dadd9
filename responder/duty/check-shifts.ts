import type { Kysely } from 'kysely';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import { parseInput } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { originOf, type DutyReadDeps } from './duty-deps.ts';
import { checkPlanner } from './duty-permissions.ts';
import { doubleBooked, type Double, type Shift } from './roster.ts';
import { shiftsInput, type ShiftsInput } from './shift-input.ts';
import { shiftOf } from './shifts.ts';

/** What stands against each shift if it were planned now, in their order; null = nothing. Writes nothing. @throws AppError forbidden, invalid_input */
export async function checkShifts(
  { db, books, time }: DutyReadDeps,
  raw: ShiftsInput,
  actor: Actor,
): Promise<(string | null)[]> {
  const input = parseInput(shiftsInput, raw);
  checkPlanner(actor, input.unit);
  const wanted = wantedOf(input);
  const present = await presentShifts(db, originOf(actor), time.now());
  const left = input.replace ? present.filter((one) => !isReplaced(one, input.unit, wanted)) : present;
  return shiftProblems(wanted, left, time.now(), (id) => unitName(books.units, id));
}

type Wanted = Pick<ReturnType<typeof shiftsInput.parse>, 'unit' | 'shifts'>;
/** The new shifts as the rules of the roster read them; their ids name their places. */
export const wantedOf = ({ unit, shifts }: Wanted): Shift[] =>
  shifts.map(({ from, to, leader, officers }, index) => ({
    ...{ id: `new-${index}`, unit, from: new Date(from), to: new Date(to), leader, officers },
  }));

/** Shifts that stand and are not over. */
export async function presentShifts(db: Kysely<ResponderTables>, origin: Origin, now: Date): Promise<Shift[]> {
  const rows = await db
    .selectFrom('responder_shifts')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('origin', '=', origin)
    .where('to_at', '>', now)
    .execute();
  return rows.map(shiftOf);
}

/** Does one of the new shifts of this unit take the place of what stands? */
export const isReplaced = (one: Shift, unit: string, wanted: readonly Shift[]): boolean =>
  one.unit === unit && wanted.some(({ from, to }) => from < one.to && one.from < to);

const HOUR_MS = 3_600_000;
const LONGEST_HOURS = 72;
const FARTHEST_DAYS = 366;

/** What is wrong with a shift whatever else is planned. */
function ownProblem({ from, to, leader, officers }: Shift, now: Date): string | null {
  const hours = (to.getTime() - from.getTime()) / HOUR_MS;
  if (leader === null && officers.length === 0) return '班次须有带班领导或值班员';
  if (hours <= 0) return '班次的止须晚于起';
  if (hours > LONGEST_HOURS) return `一个班次最长${LONGEST_HOURS}小时，这一班有${Math.round(hours)}小时`;
  if (to <= now) return '已结束的班次不能再安排';
  if (from.getTime() - now.getTime() > FARTHEST_DAYS * 24 * HOUR_MS) return `只能安排今后${FARTHEST_DAYS}天以内的班次`;
  return null;
}

/** Wrong in itself, or a unit or a person booked twice; each new shift is looked at with those before it. */
export const shiftProblems = (
  wanted: readonly Shift[],
  present: readonly Shift[],
  now: Date,
  nameOf: (unit: string) => string,
): (string | null)[] =>
  wanted.map((shift, index) => {
    const own = ownProblem(shift, now);
    if (own !== null) return own;
    const double = doubleBooked([shift], [...wanted.slice(0, index), ...present]);
    return double === null ? null : inWords(double, nameOf);
  });

function inWords({ shift: one, other, person: whom }: Double, nameOf: (unit: string) => string): string {
  const when = `${spokenTime(one.from)}至${spokenTime(one.to)}`;
  const there = `${spokenTime(other.from)}至${spokenTime(other.to)}`;
  return whom === null
    ? `${nameOf(one.unit)}${when}与已排的班次（${there}）重叠；如要替换，请选择“替换原班次”`
    : `${whom.name}${when}已在${nameOf(other.unit)}值班（${there}），不能重复排班`;
}
