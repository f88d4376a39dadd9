import { sql } from 'kysely';
import { mentionSchema, MENTION_COLLECTED, type Mention } from '../ingest/messages.ts';
import { claimUnseen } from '../platform/runtime/inbox.ts';
import type { ConsumedMessage, Kernel, UnitOfWork } from '../platform/runtime/kernel.ts';
import type { AnalyzerPool } from './brains/analyzer-pool.ts';
import type { AnalyzerInput } from './brains/post.ts';
import { storeAnalyses, storeCounts, type Analyzed } from './store-analyses.ts';
import type { MentionTables } from './mention-tables.ts';
import { MENTION_ANALYZED, type Analysis, type AnalyzedMention } from './messages.ts';

export interface AnalyzePartDeps<T extends MentionTables> {
  kernel: Pick<Kernel<T>, 'db' | 'transact' | 'consume'>;
  pool: Pick<AnalyzerPool, 'analyze' | 'analyzeForSearch' | 'ready'>;
  /** Grouping domain of a mention: the installation's root, or a district configured as its own. */
  domain: (mention: Mention) => string;
}

/** Group `analyze` of the analyzer: mentions.collected → analyzer_mentions and mentions.analyzed. stop() waits for the running batch; the pool is the caller's. */
export function createAnalyzePart<T extends MentionTables>(
  deps: AnalyzePartDeps<T>,
): { start(): Promise<void>; stop(): Promise<void> } {
  let consumer: ReturnType<typeof startAnalyzeConsumer<T>> | null = null;
  return {
    start: async () => {
      await deps.pool.ready();
      consumer ??= startAnalyzeConsumer(deps);
      await consumer;
    },
    stop: async () => {
      const running = consumer;
      consumer = null;
      await (await running)?.stop();
    },
  };
}

const GROUP = 'analyze';
const MAX_BATCH = 256;
/** Demo, drill and replay tell days in seconds: messages of one minute of their story share a transaction. */
const SLICE_MS = 60_000;

type Message = ConsumedMessage<Mention>;

export function startAnalyzeConsumer<T extends MentionTables>(
  deps: AnalyzePartDeps<T>,
): Promise<{ stop(): Promise<void>; lag(): Promise<number> }> {
  return deps.kernel.consume({
    ...{ group: GROUP, topic: MENTION_COLLECTED.topic, accepts: MENTION_COLLECTED },
    ...{ schema: mentionSchema, maxBatch: MAX_BATCH },
    handle: async (messages, heartbeat) => {
      for (const slice of slicesOf(messages)) {
        await heartbeat();
        await analyzeSlice(deps, slice);
      }
    },
  });
}

/** Reads outside the transaction, writes and emits inside; a message seen before has no effect. */
async function analyzeSlice<T extends MentionTables>(deps: AnalyzePartDeps<T>, slice: Message[]): Promise<void> {
  const known = await knownAnalyses(deps, slice);
  const fresh = slice.filter((message) => !known.has(message.id));
  const results = await deps.pool.analyzeForSearch(fresh.map(({ payload }) => toInput(payload)));
  const done = new Map<string, Analyzed>();
  fresh.forEach(({ id, payload }, index) =>
    done.set(id, { mention: payload, analysis: results.analyses[index]!, search: results.search[index]! }),
  );
  for (const { id, payload } of slice) {
    const analysis = known.get(id);
    if (analysis) done.set(id, { mention: payload, analysis, search: null });
  }
  const last = slice.at(-1)!;
  await deps.kernel.transact((unit) => write(deps, unit, slice, done), { now: last.now, traceId: last.traceId });
}

async function write<T extends MentionTables>(
  deps: AnalyzePartDeps<T>,
  unit: UnitOfWork<T>,
  slice: readonly Message[],
  done: ReadonlyMap<string, Analyzed>,
): Promise<void> {
  const unseen = await claimUnseen(
    unit.tx,
    GROUP,
    slice.map(({ id }) => id),
  );
  const mine = slice.filter(({ id }) => unseen.has(id)).map(({ id }) => done.get(id)!);
  await storeAnalyses(
    unit.tx,
    mine.filter((one) => one.search !== null),
    unit.now,
  );
  await storeCounts(
    unit.tx,
    mine.filter((one) => one.search === null).map((one) => one.mention),
    unit.now,
  );
  for (const { mention, analysis } of mine) {
    const payload: AnalyzedMention = { mention, analysis };
    unit.emit({ ...MENTION_ANALYZED, key: deps.domain(mention), payload });
  }
}

/** Counts-only changes whose text was read before keep their analysis: the cheap path, by message id. */
async function knownAnalyses<T extends MentionTables>(
  { kernel }: AnalyzePartDeps<T>,
  slice: readonly Message[],
): Promise<Map<string, Analysis>> {
  const counts = slice.filter(({ payload }) => payload.change === 'counts');
  if (counts.length === 0) return new Map();
  const { rows } = await sqlKnown(
    kernel,
    counts.map(({ payload }) => payload.id),
  );
  const byMention = new Map(rows.map((row) => [row.mention_id, row]));
  return new Map(
    counts.flatMap(({ id, payload }) => {
      const row = byMention.get(payload.id);
      return row && row.revision === payload.revision ? [[id, row.analysis] as const] : [];
    }),
  );
}

const sqlKnown = <T extends MentionTables>(
  kernel: AnalyzePartDeps<T>['kernel'],
  ids: string[],
): Promise<{ rows: { mention_id: string; revision: number; analysis: Analysis }[] }> =>
  sql<{ mention_id: string; revision: number; analysis: Analysis }>`
    select mention_id, revision, analysis from analyzer_mentions where mention_id = any(${ids}::uuid[])`.execute(
    kernel.db,
  );

const toInput = ({ title, text, publishedAt, region }: Mention): AnalyzerInput => ({
  title,
  text,
  publishedAt,
  region,
});

function slicesOf(messages: readonly Message[]): Message[][] {
  const slices: Message[][] = [];
  for (const message of messages) {
    const open = slices.at(-1);
    if (open && Math.abs(message.now.getTime() - open[0]!.now.getTime()) < SLICE_MS) open.push(message);
    else slices.push([message]);
  }
  return slices;
}
