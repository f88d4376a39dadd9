import type { Settings } from '../config/settings.ts';
import { loadRulebook } from '../config/load.ts';
import { sourcesSchema } from '../config/schema/sources.ts';
import { createAnalyzer, type Analyzer } from '../analyzer/index.ts';
import {
  createDashboard,
  createPeople,
  createStaff,
  DEMO_ACCOUNTS,
  DEMO_PASSWORD,
  ROLE_TITLES,
  type Dashboard,
  type DashboardTables,
} from '../dashboard/index.ts';
import { createIngest } from '../ingest/index.ts';
import { createResponder, type SourceTexts } from '../responder/index.ts';
import { openEngines, type Engines } from './app.ts';
import { PURGE_RULES } from './purge-rules.ts';
import { readyLine } from './ready-line.ts';
import { demoActors } from './demo/actors.ts';
import { closingLines } from './demo/closing.ts';
import { createStory, type Story } from './demo/tell.ts';
import { defineHousekeeping, startHousekeeping } from './runtime/housekeeping.ts';
import { createHttp, type Http } from './runtime/http.ts';
import type { Actor, Kernel, Stage } from './runtime/kernel.ts';
import type { Lifecycle } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/log.ts';
import { createMetrics } from './runtime/metrics.ts';
import { createStarting } from './runtime/starting.ts';

export interface StartOptions {
  settings: Settings;
  /** Where secrets of webhooks are looked up. */
  env: Record<string, string | undefined>;
  log: Logger;
  lifecycle: Lifecycle;
  /** No demonstration; a one-time link for the three administrators instead. */
  isEmpty: boolean;
  /** Lines for the person who started the program. */
  print(line: string): void;
}

/**
 * HTTP, engines, stages, demonstration: one straight line, because each step needs what the one before made. The port answers from the
 * first moment: /healthz says alive, /readyz what is being waited for, everything else asks to come back.
 * Resolves when pages are served; the demonstration goes on behind.
 */
export async function startApp(options: StartOptions): Promise<void> {
  const { settings, log, lifecycle, print } = options;
  const metrics = createMetrics();
  for (const warning of settings.warnings) print(warning);
  const starting = createStarting(print, lifecycle.stopping);
  const http = createHttp({ ...settings, log, metrics, ready: () => starting.ready() });
  http.mount('/', starting.router);
  const url = await http.listen();
  lifecycle.onStop('port', () => http.close());
  const engines = await openEngines({ settings, log, lifecycle, metrics, waiting: starting });
  if (engines.others.length > 0)
    print(`此数据目录已有另一个实例在运行（进程号 ${engines.others.join('、')}），本进程与它分担工作。`);
  const story = createStory(engines, settings);
  const { stages, dashboard } = buildStages(options, engines, story);
  const wanted = await wantsStory(options, story);
  await startStages(options, engines, http, stages, dashboard);
  lifecycle.onStop('http', () => http.close());
  lifecycle.onStop('demonstration', () => story.stop(), 20_000);
  starting.done(engines.ready);
  print(readyLine(settings, url));
  await greet(options, { engines, dashboard, story, url, wanted });
}

/** The demonstration is told by one process that does everything, never into a city's own engines. */
async function wantsStory({ settings, isEmpty }: StartOptions, story: Story): Promise<boolean> {
  const whole = settings.profile === 'embedded' && settings.stages.length === ALL_STAGES;
  const wanted = (await story.isWanted()) && whole && !isEmpty;
  if (isEmpty || settings.profile === 'distributed') await story.decline();
  return wanted;
}

const ALL_STAGES = 4;

async function startStages(
  { settings, lifecycle }: StartOptions,
  { kernel, begin }: Engines,
  http: Http,
  stages: Stage[],
  dashboard: Dashboard,
): Promise<void> {
  defineHousekeeping({ ...kernel, rules: PURGE_RULES });
  const chosen = stages.filter(({ name }) => settings.stages.includes(name));
  for (const { path, router } of chosen.flatMap(({ routers }) => routers)) http.mount(path, router);
  if (chosen.includes(dashboard)) dashboard.attach(http.server);
  for (const stage of chosen) {
    lifecycle.onStop(stage.name, () => stage.stop(), 20_000);
    await stage.start();
  }
  await begin();
  const rounds = await startHousekeeping(kernel);
  lifecycle.onStop('housekeeping', () => rounds.stop());
}

interface Started {
  engines: Engines;
  dashboard: Dashboard;
  story: Story;
  url: string;
  wanted: boolean;
}

/** What the person who started it has to know: whom to sign in as. A process without pages has nothing to say. */
async function greet(options: StartOptions, { engines, dashboard, story, url, wanted }: Started): Promise<void> {
  const { settings, print } = options;
  if (!settings.stages.includes('dashboard')) return;
  if (wanted) await dashboard.seedDemoAccounts();
  const actors = await demoActors(engines.db);
  if (actors.size > 0) printAccounts(print);
  else await printSetup(dashboard, settings.publicOrigins[0] ?? url, print);
  if (wanted) void tell(story, actors, options);
}

function printAccounts(print: (line: string) => void): void {
  print(`演示数据为虚构的江城市。演示账号（密码均为 ${DEMO_PASSWORD}）：`);
  for (const { login, name, roles } of DEMO_ACCOUNTS)
    print(`  ${login.padEnd(12)} ${name}（${roles.map((role) => ROLE_TITLES[role]).join('、')}）`);
}

/** Nobody can sign in yet: the person at the console gets the link. */
async function printSetup(dashboard: Dashboard, url: string, print: (line: string) => void): Promise<void> {
  const path = await dashboard.setupLink();
  if (path !== null) print(`尚无管理员。请用以下一次性链接创建三名管理员（请勿外传）：\n  ${url}${path}`);
}

async function tell(story: Story, actors: Map<string, Actor>, { log, print }: StartOptions): Promise<void> {
  try {
    const { finished, refused } = await story.tell((login) => actors.get(login) ?? null);
    if (finished) closingLines(refused).forEach((line) => print(line));
  } catch (error) {
    log.error({ err: error }, 'the demonstration could not be told to its end');
    print('演示数据未能全部载入，下次启动时继续。');
  }
}

/** So many of the newest posts are compared with a paper that may not quote them. */
const TEXTS = 200;

const textsOf =
  ({ queries }: Pick<Analyzer, 'queries'>): SourceTexts =>
  async (eventId) => {
    const { items } = await queries.stream({ origin: ['live', 'demo', 'drill'], eventId }, { limit: TEXTS });
    return items.flatMap(({ mention }) => [mention.title ?? '', mention.text]);
  };

function buildStages(
  { settings, env }: StartOptions,
  { kernel, shared, ready }: Engines,
  story: Story,
): { stages: Stage[]; dashboard: Dashboard } {
  // Each room sees the same database through its own tables.
  const seenBy = <T>(): Kernel<T> => kernel as unknown as Kernel<T>;
  const sources = loadRulebook(settings.configFolder, 'sources', sourcesSchema);
  const ingest = createIngest({ kernel: seenBy(), settings, sources, env });
  const analyzer = createAnalyzer({ kernel: seenBy(), settings });
  const staff = createStaff(seenBy<DashboardTables>().db);
  const responder = createResponder({
    kernel: seenBy(),
    settings,
    origins: () => story.liveOrigins(),
    staff,
    people: createPeople(seenBy<DashboardTables>().db),
    sourceTexts: textsOf(analyzer),
    files: (id) => ingest.queries.readAttachment(id),
    deadSources: async () => {
      const sources = await ingest.queries.sourcesHealth();
      return sources.filter(({ state }) => state === 'dead').map(({ name }) => name);
    },
    env,
    publicOrigin: settings.publicOrigins[0] ?? null,
    heartbeatUrl: settings.heartbeatUrl,
  });
  const dashboard = createDashboard({
    ...{ kernel: seenBy(), settings, ingest, analyzer, responder, publicOrigins: settings.publicOrigins },
    ...(shared && { shared }),
    ready,
  });
  return { stages: [ingest, analyzer, responder, dashboard], dashboard };
}
