import type { Role } from '../../platform/runtime/kernel.ts';
import type { DutyRoster } from '../deadlines/due.ts';
import { DAY_MS, MINUTE_MS, dayOf, instantOf, parseDay } from '../deadlines/calendar.ts';
import type { Person } from '../table-types.ts';

/** One shift of one unit, from inclusive, to exclusive. */
export interface Shift {
  id: string;
  unit: string;
  from: Date;
  to: Date;
  /** 带班领导; null = none in this shift. */
  leader: Person | null;
  /** 值班员. */
  officers: Person[];
}
export interface Span {
  from: Date;
  to: Date;
}

/** Which posts who is on the roster holds while the shift lasts. The other posts are no duty and are not asked of a roster. */
const OFFICER_ROLES: readonly Role[] = ['duty_officer', 'handler'];
const LEADER_ROLES: readonly Role[] = ['duty_leader', 'unit_head'];
export const isRostered = (role: Role): boolean => OFFICER_ROLES.includes(role) || LEADER_ROLES.includes(role);

export const shiftAt = <S extends Span>(shifts: readonly S[], at: Date): S | null =>
  shifts.find((shift) => shift.from <= at && at < shift.to) ?? null;

export const peopleOf = ({ leader, officers }: Pick<Shift, 'leader' | 'officers'>): Person[] =>
  leader === null ? officers : [leader, ...officers];

/** Who holds a post of the unit at this instant; empty = nobody is on duty. */
export function holders(shifts: readonly Shift[], role: Role, at: Date): Person[] {
  const shift = shiftAt(shifts, at);
  if (shift === null) return [];
  if (OFFICER_ROLES.includes(role)) return shift.officers;
  return shift.leader === null ? [] : [shift.leader];
}

/** Times inside a window nobody is on duty, in order. */
export function gapsIn(shifts: readonly Span[], window: Span): Span[] {
  const gaps: Span[] = [];
  let covered = window.from.getTime();
  const end = window.to.getTime();
  for (const shift of [...shifts].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const begins = Math.min(shift.from.getTime(), end);
    if (begins > covered) gaps.push({ from: new Date(covered), to: new Date(begins) });
    covered = Math.max(covered, shift.to.getTime());
  }
  if (covered < end) gaps.push({ from: new Date(covered), to: window.to });
  return gaps;
}

const meet = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

export interface Double {
  /** Which rule is broken: two shifts of one unit at once, or one person in two places. */
  what: 'unit' | 'person';
  shift: Shift;
  other: Shift;
  person: Person | null;
}

/** The first double booking among new shifts, and between them and those that are there. */
export function doubleBooked(wanted: readonly Shift[], existing: readonly Shift[]): Double | null {
  for (const [index, shift] of wanted.entries())
    for (const other of [...wanted.slice(0, index), ...existing]) {
      if (!meet(shift, other)) continue;
      if (shift.unit === other.unit) return { what: 'unit', shift, other, person: null };
      const ids = new Set(peopleOf(other).map(({ id }) => id));
      const person = peopleOf(shift).find(({ id }) => ids.has(id));
      if (person) return { what: 'person', shift, other, person };
    }
  return null;
}

/**
 * The roster as duty windows of the due engine. Of a day the roster does not reach it says null (office hours hold there): a clock that ends
 * after the last planned shift must end all the same.
 */
export function dutyRoster(shifts: readonly Span[]): DutyRoster | undefined {
  if (shifts.length === 0) return undefined;
  const first = Math.min(...shifts.map(({ from }) => dayOf(from)));
  const last = Math.max(...shifts.map(({ to }) => dayOf(new Date(to.getTime() - 1))));
  return (text) => {
    const day = parseDay(text);
    if (day < first || day > last) return null;
    const midnight = instantOf(day);
    const window = { from: midnight, to: new Date(midnight.getTime() + DAY_MS) };
    const minute = (at: Date): number => Math.floor((at.getTime() - midnight.getTime()) / MINUTE_MS);
    const free = gapsIn(shifts, window);
    return gapsIn(free, window).map(({ from, to }): [number, number] => [minute(from), minute(to)]);
  };
}
