import type { ConsumedMessage, Kernel } from '../platform/runtime/kernel.ts';
import type { EventBooks } from './events/books.ts';
import { isCurrent, rebuildMemory, recall, type DomainMemory } from './events/domain-memory.ts';
import { planBatch, type BatchPlan } from './events/plan-batch.ts';
import { advanceVersion, moveMembers, readMemberships, writeMembers, type Domain } from './events/store.ts';
import { writeEvents } from './events/write-events.ts';
import { analyzedMentionSchema, MENTION_ANALYZED, type AnalyzedMention } from './messages.ts';
import type { AnalyzerTables } from './tables.ts';

export interface GroupConsumerDeps {
  kernel: Pick<Kernel<AnalyzerTables>, 'db' | 'transact' | 'consume' | 'time' | 'log'>;
  books: EventBooks;
}

type Message = ConsumedMessage<AnalyzedMention>;

/** Demo, drill and replay tell days in seconds: a picture is painted at least each minute of the story. */
const SLICE_MS = 60_000;
const MAX_BATCH = 500;

/**
 * Group `group` on mentions.analyzed: memberships, events and warnings of a slice are one transaction. Memory goes ahead of the database
 * only inside one call: any failure throws it away, and the next delivery rebuilds it from what was committed.
 */
export function startGroupConsumer(
  deps: GroupConsumerDeps,
): Promise<{ stop(): Promise<void>; lag(): Promise<number> }> {
  const memories = new Map<string, DomainMemory>();
  const turns = new Map<string, Promise<void>>();
  return deps.kernel.consume({
    ...{ group: 'group', topic: MENTION_ANALYZED.topic, accepts: MENTION_ANALYZED },
    ...{ schema: analyzedMentionSchema, maxBatch: MAX_BATCH },
    // A long memory takes long to rebuild: one that is still true stays.
    onAssigned: async () => {
      for (const key of memories.keys()) await inTurn(turns, key, () => forgetUnlessCurrent(deps, memories, key));
    },
    handle: async (messages, heartbeat) => {
      for (const { domain, slice } of slicesOf(messages)) {
        await heartbeat();
        await inTurn(turns, domain.key, () => groupSlice(deps, memories, domain, slice, heartbeat));
      }
    },
  });
}

async function forgetUnlessCurrent(
  { kernel }: GroupConsumerDeps,
  memories: Map<string, DomainMemory>,
  key: string,
): Promise<void> {
  const memory = memories.get(key);
  if (memory && !(await isCurrent(kernel.db, memory))) memories.delete(key);
}

async function groupSlice(
  deps: GroupConsumerDeps,
  memories: Map<string, DomainMemory>,
  domain: Domain,
  slice: Message[],
  heartbeat: () => Promise<void>,
): Promise<void> {
  const { db } = deps.kernel;
  const now = slice.at(-1)!.now;
  const rules = deps.books.grouping;
  try {
    const memory = memories.get(domain.key) ?? (await rebuildMemory(db, domain, now, rules, heartbeat));
    memories.set(domain.key, memory);
    memory.index.forget(now.getTime());
    const mentions = slice.map(({ payload }) => payload);
    const ids = mentions.map(({ mention }) => mention.id);
    const stored = await readMemberships(db, ids);
    const groupIds = [...stored.values()].map(({ groupId }) => groupId);
    await recall(db, memory, groupIds);
    const plan = planBatch(memory.index, mentions, stored, now, rules);
    if (plan.writes.length > 0) await commit(deps, memory, plan, slice.at(-1)!.traceId);
  } catch (error) {
    memories.delete(domain.key);
    throw error;
  }
}

async function commit(
  { kernel, books }: GroupConsumerDeps,
  memory: DomainMemory,
  plan: BatchPlan,
  traceId: string,
): Promise<void> {
  const { domain } = memory;
  await kernel.transact(
    async (unit) => {
      await advanceVersion(unit, domain.key, memory.version);
      await writeMembers(unit, domain, plan.writes);
      await moveMembers(unit, plan.absorbed);
      await writeEvents({ unit, domain, books, writtenAt: kernel.time.now() }, plan);
    },
    { now: plan.now, traceId },
  );
  memory.version += 1;
}

/** Messages of one domain within a minute of each other's instant, in order of delivery. */
function slicesOf(messages: Message[]): { domain: Domain; slice: Message[] }[] {
  const slices: { domain: Domain; slice: Message[] }[] = [];
  for (const message of messages) {
    const { jurisdiction, origin } = message.payload.mention;
    const key = `${jurisdiction}/${origin}`;
    const open = slices.findLast((one) => one.domain.key === key);
    if (open && Math.abs(message.now.getTime() - open.slice[0]!.now.getTime()) < SLICE_MS) open.slice.push(message);
    else slices.push({ domain: { key, jurisdiction, origin }, slice: [message] });
  }
  return slices;
}

/** One at a time for each key, in order of asking. */
function inTurn(turns: Map<string, Promise<void>>, key: string, work: () => Promise<void>): Promise<void> {
  const before = turns.get(key) ?? Promise.resolve();
  const mine = before.then(work);
  turns.set(
    key,
    mine.catch(() => undefined), // the failure is told to whoever asked for it
  );
  return mine;
}
