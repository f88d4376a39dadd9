import { Registry } from 'prom-client';
import request, { type Test } from 'supertest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { accessSchema, type AccessBook } from '../../config/schema/access.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { DEMO_PASSWORD, seedDemoAccounts } from '../../dashboard/accounts/seed-demo-accounts.ts';
import type { AccountsContext } from '../../dashboard/accounts/accounts-context.ts';
import { mountOperations } from '../../dashboard/api/mount.ts';
import { API_BASE } from '../../dashboard/api/openapi.ts';
import type { Operation } from '../../dashboard/api/operation.ts';
import { Units } from '../../dashboard/api/units.ts';
import type { DashboardTables } from '../../dashboard/tables.ts';
import { createHttp, type Http } from '../../platform/runtime/http.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { testKernel, type TestKernel } from './kernel.ts';

export type ActVerb = 'post' | 'patch' | 'delete';
export interface ApiRooms {
  accounts: AccountsContext;
  units: Units;
  configFolder: string;
  settings: { name: string; value: string; meaning: string }[];
  operations: () => readonly Operation[];
}
export interface TestApi {
  test: TestKernel<DashboardTables>;
  accounts: AccountsContext;
  http: Http;
  /** A mutating request as the web application sends it. */
  act(verb: ActVerb, path: string): Test;
  read(path: string, cookie: string): Test;
  /** Signs in; the cookie as `name=value`. */
  cookieOf(login: string, password?: string): Promise<string>;
  close(): Promise<void>;
}

/** The API over a real database with the demo accounts; `list` picks the operations. */
export async function testApi(
  list: (rooms: ApiRooms) => Operation[],
  change: (book: AccessBook) => void = () => undefined,
): Promise<TestApi> {
  const test = await testKernel<DashboardTables>();
  const api = await apiOver(test.kernel, list, change);
  return { test, ...api, close: () => api.http.close().then(() => test.close()) };
}

/** As testApi, over a kernel that others use too. Close the returned `http`. */
export async function apiOver<T>(
  kernel: Kernel<T>,
  list: (rooms: ApiRooms) => Operation[],
  change: (book: AccessBook) => void = () => undefined,
): Promise<Omit<TestApi, 'test' | 'close'>> {
  const { db, transact, time, keys, log } = kernel as unknown as Kernel<DashboardTables>;
  const configFolder = shippedConfigFolder();
  const access = loadRulebook(configFolder, 'access', accessSchema);
  access.login.triesPerAddress = 1000;
  access.login.triesPerAccount = 1000;
  change(access);
  const units = new Units(loadRulebook(configFolder, 'departments', departmentsSchema));
  const kindOf = (unitId: string): string | null => units.kindOf(unitId);
  const accounts: AccountsContext = { db, transact, time, keys, access, jurisdiction: '990100', kindOf };
  const operations = list({ accounts, units, configFolder, settings: [], operations: () => operations });
  const ready = () => Promise.resolve({ ready: true, parts: {} });
  const http = createHttp({ host: '127.0.0.1', port: 0, log, metrics: new Registry(), ready });
  http.mount(API_BASE, mountOperations(operations, { accounts, log, publicOrigins: [] }));
  await seedDemoAccounts(accounts);
  return { accounts, http, ...clientOf(http) };
}

export function clientOf(http: Pick<Http, 'app'>): Pick<TestApi, 'act' | 'read' | 'cookieOf'> {
  const act = (verb: ActVerb, path: string): Test => {
    const client = request(http.app);
    const sent = client[verb](`${API_BASE}${path}`);
    return sent.set('Host', '127.0.0.1').set('Origin', 'http://127.0.0.1').set('X-Huiying-Client', 'test');
  };
  return {
    act,
    read: (path, cookie) => request(http.app).get(`${API_BASE}${path}`).set('Cookie', cookie),
    async cookieOf(login, password = DEMO_PASSWORD) {
      const answer = await act('post', '/session').send({ login, password });
      if (answer.status !== 200) throw new Error(`sign-in of ${login}: ${answer.status} ${answer.text}`);
      return String(answer.headers['set-cookie']).split(';')[0]!;
    },
  };
}
