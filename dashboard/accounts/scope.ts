import type { Origin, Role } from '../../platform/runtime/kernel.ts';

/** Rows a person may see. Admins and the evaluator see no business rows at all. */
export type Scope = { kind: 'all' } | { kind: 'unit'; unitId: string } | { kind: 'none' };

/** 网信办、政府办、新闻办、领导、督查 oversee everything; a department only its own tickets (DESIGN §1). */
const OVERSEEING: readonly Role[] = ['duty_officer', 'duty_leader', 'spokesperson', 'leader', 'supervisor'];
const DEPARTMENT: readonly Role[] = ['handler', 'unit_head'];

export function scopeOf(person: { roles: readonly Role[]; unitId: string | null }): Scope {
  if (person.roles.some((role) => OVERSEEING.includes(role))) return { kind: 'all' };
  const inDepartment = person.roles.some((role) => DEPARTMENT.includes(role));
  return inDepartment && person.unitId !== null ? { kind: 'unit', unitId: person.unitId } : { kind: 'none' };
}

/** May this scope see something that belongs to these units? */
export function seesUnits(scope: Scope, units: readonly string[]): boolean {
  return scope.kind === 'all' || (scope.kind === 'unit' && units.includes(scope.unitId));
}

/** A demo account looks at everything on a demo machine; a real one never sees invented rows among real ones. */
export const seesOrigin = (accountOrigin: Origin, rowOrigin: Origin): boolean =>
  accountOrigin === 'demo' || rowOrigin !== 'demo';
