import type { Role } from '../../platform/runtime/kernel.ts';
import type { AccessBook } from '../../config/schema/access.ts';

/** 三员分立 (GB/T 22239-2019 8.1.5): system, security and audit administrators. */
export const ADMIN_ROLES = ['system_admin', 'security_admin', 'audit_admin'] as const satisfies Role[];
const DUTY_ROLES: readonly Role[] = ['duty_officer', 'duty_leader'];
/** Roles whose work is bound to one unit, so an account without a unit would see nothing. */
const UNIT_ROLES: readonly Role[] = [
  ...DUTY_ROLES,
  ...(['handler', 'unit_head', 'spokesperson', 'supervisor'] as const),
];

export const isAdmin = (roles: readonly Role[]): boolean =>
  roles.some((role) => (ADMIN_ROLES as readonly Role[]).includes(role));

/** Chinese sentence why these roles cannot be one account's, or null. */
export function roleProblem(roles: readonly Role[], unitId: string | null): string | null {
  if (roles.length === 0) return '至少选择一个角色';
  if (new Set(roles).size !== roles.length) return '角色重复';
  if (isAdmin(roles) && roles.length > 1) return '系统管理员、安全管理员、审计管理员互不兼任，也不兼任业务角色';
  if (roles.includes('evaluator') && roles.length > 1) return '第三方评估员不兼任其他角色';
  if (unitId === null && roles.some((role) => UNIT_ROLES.includes(role)))
    return '值班员、带班领导、部门经办、部门负责人、新闻发言人、督查必须归属一个单位，否则登录后看不到任何信息';
  return null;
}

/** Administrators leave soonest, a duty screen stays through the shift; with several roles the strictest but duty decides. */
export function idleMinutes(roles: readonly Role[], book: AccessBook['session']): number {
  if (isAdmin(roles)) return book.idleMinutes.admin;
  return roles.some((role) => DUTY_ROLES.includes(role)) ? book.idleMinutes.duty : book.idleMinutes.business;
}
