import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutgoingMessage } from '../../platform/ports/event-bus.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { createKafka, createPostgres } from '../../tools/engines/index.ts';
import { wrongUsage } from '../arguments.ts';
import type { Bench } from '../bench.ts';
import { kafkaSides } from './bus-kafka.ts';
import { postgresSides } from './bus-postgres.ts';

const DEFAULT_MESSAGES = 50_000;
const BATCH = 500;
const ROUNDS = 3;
const PARTITIONS = 4;

export interface BusLoad {
  topic: string;
  /** Envelopes of about 1 KB in batches of equal size. */
  batches: OutgoingMessage[][];
  partitions: number;
}

/** One way to carry a load, freshly connected. Seconds, without connecting, joining and leaving. */
export interface Side {
  produce(load: BusLoad): Promise<number>;
  consume?(load: BusLoad): Promise<number>;
}

export interface Sides {
  ours: Side;
  bare: Side;
  newTopic(topic: string, partitions: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * `bench bus [N]`: N messages of 1 KB through our bus beside a bare loop over the same driver, in one run, the order of the
 * two alternating; medians. Kafka: acks=all, idempotent, gzip. PostgreSQL: beside bare inserts of the same rows.
 * Starts its own engines unless KAFKA_BROKERS is given; PostgreSQL is always its own.
 */
export const benchBusCommand: Bench = async (context, args) => {
  const wanted = args[0] === undefined ? DEFAULT_MESSAGES : Number(args[0]);
  if (!Number.isInteger(wanted) || wanted < BATCH)
    throw wrongUsage({ usage: 'bench bus [消息条数]' }, `“${args[0]}”不是不小于 ${BATCH} 的条数`);
  const folder = await mkdtemp(join(tmpdir(), 'huiying-bench-bus-'));
  const say = (text: string): void => void context.stderr.write(`${text}\n`);
  const load = loadavg().map((each) => Math.round(each * 10) / 10);
  try {
    const kafka = await onKafka(folder, context.env['KAFKA_BROKERS'], wanted, say);
    const postgres = await onPostgres(folder, wanted, say);
    const conditions = { batch: BATCH, bytes: 1_024, partitions: PARTITIONS, rounds: ROUNDS, loadAverage: load };
    return { messages: wanted, at: toLocalIso(systemTime.now()), ...conditions, kafka, postgres };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
};

async function onKafka(folder: string, given: string | undefined, wanted: number, say: (text: string) => void) {
  const engine = given === undefined ? await createKafka({ folder }) : null;
  try {
    await engine?.start();
    return await measure('Kafka', kafkaSides(given ?? engine!.env['KAFKA_BROKERS']!), wanted, say);
  } finally {
    await engine?.remove();
  }
}

async function onPostgres(folder: string, wanted: number, say: (text: string) => void) {
  const engine = await createPostgres({ folder });
  try {
    await engine.start();
    return await measure('PostgreSQL', await postgresSides(engine.env), wanted, say);
  } finally {
    await engine.remove();
  }
}

/** The first round warms up and is not counted. */
async function measure(name: string, sides: Sides, wanted: number, say: (text: string) => void) {
  const seconds = {
    oursProduce: [] as number[],
    bareProduce: [] as number[],
    oursConsume: [] as number[],
    bareConsume: [] as number[],
  };
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      say(`${name}：第 ${round} / ${ROUNDS} 轮……`);
      const order = round % 2 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
      for (const who of order) {
        const load = loadFor(`bench-${who}-${round}`, round === 0 ? Math.min(wanted, 10_000) : wanted);
        await sides.newTopic(load.topic, load.partitions);
        const produced = await sides[who].produce(load);
        const consumed = await sides[who].consume?.(load);
        if (round === 0) continue;
        seconds[`${who}Produce`].push(produced);
        if (consumed !== undefined) seconds[`${who}Consume`].push(consumed);
      }
    }
  } finally {
    await sides.close();
  }
  return {
    produce: beside(wanted, seconds.oursProduce, seconds.bareProduce),
    consume: beside(wanted, seconds.oursConsume, seconds.bareConsume),
  };
}

/** Messages a second and what ours reaches of the bare loop. */
function beside(messages: number, ours: number[], bare: number[]) {
  const rate = (seconds: number[]): number =>
    Math.round(messages / [...seconds].sort((a, b) => a - b)[seconds.length >> 1]!);
  if (bare.length === 0) return { ours: rate(ours) };
  return { ours: rate(ours), bare: rate(bare), ratio: Math.round((rate(ours) / rate(bare)) * 100) / 100 };
}

const WORDS = '城东区滨江路某小区今日停水多时居民询问何时恢复物业称正在抢修请有关部门回应并公布进展';

/** Texts that compress about as real ones do: no two are equal. */
function loadFor(topic: string, wanted: number): BusLoad {
  let seed = 1;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  const text = (): string => Array.from({ length: 275 }, () => WORDS[next() % WORDS.length]).join('');
  const now = systemTime.now();
  const message = (n: number): OutgoingMessage => {
    const key = `key-${n % 1_000}`;
    const envelope = {
      ...{ id: uuidv7(now), type: 'bench.happened', version: 1, key },
      ...{ at: toLocalIso(now), traceId: 'bench', payload: { n, text: text() } },
    };
    return { topic, key, value: JSON.stringify(envelope) };
  };
  const all = Array.from({ length: wanted }, (_unused, n) => message(n));
  const batches: OutgoingMessage[][] = [];
  for (let at = 0; at < all.length; at += BATCH) batches.push(all.slice(at, at + BATCH));
  return { topic, batches, partitions: PARTITIONS };
}
