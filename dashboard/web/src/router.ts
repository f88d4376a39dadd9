import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { whenSignedOut } from './api/client.ts';
import { loadMe, me } from './api/session.ts';

const business: RouteRecordRaw[] = [
  { path: '', name: 'overview', component: () => import('./pages/OverviewPage.vue'), meta: { title: '总览' } },
  { path: 'stream', name: 'stream', component: () => import('./pages/StreamPage.vue'), meta: { title: '信息流' } },
  { path: 'events', name: 'events', component: () => import('./pages/EventsPage.vue'), meta: { title: '舆情事件' } },
  { path: 'events/:id', name: 'event', component: () => import('./pages/EventPage.vue'), meta: { title: '事件详情' } },
  { path: 'tickets', name: 'tickets', component: () => import('./pages/TicketsPage.vue'), meta: { title: '工单' } },
  {
    path: 'tickets/:id',
    name: 'ticket',
    component: () => import('./pages/TicketPage.vue'),
    meta: { title: '工单详情' },
  },
  { path: 'papers', name: 'papers', component: () => import('./pages/PapersPage.vue'), meta: { title: '来文' } },
  { path: 'tasks', name: 'tasks', component: () => import('./pages/TasksPage.vue'), meta: { title: '我的任务' } },
  {
    path: 'promises',
    name: 'promises',
    component: () => import('./pages/PromisesPage.vue'),
    meta: { title: '承诺台账' },
  },
  {
    path: 'register',
    name: 'register',
    component: () => import('./pages/RegisterPage.vue'),
    meta: { title: '快速登记' },
  },
  {
    path: 'try',
    name: 'try',
    component: () => import('./pages/TryPage.vue'),
    meta: { title: '试一段文字' },
  },
  {
    path: 'corrections',
    name: 'corrections',
    component: () => import('./pages/CorrectionsPage.vue'),
    meta: { title: '纠正记录' },
  },
  {
    path: 'duty/:tab(roster|handover|table|organisation)?',
    name: 'duty',
    component: () => import('./pages/DutyPage.vue'),
    meta: { title: '值班' },
  },
  {
    path: 'notifications',
    name: 'notifications',
    component: () => import('./pages/NotificationsPage.vue'),
    meta: { title: '消息' },
  },
  {
    path: 'accountability',
    name: 'accountability',
    component: () => import('./pages/AccountabilityPage.vue'),
    meta: { title: '问责' },
  },
  {
    path: 'speakers',
    name: 'speakers',
    component: () => import('./pages/SpeakersPage.vue'),
    meta: { title: '新闻发言人' },
  },
  {
    path: 'evaluation',
    name: 'evaluation',
    component: () => import('./pages/EvaluationPage.vue'),
    meta: { title: '办理情况' },
  },
];
const admin: RouteRecordRaw[] = [
  {
    path: 'admin/accounts',
    name: 'accounts',
    component: () => import('./pages/AccountsPage.vue'),
    meta: { title: '账号管理' },
  },
  {
    path: 'admin/sources',
    name: 'sources',
    component: () => import('./pages/SourcesPage.vue'),
    meta: { title: '信息来源' },
  },
  {
    path: 'admin/channels',
    name: 'channels',
    component: () => import('./pages/ChannelsPage.vue'),
    meta: { title: '通知通道' },
  },
  {
    path: 'admin/parked',
    name: 'parked',
    component: () => import('./pages/ParkedPage.vue'),
    meta: { title: '搁置消息' },
  },
  {
    path: 'admin/settings',
    name: 'settings',
    component: () => import('./pages/SettingsPage.vue'),
    meta: { title: '规则与设置' },
  },
  { path: 'admin/audit', name: 'audit', component: () => import('./pages/AuditPage.vue'), meta: { title: '审计日志' } },
];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/login',
      name: 'login',
      component: () => import('./pages/LoginPage.vue'),
      meta: { open: true, title: '登录' },
    },
    {
      path: '/setup',
      name: 'setup',
      component: () => import('./pages/SetupPage.vue'),
      meta: { open: true, title: '首次设置' },
    },
    {
      path: '/password',
      name: 'password',
      component: () => import('./pages/PasswordPage.vue'),
      meta: { title: '修改密码' },
    },
    { path: '/', component: () => import('./layout/MainLayout.vue'), children: [...business, ...admin] },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});

/** The three administrators and the evaluator have only their own pages, business roles no administration. */
const FEW_PAGES: Record<string, string[]> = {
  security_admin: ['accounts'],
  audit_admin: ['audit'],
  system_admin: ['sources', 'channels', 'parked', 'settings', 'try', 'corrections'],
  evaluator: ['evaluation'],
};
const ADMIN_NAMES = new Set(admin.map((page) => page.name));

/** Names of the only pages of this person, the first is home; null = the business pages. */
function ownPages(): string[] | null {
  const role = me.value?.roles.find((each) => FEW_PAGES[each]);
  return role ? (FEW_PAGES[role] ?? null) : null;
}

router.beforeEach(async (to) => {
  document.title = `${String(to.meta['title'] ?? '')} · 回应`;
  if (to.meta['open']) return true;
  const person = me.value ?? (await loadMe());
  if (!person) return { name: 'login', query: { to: to.fullPath } };
  if (person.mustChangePassword && to.name !== 'password') return { name: 'password' };
  if (to.name === 'password') return true;
  const own = ownPages();
  if (own && !own.includes(String(to.name))) return { name: own[0] ?? 'password' };
  if (!own && ADMIN_NAMES.has(to.name ?? '')) return { name: 'overview' };
  return true;
});

whenSignedOut(() => {
  me.value = null;
  const to = router.currentRoute.value;
  if (!to.meta['open']) void router.replace({ name: 'login', query: { to: to.fullPath, ended: '1' } });
});
