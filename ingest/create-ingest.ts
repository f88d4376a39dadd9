import type { Settings } from '../config/settings.ts';
import type { SourceOf, SourcesBook } from '../config/schema/sources.ts';
import { byTime } from '../platform/runtime/by-time.ts';
import type { Kernel, Stage } from '../platform/runtime/kernel.ts';
import { createOutgoing, type Outgoing } from '../platform/runtime/outgoing.ts';
import { readAttachment } from './attachments.ts';
import { recentImports, recentRefused, sourcesHealth, type SourceHealth } from './queries/health.ts';
import { copiesOf, countsSeries, mentionById, mentionsByIds, recentMentions } from './queries/mentions.ts';
import { ingestRouter } from './router.ts';
import type { SourceDeps } from './source.ts';
import { TICK_MS } from './sources/next-poll.ts';
import { createPace } from './sources/pace.ts';
import { pollSource, type PolledSource } from './sources/poll-source.ts';
import type { IngestTables } from './tables.ts';

export interface IngestOptions {
  kernel: Kernel<IngestTables>;
  settings: Pick<Settings, 'jurisdiction' | 'historyDays' | 'dataFolder'>;
  /** sources.yaml, read by loadRulebook(folder, 'sources', sourcesSchema). */
  sources: SourcesBook;
  /** Where secrets of webhooks are looked up, by the name the rulebook gives. */
  env: Record<string, string | undefined>;
  /** Default: the guarded way out with the rulebook's exceptions. */
  outgoing?: Outgoing;
}

/** What other rooms may read; all of it without changing anything. */
export interface IngestQueries {
  recentMentions: (filter: Parameters<typeof recentMentions>[1]) => ReturnType<typeof recentMentions>;
  mentionById: (id: string) => ReturnType<typeof mentionById>;
  mentionsByIds: (ids: string[]) => ReturnType<typeof mentionsByIds>;
  copiesOf: (id: string) => ReturnType<typeof copiesOf>;
  countsSeries: (id: string) => ReturnType<typeof countsSeries>;
  sourcesHealth: () => Promise<SourceHealth[]>;
  recentRefused: (filter: Parameters<typeof recentRefused>[1]) => ReturnType<typeof recentRefused>;
  recentImports: () => ReturnType<typeof recentImports>;
  readAttachment: (id: string) => ReturnType<typeof readAttachment>;
}

const POLL = 'ingest.poll';

/** The stage that brings posts in: polls enabled sources on schedule and takes signed pushes under /ingest. */
export function createIngest(options: IngestOptions): Stage & { queries: IngestQueries } {
  const { kernel, settings, sources: book, env } = options;
  const collect = { jurisdiction: settings.jurisdiction, historyDays: settings.historyDays };
  const webhooks = book.sources.filter((source): source is SourceOf<'webhook'> => source.kind === 'webhook');
  const polled = book.sources.filter((source): source is PolledSource => source.kind !== 'webhook');
  const deps: SourceDeps = {
    ...{ kernel, collect, dataFolder: settings.dataFolder },
    outgoing: options.outgoing ?? createOutgoing(book.allowInside),
    pace: createPace(kernel.time, book.paceSeconds),
  };
  const poll = byTime(kernel, (data: unknown) => tick(deps, polled, data));
  let running = false;
  let defined = false;
  return {
    name: 'ingest',
    routers: [
      {
        path: '/ingest',
        router: ingestRouter({ kernel, collect, sources: webhooks, secretOf: (source) => env[source.secretEnv] }),
      },
    ],
    queries: queriesOf(kernel, book),
    async start() {
      if (running) return;
      running = true;
      // Only here: a process that does not run this stage must not take its ticks.
      if (!defined) kernel.jobs.define(POLL, async (data) => void (await poll(data)), { attempts: 1, concurrency: 4 });
      defined = true;
      for (const source of polled) {
        if (source.enabled) await kernel.jobs.schedule(POLL, source.id, { everyMs: TICK_MS }, { source: source.id });
        else await kernel.jobs.unschedule(POLL, source.id);
      }
    },
    // Running polls are waited for by the job engine; a schedule stays for the next start.
    stop: async () => void (running = false),
  };
}

/** The job only wakes: the source's row says whether it is due. */
async function tick(deps: SourceDeps, sources: PolledSource[], data: unknown): Promise<void> {
  const id = (data as { source?: unknown } | null)?.source;
  const source = sources.find((each) => each.id === id && each.enabled);
  if (source) await pollSource(deps, source);
}

function queriesOf({ db, time }: Kernel<IngestTables>, book: SourcesBook): IngestQueries {
  return {
    recentMentions: (filter) => recentMentions(db, filter),
    mentionById: (id) => mentionById(db, id),
    mentionsByIds: (ids) => mentionsByIds(db, ids),
    copiesOf: (id) => copiesOf(db, id),
    countsSeries: (id) => countsSeries(db, id),
    sourcesHealth: () => sourcesHealth(db, book.sources, time.now()),
    recentRefused: (filter) => recentRefused(db, filter),
    recentImports: () => recentImports(db),
    readAttachment: (id) => readAttachment(db, id),
  };
}
