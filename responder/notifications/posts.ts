import type { Units } from '../tickets/permissions.ts';

const ROLES: Record<string, string> = {
  handler: '经办',
  unit_head: '负责人',
  duty_officer: '值班员',
  duty_leader: '带班领导',
  spokesperson: '新闻发言人',
  supervisor: '督查',
  leader: '领导',
};

/** handler@housing → 经办. */
export const roleTitle = (post: string): string => {
  const [role = ''] = post.split('@');
  return ROLES[role] ?? role;
};

/** handler@housing → 市住房和城乡建设局经办. */
export function postTitle(post: string, units: Units): string {
  const [role = '', unit = '*'] = post.split('@');
  return `${unit === '*' ? '' : (units.get(unit)?.name ?? unit)}${ROLES[role] ?? role}`;
}
