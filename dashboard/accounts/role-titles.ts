import type { Role } from '../../platform/runtime/kernel.ts';

export const ROLE_TITLES: Record<Role, string> = {
  duty_officer: '值班员',
  duty_leader: '带班领导',
  handler: '部门经办',
  unit_head: '部门负责人',
  spokesperson: '新闻发言人',
  leader: '领导',
  supervisor: '督查',
  evaluator: '第三方评估',
  system_admin: '系统管理员',
  security_admin: '安全管理员',
  audit_admin: '审计管理员',
};
