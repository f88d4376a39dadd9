import type { Kysely } from 'kysely';
import type { IngestQueries, SourceHealth } from '../../ingest/index.ts';
import type { Time } from '../../platform/ports/time.ts';
import type { Actor, Kernel, Origin } from '../../platform/runtime/kernel.ts';
import { fromLocal, localDay, toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Duty } from '../../responder/index.ts';
import { actorOf } from '../accounts/accounts-context.ts';
import type { OverviewRoom } from '../api/rooms.ts';
import type { DashboardTables } from '../tables.ts';
import { lagLight, parkedLight, rosterLight, sourcesLight, watchdogLight, type Light } from './lights.ts';
import { leftOut, originsOf, ownEvents, type WatchDeps } from './watch-room.ts';

export interface OverviewDeps extends WatchDeps {
  ingest: { queries: Pick<IngestQueries, 'sourcesHealth'> };
  db: Kysely<DashboardTables>;
  backlog: Kernel<unknown>['backlog'];
  time: Time;
  duty: Pick<Duty, 'light'>;
}
type Overview = Awaited<ReturnType<OverviewRoom['overview']>>;

const HOUR_MS = 3_600_000;
const CLOCKS = 50;
const EVALUATION_DAYS = 90;

/** The first screen, live lags, sources and the counts of evaluation. */
export function overviewRoom(deps: OverviewDeps): OverviewRoom {
  const { queries } = deps.responder;
  return {
    async overview(origin, viewer) {
      const actor = actorOf(viewer.user);
      const origins = [origin ?? viewer.user.origin].filter((each) => originsOf(viewer).includes(each));
      const [tickets, lags, clocks, events, lights] = await Promise.all([
        queries.counters(actor, origins),
        queries.lagSummary(actor, undefined, origins),
        queries.clocks(actor, { limit: CLOCKS, origins }),
        eventNumbers(deps, actor, origins),
        lightsOf(deps, origins),
      ]);
      const { counters, ...charts } = events;
      return { ...charts, counters: { ...counters, ...tickets }, lags, clocks: clocks.items, lights };
    },
    lags: (query, actor) => queries.lags(actor, query),
    sources: async () => (await deps.ingest.queries.sourcesHealth()).map(sourceView),
    async unitFacts(query, viewer) {
      const now = deps.time.now();
      const to = query.to === undefined ? now : new Date(query.to);
      const from =
        query.from === undefined ? new Date(to.getTime() - EVALUATION_DAYS * 24 * HOUR_MS) : new Date(query.from);
      const items = await queries.unitFacts(actorOf(viewer.user), from, to);
      return { from: toLocalIso(from), to: toLocalIso(to), items };
    },
    accountability: (actor) => queries.accountability(actor),
    samples: (viewer) => queries.samples(actorOf(viewer.user)),
  };
}

type EventNumbers = Pick<Overview, 'series' | 'byTopic' | 'byColour'> & {
  counters: Pick<
    Overview['counters'],
    'mentionsToday' | 'mentionsLastHour' | 'openEvents' | 'growingEvents' | 'warningsToday'
  >;
};

async function eventNumbers(deps: WatchDeps & { time: Time }, actor: Actor, origins: Origin[]): Promise<EventNumbers> {
  const own = await ownEvents(deps, actor);
  const now = deps.time.now();
  const midnight = fromLocal(localDay(now));
  if (own !== undefined) return ownNumbers(deps, own, origins, midnight);
  const dayAgo = new Date(now.getTime() - 24 * HOUR_MS);
  const { queries } = deps.analyzer;
  const told = { origins, ...leftOut(actor) };
  const [overview, day, today, hour] = await Promise.all([
    queries.events.overview(told, midnight),
    queries.counts(told, dayAgo),
    queries.counts(told, midnight),
    queries.counts(told, new Date(now.getTime() - HOUR_MS)),
  ]);
  const sum = (series: { mentions: number }[]): number => series.reduce((total, point) => total + point.mentions, 0);
  return {
    counters: {
      mentionsToday: sum(today.series),
      mentionsLastHour: sum(hour.series),
      openEvents: overview.open,
      growingEvents: overview.growing,
      warningsToday: overview.warnings,
    },
    series: day.series.map((point) => ({ ...point, at: toLocalIso(point.at) })),
    byTopic: day.byTopic,
    byColour: overview.byColour,
  };
}

/** A department: its own events; the city's stream is not its to count. */
async function ownNumbers(deps: WatchDeps, ids: string[], origins: Origin[], midnight: Date): Promise<EventNumbers> {
  const { events } = deps.analyzer.queries;
  const [{ items }, warnings] = await Promise.all([
    events.list({ ids, origins, history: false, limit: 500 }),
    events.warnings({ eventIds: ids, origins, from: midnight, limit: 500 }),
  ]);
  const open = items.map((record) => record.snapshot).filter((event) => event.stage !== 'ended');
  const colours = new Map<string, number>();
  for (const { opinion } of open) {
    if (opinion.colour !== null) colours.set(opinion.colour, (colours.get(opinion.colour) ?? 0) + 1);
  }
  return {
    counters: {
      mentionsToday: null,
      mentionsLastHour: null,
      openEvents: open.length,
      growingEvents: open.filter((event) => event.stage === 'growing').length,
      warningsToday: warnings.length,
    },
    series: [],
    byTopic: [],
    byColour: [...colours].map(([colour, count]) => ({ colour, events: count })),
  };
}

const lightsOf = async (deps: OverviewDeps, origins: Origin[]): Promise<Light[]> =>
  Promise.all([
    deps.responder.queries.watchdog(origins).then(watchdogLight),
    lagLight(deps.backlog),
    deps.ingest.queries.sourcesHealth().then(sourcesLight),
    parkedLight(deps.db),
    deps.duty.light(origins[0] ?? 'live').then(rosterLight),
  ]);

const STATES = { disabled: 'off', waiting: 'new', healthy: 'ok', failing: 'late', dead: 'failing' } as const;

const sourceView = (source: SourceHealth) => ({
  id: source.id,
  name: source.name,
  kind: source.kind,
  state: STATES[source.state],
  lastSuccessAt: source.lastSuccessAt,
  lastAttemptAt: source.lastPolledAt,
  lastNewAt: source.lastNewAt,
  nextAttemptAt: source.nextPollAt,
  errors: source.errors,
  error: source.lastError,
});
