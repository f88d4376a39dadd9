import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { isCoordinating, leadsPlace, type Units } from '../tickets/permissions.ts';

const MAY_PLAN = ['duty_leader', 'duty_officer', 'unit_head'] as const;
const ON_DUTY = ['duty_leader', 'duty_officer', 'unit_head', 'handler'] as const;
interface Holder {
  roles: readonly Role[];
}
const has = (actor: Holder, roles: readonly Role[]): boolean => roles.some((role) => actor.roles.includes(role));

/** Duty staff of the lead bodies, supervision and leaders look at every unit's roster; others at their own. */
export const seesAllRosters = (actor: Actor, units: Units): boolean =>
  isCoordinating(actor, units) || leadsPlace(actor, units) || has(actor, ['supervisor']);
export const seesRoster = (actor: Actor, unit: string, units: Units): boolean =>
  actor.unitId === unit || seesAllRosters(actor, units);

/** May work at the sheets of the own unit. */
export const isOnDutyRole = (actor: Holder): boolean => has(actor, ON_DUTY);

/** In the place of a shift of which nobody is left: 带班领导; where there is none the head of the unit; where there is none either, who is on duty. */
const STAND_INS = [['duty_leader'], ['unit_head'], ON_DUTY] as const;
export function standInsAmong<P extends Holder>(people: readonly P[]): P[] {
  const found = STAND_INS.map((roles) => people.filter((person) => has(person, roles)));
  return found.find((group) => group.length > 0) ?? [];
}

/** 排班: a unit plans its own duty. @throws AppError 'forbidden' */
export function checkPlanner(actor: Actor, unit: string): void {
  if (actor.unitId !== unit || !has(actor, MAY_PLAN))
    throw new AppError('forbidden', '只有本单位的带班领导、值班员或负责人可以安排本单位值班');
}

/** 交接班. @throws AppError 'forbidden' */
export function checkOnDuty(actor: Actor, unit: string): void {
  if (actor.unitId !== unit || !isOnDutyRole(actor))
    throw new AppError('forbidden', '只有本单位值班人员可以办理交接班');
}

/** 职责表: the two lead bodies that assign. @throws AppError 'forbidden' */
export function checkDutyKeeper(actor: Actor, units: Units): void {
  if (!isCoordinating(actor, units))
    throw new AppError('forbidden', '只有政府办、网信办等牵头单位的值班人员可以修改职责表');
}
