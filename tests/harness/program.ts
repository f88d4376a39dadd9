import { Registry } from 'prom-client';
import { createAnalyzer, type Analyzer, type AnalyzerTables } from '../../analyzer/index.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { accessSchema } from '../../config/schema/access.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { sourcesSchema } from '../../config/schema/sources.ts';
import { readSettings } from '../../config/settings.ts';
import type { AccountsContext } from '../../dashboard/accounts/accounts-context.ts';
import { changePassword } from '../../dashboard/accounts/change-password.ts';
import { createAccount } from '../../dashboard/accounts/manage-accounts.ts';
import { readSession, sessionHash } from '../../dashboard/accounts/sessions.ts';
import { signIn } from '../../dashboard/accounts/sign-in.ts';
import { Units } from '../../dashboard/api/units.ts';
import {
  createDashboard,
  createPeople,
  createStaff,
  type Dashboard,
  type DashboardTables,
} from '../../dashboard/index.ts';
import { createIngest, type IngestTables } from '../../ingest/index.ts';
import { createHttp, type Http } from '../../platform/runtime/http.ts';
import type { Kernel, Role } from '../../platform/runtime/kernel.ts';
import { createResponder, type Responder, type ResponderTables } from '../../responder/index.ts';
import { clientOf, type TestApi } from './dashboard.ts';
import { testKernel, type TestKernel } from './kernel.ts';

export type ProgramTables = DashboardTables & IngestTables & AnalyzerTables & ResponderTables;

export interface Program {
  test: TestKernel<ProgramTables>;
  analyzer: Analyzer;
  responder: Responder;
  dashboard: Dashboard;
  http: Http;
  client: Pick<TestApi, 'act' | 'read' | 'cookieOf'>;
  /** A real account with its password changed; returns its cookie. */
  liveAccount(login: string, unitId: string | null, ...roles: Role[]): Promise<string>;
  close(): Promise<void>;
}

const FIRST = 'Right-One-1';

/** All rooms over one real database and simulated time, with the demo accounts. */
export async function program(now: Date): Promise<Program> {
  const test = await testKernel<ProgramTables>({ now });
  const kernel = <T>(): Kernel<T> => test.kernel as unknown as Kernel<T>;
  const settings = readSettings({ HUIYING_DATA: '/tmp' });
  const sources = loadRulebook(shippedConfigFolder(), 'sources', sourcesSchema);
  const ingest = createIngest({ kernel: kernel<IngestTables>(), settings, sources, env: {} });
  const analyzer = createAnalyzer({ kernel: kernel<AnalyzerTables>(), settings });
  const responder = createResponder({
    ...{ kernel: kernel<ResponderTables>(), settings },
    staff: createStaff(kernel<DashboardTables>().db),
    files: (id) => ingest.queries.readAttachment(id),
    people: createPeople(kernel<DashboardTables>().db),
  });
  const dashboard = createDashboard({ kernel: kernel<DashboardTables>(), settings, ingest, analyzer, responder });
  const ready = () => Promise.resolve({ ready: true, parts: {} });
  const http = createHttp({ host: '127.0.0.1', port: 0, log: test.kernel.log, metrics: new Registry(), ready });
  for (const { path, router } of dashboard.routers) http.mount(path, router);
  for (const stage of [analyzer, responder, dashboard]) await stage.start();
  await dashboard.seedDemoAccounts();
  const client = clientOf(http);
  return {
    ...{ test, analyzer, responder, dashboard, http, client },
    async liveAccount(login, unitId, ...roles) {
      await enrol(accountsOf(kernel<DashboardTables>()), login, unitId, roles);
      return client.cookieOf(login, FIRST);
    },
    async close() {
      for (const stage of [dashboard, responder, analyzer]) await stage.stop();
      await http.close();
      await test.close();
    },
  };
}

function accountsOf({ db, transact, time, keys }: Kernel<DashboardTables>): AccountsContext {
  const access = loadRulebook(shippedConfigFolder(), 'access', accessSchema);
  const units = new Units(loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema));
  const kindOf = (unitId: string): string | null => units.kindOf(unitId);
  return { db, transact, time, keys, access, kindOf, jurisdiction: '990100' };
}

async function enrol(accounts: AccountsContext, login: string, unitId: string | null, roles: Role[]): Promise<void> {
  const security = { id: 'system', name: '安全管理员', unitId: null, roles: ['security_admin' as const] };
  const { password } = await createAccount(accounts, { login, name: `${login}号`, unitId, roles }, security);
  const { token } = await signIn(accounts, { login, password });
  const viewer = await readSession(accounts, sessionHash(accounts, token));
  if (!viewer) throw new Error(`no session for ${login}`);
  await changePassword(accounts, viewer, { current: password, next: FIRST });
}
