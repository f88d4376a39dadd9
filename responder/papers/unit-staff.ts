import type { Actor } from '../../platform/runtime/kernel.ts';

/** Who may read and answer what was sent to a unit. */
export const isUnitStaff = (actor: Actor, unit: string): boolean =>
  actor.unitId === unit && actor.roles.some((role) => role === 'handler' || role === 'unit_head');
