import type { TargetConfig } from '../../config/schema/notifications.ts';
import type { Unit } from '../../config/schema/departments.ts';
import { keepersOf, type Units } from '../tickets/permissions.ts';

type Line = Pick<TargetConfig, 'channel' | 'role' | 'unit'>;
const DUTY: readonly Line['role'][] = ['duty_officer', 'duty_leader'];

/** Whose people stand behind a line without a unit: a duty desk is one of the lead bodies, a leader one of a government, and so on. */
const BEHIND_COMMON: Record<Line['role'], (unit: Unit) => boolean> = {
  duty_officer: ({ kind }) => kind === 'lead_body',
  duty_leader: ({ kind }) => kind === 'lead_body',
  supervisor: ({ supervises_only }) => supervises_only === true,
  spokesperson: ({ kind }) => kind === 'press' || kind === 'lead_body',
  leader: ({ kind }) => kind === 'government',
  handler: () => true,
  unit_head: () => true,
};

/** Does this line ring at a unit the matter accuses: its own, or a common one that it has no own line beside? */
export function ringsAccused(
  line: Line,
  accused: readonly string[],
  { lines, units }: { lines: readonly Line[]; units: Units },
): boolean {
  if (line.unit !== '*') return accused.includes(line.unit);
  const hasOwn = (id: string): boolean =>
    lines.some(({ channel, role, unit }) => channel === line.channel && role === line.role && unit === id);
  return accused.some((id) => {
    const unit = units.get(id);
    return unit !== undefined && BEHIND_COMMON[line.role](unit) && !hasOwn(id);
  });
}

/** The lines of a channel by which those hear of a matter who keep it in the place of an accused lead body, for one of its posts. */
export function linesInPlace<L extends Line>(
  role: string,
  accused: readonly string[],
  { lines, units }: { lines: readonly L[]; units: Units },
): L[] {
  const keepers = [...keepersOf(accused, units)];
  const keeps = (line: Line): boolean =>
    keepers.some(([unit, roles]) => (line.unit === unit || line.unit === '*') && roles.includes(line.role));
  // A leader on duty is not rung for what would ring the officer.
  const fits = (line: Line): boolean => line.role === role || !DUTY.includes(line.role);
  return lines.filter((line) => keeps(line) && fits(line) && !ringsAccused(line, accused, { lines, units }));
}

/** A post that hears of the matter because the duty desk of a lead body may not: what the ledger names in its place. */
export const inPlaceOfDuty = (role: string, accused: readonly string[], units: Units): boolean =>
  role === 'supervisor' && keepersOf(accused, units).size > 0;
