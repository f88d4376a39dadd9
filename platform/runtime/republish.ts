import { sql, type Kysely, type Transaction } from 'kysely';
import type { Envelope } from './envelope.ts';
import { uuidv7 } from './ids.ts';
import type { Actor, EmittedMessage, Transact } from './kernel.ts';
import { toLocalIso } from './local-time.ts';
import { insertOutbox, newTraceId } from './transact.ts';

/** What stands in a table, as the message that tells of it. */
export interface Restated extends EmittedMessage {
  /** The instant it became so. */
  at: Date;
}

/** State that changed in [since, until). */
export interface TimeRange {
  since: Date;
  until: Date;
}

/**
 * A page of what a stage has in a range, by id behind `after`; fewer than `limit` = the last one. The rows stay locked in share, so that a
 * change made meanwhile comes behind what is said here.
 */
export type Restate<T> = (
  tx: Transaction<T>,
  range: TimeRange,
  after: string,
  limit: number,
) => Promise<{ id: string; message: Restated }[]>;

export interface Republishing extends TimeRange {
  topic: string;
  /** Only this consumer group works on them; null = all that read the topic. */
  group: string | null;
  actor: Actor;
}

/** What comes in live goes first: a page waits until little is on its way. */
export interface Pace {
  /** Messages on their way. */
  waiting(): Promise<number>;
  /** Between two looks. */
  pause(): Promise<void>;
}

const ROOM = 2_000;
/** Looks in which nothing moved: nobody is at work, so nobody is held up. */
const PATIENCE = 30;

const PAGE = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Puts stored state into the outbox once more. Consumers are idempotent, so what they know already changes nothing. New ids: a group
 * that claimed the old message and lost its effect must not step over it.
 * @returns how many messages were put there.
 */
export async function republish<T>(
  transact: Transact<T>,
  restate: Restate<T>,
  { topic, group, actor, ...range }: Republishing,
  pace: Pace,
): Promise<number> {
  const traceId = newTraceId();
  let count = 0;
  let moving = true;
  for (let after: string | null = FIRST; after !== null;) {
    const from: string = after;
    moving &&= await roomIn(pace);
    after = await transact(
      async ({ tx, now }) => {
        const page = await restate(tx, range, from, PAGE);
        await insertOutbox(
          tx,
          page.map(({ message }) => sealed(message, group, now, traceId)),
        );
        count += page.length;
        return page.length < PAGE ? null : page.at(-1)!.id;
      },
      { traceId },
    );
  }
  const detail = { group: group ?? '*', since: toLocalIso(range.since), until: toLocalIso(range.until), count };
  await transact(
    async (unit) => unit.audit({ actor, action: 'messages.republish', subject: { kind: 'topic', id: topic }, detail }),
    { traceId },
  );
  return count;
}

/** @returns false when what waits does not move. */
async function roomIn({ waiting, pause }: Pace): Promise<boolean> {
  let least = Infinity;
  for (let idle = 0; idle < PATIENCE; idle++) {
    const now = await waiting();
    if (now <= ROOM) return true;
    if (now < least) [least, idle] = [now, 0];
    await pause();
  }
  return false;
}

/** What stands in the outbox, and on the bus on PostgreSQL before the slowest reader of a topic; Kafka is not asked. */
export async function waitingMessages<T>(db: Kysely<T>, topic: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select (select count(*) from platform_outbox)::int + coalesce((
      select max(behind) from (
        select sum(p.next_offset - greatest(o.next_offset, p.first_offset)) as behind
          from bus_partitions p join bus_offsets o on o.topic = p.topic and o.partition = p.partition
         where p.topic = ${topic} group by o.group_name) g), 0)::int as n`.execute(db);
  return rows[0]!.n;
}

function sealed(
  { topic, type, version, key, payload, at }: Restated,
  group: string | null,
  now: Date,
  traceId: string,
) {
  const envelope: Envelope = {
    ...{ id: uuidv7(now), type, version, key, at: toLocalIso(at), traceId, payload },
    ...(group !== null && { forGroup: group }),
  };
  return { topic, key, envelope: JSON.stringify(envelope) };
}
