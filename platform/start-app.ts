import type { Settings } from '../config/settings.ts';
import { loadRulebook } from '../config/load.ts';
import { sourcesSchema } from '../config/schema/sources.ts';
import { createAnalyzer } from '../analyzer/index.ts';
import {
  createDashboard,
  createStaff,
  DEMO_ACCOUNTS,
  DEMO_PASSWORD,
  ROLE_TITLES,
  type Dashboard,
  type DashboardTables,
} from '../dashboard/index.ts';
import { createIngest } from '../ingest/index.ts';
import { createResponder } from '../responder/index.ts';
import { openEngines, type Engines } from './app.ts';
import { PURGE_RULES } from './purge-rules.ts';
import { demoActors } from './demo/actors.ts';
import { createStory, type Story } from './demo/tell.ts';
import { defineHousekeeping, scheduleHousekeeping } from './runtime/housekeeping.ts';
import { createHttp } from './runtime/http.ts';
import type { Actor, Kernel, Stage } from './runtime/kernel.ts';
import type { Lifecycle } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/log.ts';

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
 * Engines, stages, HTTP, demonstration: one straight line, because each step needs what the one before made.
 * Resolves when pages are served; the demonstration goes on behind.
 */
export async function startApp(options: StartOptions): Promise<void> {
  const { settings, log, lifecycle, print } = options;
  const engines = await openEngines(settings, log, lifecycle);
  if (engines.others.length > 0)
    print(`此数据目录已有另一个实例在运行（进程号 ${engines.others.join('、')}），本进程与它分担工作。`);
  const { kernel } = engines;
  const story = createStory(engines, settings);
  const { stages, dashboard } = buildStages(options, engines, story);
  defineHousekeeping({ ...kernel, rules: PURGE_RULES });

  const http = createHttp({ ...settings, log, metrics: kernel.metrics, ready: engines.ready });
  for (const stage of stages) for (const { path, router } of stage.routers) http.mount(path, router);
  dashboard.attach(http.server);
  const wanted = !options.isEmpty && (await story.isWanted());
  for (const stage of stages.filter(({ name }) => settings.stages.includes(name))) {
    lifecycle.onStop(stage.name, () => stage.stop(), 20_000);
    await stage.start();
  }
  await engines.begin();
  await scheduleHousekeeping(kernel.jobs);
  lifecycle.onStop('http', () => http.close());
  const url = await http.listen();
  lifecycle.onStop('demonstration', () => story.stop(), 20_000);
  if (options.isEmpty) await story.decline();
  print(`回应已就绪：${url}`);
  if (wanted) await dashboard.seedDemoAccounts();
  const actors = await demoActors(engines.db);
  if (actors.size > 0) printAccounts(print);
  else await printSetup(dashboard, url, print);
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
    const { finished } = await story.tell((login) => actors.get(login) ?? null);
    if (finished) print('演示数据已载入完毕。');
  } catch (error) {
    log.error({ err: error }, 'the demonstration could not be told to its end');
    print('演示数据未能全部载入，下次启动时继续。');
  }
}

function buildStages(
  { settings, env }: StartOptions,
  { kernel }: Engines,
  story: Story,
): { stages: Stage[]; dashboard: Dashboard } {
  // Each room sees the same database through its own tables.
  const seenBy = <T>(): Kernel<T> => kernel as unknown as Kernel<T>;
  const sources = loadRulebook(settings.configFolder, 'sources', sourcesSchema);
  const ingest = createIngest({ kernel: seenBy(), settings, sources, env });
  const analyzer = createAnalyzer({ kernel: seenBy(), settings });
  const staff = createStaff(seenBy<DashboardTables>().db);
  const responder = createResponder({ kernel: seenBy(), settings, origins: () => story.liveOrigins(), staff });
  const dashboard = createDashboard({ kernel: seenBy(), settings, ingest, analyzer, responder });
  return { stages: [ingest, analyzer, responder, dashboard], dashboard };
}
