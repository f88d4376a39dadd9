import type { Role } from '../../platform/runtime/kernel.ts';
import type { AccessBook } from '../../config/schema/access.ts';
import { ROLE_TITLES } from './role-titles.ts';
import { LEADING_KINDS, scopeOf, type KindOf } from './scope.ts';

/** 三员分立 (GB/T 22239-2019 8.1.5): system, security and audit administrators. */
export const ADMIN_ROLES = ['system_admin', 'security_admin', 'audit_admin'] as const satisfies Role[];
const DUTY_ROLES: readonly Role[] = ['duty_officer', 'duty_leader'];
/** Their own pages show no event and no ticket, whatever unit they belong to. */
const APART: readonly Role[] = [...ADMIN_ROLES, 'evaluator'];

export const isAdmin = (roles: readonly Role[]): boolean =>
  roles.some((role) => (ADMIN_ROLES as readonly Role[]).includes(role));

/**
 * Chinese sentence why these roles cannot be one account's, or null. A role that would see nothing in this unit is refused by the very
 * rule that decides what is seen: whoever gets the account would find empty pages and not know why.
 */
export function roleProblem(roles: readonly Role[], unitId: string | null, kindOf: KindOf): string | null {
  if (roles.length === 0) return '至少选择一个角色';
  if (new Set(roles).size !== roles.length) return '角色重复';
  if (isAdmin(roles) && roles.length > 1) return '系统管理员、安全管理员、审计管理员互不兼任，也不兼任业务角色';
  if (roles.includes('evaluator') && roles.length > 1) return '第三方评估员不兼任其他角色';
  if (roles.includes('leader') && unitId !== null && !LEADING_KINDS.includes(kindOf(unitId)))
    return '领导可查看全市事项，只设在政府或牵头单位（如政府办、网信办）；本单位负责人请选“部门负责人”';
  const seesNothing = (role: Role): boolean =>
    !APART.includes(role) && scopeOf({ roles: [role], unitId }, kindOf).kind === 'none';
  const blind = roles.filter(seesNothing).map((role) => ROLE_TITLES[role]);
  if (blind.length === 0) return null;
  return unitId === null
    ? `${blind.join('、')}必须归属一个单位，否则登录后看不到任何信息`
    : `${blind.join('、')}在所选单位没有可办的工作，登录后看不到任何信息；请改选单位（如政府办、网信办、督查室）或角色`;
}

/** Administrators leave soonest, a duty screen stays through the shift; with several roles the strictest but duty decides. */
export function idleMinutes(roles: readonly Role[], book: AccessBook['session']): number {
  if (isAdmin(roles)) return book.idleMinutes.admin;
  return roles.some((role) => DUTY_ROLES.includes(role)) ? book.idleMinutes.duty : book.idleMinutes.business;
}
