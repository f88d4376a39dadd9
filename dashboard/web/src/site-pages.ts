import type { Role } from '../../../platform/runtime/kernel.ts';

/** A page of the business part: who may open it, and whether it stands in the menu. */
export interface SitePage {
  /** Name of its route. */
  name: string;
  to: string;
  title: string;
  /** Absent = every business role. */
  roles?: readonly Role[];
  /** The operation it rests on: whoever may not call that may not open the page either. */
  rests: string;
}
const DUTY = ['duty_officer', 'duty_leader'] as const;

/** In the order of the menu. The menu and the refusal both read it. */
export const SITE_PAGES: readonly SitePage[] = [
  { name: 'overview', to: '/', title: '总览', rests: 'overview.read' },
  { name: 'tasks', to: '/tasks', title: '我的任务', rests: 'tasks.list' },
  { name: 'stream', to: '/stream', title: '信息流', rests: 'stream.list' },
  { name: 'events', to: '/events', title: '舆情事件', rests: 'events.list' },
  { name: 'tickets', to: '/tickets', title: '工单', rests: 'tickets.list' },
  { name: 'promises', to: '/promises', title: '承诺台账', rests: 'promises.list' },
  { name: 'papers', to: '/papers', title: '来文', rests: 'inquiries.list', roles: ['handler', 'unit_head'] },
  {
    name: 'register',
    to: '/register',
    title: '快速登记',
    rests: 'registrations.create',
    roles: [...DUTY, 'spokesperson'],
  },
  {
    ...{ name: 'evaluation', to: '/evaluation', title: '办理情况', rests: 'evaluation.counts' },
    roles: [...DUTY, 'leader', 'supervisor', 'evaluator'],
  },
  {
    ...{ name: 'accountability', to: '/accountability', title: '问责', rests: 'accountability.cases' },
    roles: ['supervisor', 'leader', 'unit_head', 'duty_leader'],
  },
  {
    ...{ name: 'speakers', to: '/speakers', title: '发言人', rests: 'speakers.set' },
    roles: [...DUTY, 'spokesperson', 'unit_head'],
  },
  { name: 'duty', to: '/duty', title: '值班', rests: 'roster.read' },
  { name: 'try', to: '/try', title: '试一段文字', rests: 'analyses.try', roles: [...DUTY, 'system_admin'] },
  {
    name: 'corrections',
    to: '/corrections',
    title: '纠正记录',
    rests: 'feedback.list',
    roles: [...DUTY, 'system_admin'],
  },
];

/** Pages of the menu of a business person. */
export const menuFor = (roles: readonly Role[]): readonly SitePage[] =>
  SITE_PAGES.filter((page) => page.roles === undefined || page.roles.some((role) => roles.includes(role)));

/** Null = may open it; else the refusal shown in place of the page, in the words of the API's 403. */
export function whyRefused(name: string, roles: readonly Role[]): string | null {
  const page = SITE_PAGES.find((each) => each.name === name);
  if (!page?.roles || page.roles.some((role) => roles.includes(role))) return null;
  return `您的岗位不能查看“${page.title}”。如工作需要，请联系本单位负责人或账号管理员。`;
}
