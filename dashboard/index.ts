import type { Server } from 'node:http';
import { Router } from 'express';
import { loadRulebook } from '../config/load.ts';
import { accessSchema } from '../config/schema/access.ts';
import { departmentsSchema } from '../config/schema/departments.ts';
import type { Settings } from '../config/settings.ts';
import type { Analyzer } from '../analyzer/index.ts';
import type { IngestQueries, IngestTables } from '../ingest/index.ts';
import type { Responder } from '../responder/index.ts';
import { assetPath } from '../platform/runtime/assets.ts';
import type { ReadyReport } from '../platform/runtime/http.ts';
import type { Kernel, Stage } from '../platform/runtime/kernel.ts';
import { actorOf, type AccountsContext } from './accounts/accounts-context.ts';
import type { KindOf } from './accounts/scope.ts';
import { seedDemoAccounts, type DemoAccount } from './accounts/seed-demo-accounts.ts';
import type { Viewer } from './accounts/sessions.ts';
import { createSetupLink } from './accounts/setup-link.ts';
import type { RateLimitStores } from './api/pace.ts';
import { mountOperations } from './api/mount.ts';
import { API_BASE, openApiDocument } from './api/openapi.ts';
import type { Operation } from './api/operation.ts';
import { allOperations } from './api/operations/all.ts';
import { serviceRouter } from './api/service-router.ts';
import { serveWeb } from './api/static.ts';
import { Units } from './api/units.ts';
import { createGateway, type FanOut } from './realtime/gateway.ts';
import { createHearers } from './realtime/hearers.ts';
import { consumeHints } from './realtime/hint-consumers.ts';
import { directory } from './rooms/directory.ts';
import { createEventUnits, type EventUnits } from './rooms/event-units.ts';
import { dutyRoom } from './rooms/duty-room.ts';
import { feedbackRoom } from './rooms/feedback-room.ts';
import { intakeRoom } from './rooms/intake-room.ts';
import { overviewRoom } from './rooms/overview-room.ts';
import { speakersRoom } from './rooms/speakers-room.ts';
import { casesRoom } from './rooms/cases-room.ts';
import { papersRoom } from './rooms/papers-room.ts';
import { responderRoom } from './rooms/responder-room.ts';
import { settingsToShow } from './rooms/settings-to-show.ts';
import { becameOf, seesMention, watchRoom } from './rooms/watch-room.ts';
import type { DashboardTables } from './tables.ts';

export { DASHBOARD_PURGE_RULES } from './purge-rules.ts';
export type { DashboardTables } from './tables.ts';
export { createPeople, createStaff } from './accounts/staff.ts';
export { ROLE_TITLES } from './accounts/role-titles.ts';
export { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from './accounts/seed-demo-accounts.ts';

export interface DashboardOptions {
  kernel: Kernel<DashboardTables>;
  settings: Settings;
  ingest: { queries: Pick<IngestQueries, 'sourcesHealth'> };
  analyzer: Pick<Analyzer, 'queries' | 'trial' | 'feedback'>;
  responder: Pick<Responder, 'queries' | 'verbs' | 'notices' | 'cases' | 'openSealed' | 'papers' | 'speakers' | 'duty'>;
  /** Origins people see in front of a proxy that changes the Host header, e.g. https://huiying.example. */
  publicOrigins?: readonly string[];
  /** What /readyz asks. Default: nothing is ever away. */
  ready?: () => Promise<ReadyReport>;
  /** Default dist/web of the installation. */
  webFolder?: string;
  /** When several dashboard processes serve the same people. */
  shared?: SharedDashboards;
}

/** What makes several dashboard processes one to the people in front of them. */
export interface SharedDashboards extends FanOut {
  /** The budgets of wrong tries an address has, counted over all of them. */
  rateLimitStores: RateLimitStores;
}

export interface Dashboard extends Stage {
  /** Hints over the process's one HTTP server. Before it listens. */
  attach(server: Server): void;
  /** Path with a fresh one-time token that creates the three administrators, e.g. /setup?token=…; null once one exists. */
  setupLink(): Promise<string | null>;
  /** Creates missing demo accounts; for demo data only. */
  seedDemoAccounts(): Promise<{ accounts: readonly DemoAccount[]; password: string }>;
  operations: readonly Operation[];
}

/** HTTP API, hints and pages; runs in every process that serves people, whether or not the other stages run there. */
export function createDashboard(options: DashboardOptions): Dashboard {
  const { kernel, settings, publicOrigins = [], shared } = options;
  const { log } = kernel;
  const units = new Units(loadRulebook(settings.configFolder, 'departments', departmentsSchema));
  const kindOf = (unitId: string): string | null => units.kindOf(unitId);
  const accounts = accountsOf(kernel, settings, kindOf);
  const eventUnits = createEventUnits(kernel.db, options.responder.queries);
  const operations = operationsOf(options, { accounts, units, eventUnits, kindOf });
  const unitIds = units.all().map(({ id }) => id);
  const hearers = createHearers({ ...options, eventUnits, unitIds, kindOf });
  const gateway = createGateway({ accounts, log, publicOrigins, kindOf, ...(shared && { fanOut: shared }) });
  const mounting = { accounts, log, publicOrigins, ...(shared && { rateLimitStores: shared.rateLimitStores }) };
  let running: { stop(): Promise<void> }[] = [];
  return {
    name: 'dashboard',
    routers: routersOf(options, operations, mounting),
    operations,
    attach: (server) => gateway.attach(server),
    setupLink: async () => {
      const token = await createSetupLink(accounts);
      return token === null ? null : `/setup?token=${token}`;
    },
    seedDemoAccounts: () => seedDemoAccounts(accounts),
    async start() {
      if (running.length > 0) return;
      gateway.start();
      running = await consumeHints(kernel.consume, { tell: gateway.tell, eventUnits, hearers });
    },
    async stop() {
      const consumers = running;
      running = [];
      await gateway.stop();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await options.analyzer.trial.close();
    },
  };
}

interface Parts {
  accounts: AccountsContext;
  units: Units;
  eventUnits: EventUnits;
  kindOf: KindOf;
}

/** The operations over the rooms behind them. */
function operationsOf({ kernel, settings, ...rooms }: DashboardOptions, parts: Parts): Operation[] {
  const { db, backlog, time } = kernel;
  const watching = { analyzer: rooms.analyzer, responder: rooms.responder, ...parts };
  const seesPost = (id: string, viewer: Viewer): Promise<boolean> => seesMention(watching, id, viewer);
  return allOperations({
    ...{ ...parts, time, configFolder: settings.configFolder, settings: settingsToShow(settings) },
    responder: responderRoom(rooms.responder, directory(parts.accounts)),
    papers: papersRoom(rooms.responder),
    cases: casesRoom(rooms.responder),
    speakers: speakersRoom(rooms.responder, directory(parts.accounts)),
    duty: dutyRoom({ ...parts, time, duty: rooms.responder.duty }),
    watch: watchRoom(watching),
    // The same database; ingest's functions see only their own tables of it.
    intake: intakeRoom({
      kernel: kernel as unknown as Kernel<IngestTables>,
      ...settings,
      seesMention: seesPost,
      becameOf: (id, viewer) => becameOf(watching, id, viewer),
      seesPaper: (id, viewer) => rooms.responder.queries.attachment(actorOf(viewer.user), id),
    }),
    feedback: feedbackRoom({ ...parts, ...settings, time, analyzer: rooms.analyzer, seesMention: seesPost }),
    overview: overviewRoom({ ...watching, ingest: rooms.ingest, db, backlog, time, duty: rooms.responder.duty }),
  });
}

function accountsOf(kernel: Kernel<DashboardTables>, settings: Settings, kindOf: KindOf): AccountsContext {
  const { db, transact, time, keys } = kernel;
  const access = loadRulebook(settings.configFolder, 'access', accessSchema);
  return { db, transact, time, keys, access, kindOf, jurisdiction: settings.jurisdiction };
}

function routersOf(
  { ready, webFolder }: DashboardOptions,
  operations: readonly Operation[],
  mounting: Parameters<typeof mountOperations>[1],
): Stage['routers'] {
  return [
    { path: API_BASE, router: mountOperations(operations, mounting) },
    { path: '/api/openapi.json', router: openApiRouter(operations) },
    { path: '/api/service', router: serviceRouter(ready) },
    { path: '/', router: serveWeb(webFolder ?? assetPath('dist', 'web')) },
  ];
}

function openApiRouter(operations: readonly Operation[]): Router {
  const router = Router();
  let document: unknown;
  router.get('/', (_request, response) => {
    document ??= openApiDocument(operations, '1');
    response.setHeader('Cache-Control', 'no-cache');
    response.json(document);
  });
  return router;
}
