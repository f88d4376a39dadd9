import { mkdtempSync, chmodSync, existsSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEngines } from '../../tests/harness/engines.ts';
import { createEngine, type Engine, type EngineName } from './index.ts';
import { answers, freePort } from './server-process.ts';

/** Writes a mark, and reads it back after the server came again. */
const MARKS: Record<EngineName, { write(engine: Engine): Promise<void>; read(engine: Engine): Promise<unknown> }> = {
  redis: {
    write: (engine) => withRedis(engine, (redis) => redis.set('mark', 'kept')),
    read: (engine) => withRedis(engine, (redis) => redis.get('mark')),
  },
  postgres: {
    write: (engine) => inPostgres(engine, 'create table mark as select $1::text as mark').then(() => undefined),
    read: (engine) => inPostgres(engine, 'select mark, $1 as unused from mark').then(([row]) => row!.mark),
  },
  kafka: { write: writeToKafka, read: readFromKafka },
};

async function withRedis<R>(engine: Engine, work: (redis: Redis) => Promise<R>): Promise<never> {
  const redis = new Redis(engine.env['REDIS_URL']!);
  const result = await work(redis);
  await redis.quit();
  return result as never;
}
async function inPostgres(engine: Engine, sql: string): Promise<{ mark: string }[]> {
  const client = new pg.Client({ connectionString: engine.env['DATABASE_OWNER_URL']! });
  await client.connect();
  const { rows } = await client.query(sql, ['kept']);
  await client.end();
  return rows as { mark: string }[];
}
const kafka = (engine: Engine) => new Kafka({ brokers: [engine.env['KAFKA_BROKERS']!], logLevel: logLevel.NOTHING });
async function writeToKafka(engine: Engine): Promise<void> {
  const admin = kafka(engine).admin();
  await admin.createTopics({ topics: [{ topic: 'marks', numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka(engine).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic: 'marks', acks: -1, messages: [{ value: 'kept' }] });
  await producer.disconnect();
}
async function readFromKafka(engine: Engine): Promise<unknown> {
  const admin = kafka(engine).admin();
  const [partition] = await admin.fetchTopicOffsets('marks');
  await admin.disconnect();
  return partition!.high === '1' ? 'kept' : `high ${partition!.high}`;
}

const all: EngineName[] = ['redis', 'postgres', 'kafka'];

describe.each(all)('a real %s', async (name) => {
  const { missing } = await testEngines(name);
  describe.skipIf(missing !== null)('on a port of its own', () => {
    let folder: string;
    let engine: Engine;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'huiying-engine-'));
      chmodSync(folder, 0o711); // PostgreSQL's own account has to pass
      engine = await createEngine(name, folder);
    });
    afterAll(async () => {
      await engine.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it('starts, keeps its data over a clean stop and over kill -9, and is gone afterwards', async () => {
      await engine.start();
      await MARKS[name].write(engine);
      await engine.stop();
      expect([engine.running(), await answers(engine.port)]).toEqual([false, false]);
      await engine.start();
      expect(await MARKS[name].read(engine)).toBe('kept');
      if (name === 'redis') await new Promise((resolve) => setTimeout(resolve, 1_100)); // appendfsync everysec
      await engine.kill();
      expect(engine.running()).toBe(false);
      await engine.start();
      expect(await MARKS[name].read(engine)).toBe('kept');
      await engine.remove();
      expect([engine.running(), existsSync(engine.folder)]).toEqual([false, false]);
    }, 120_000);
  });
});

describe('a frozen redis', async () => {
  const { missing } = await testEngines('redis');
  it.skipIf(missing !== null)('takes connections and answers nothing until it is thawed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-engine-'));
    const engine = await createEngine('redis', folder, await freePort());
    await engine.start();
    engine.freeze();
    const socket = createConnection({ port: engine.port, host: '127.0.0.1' });
    const heard: string[] = [];
    socket.on('data', (data) => heard.push(String(data)));
    socket.write('PING\r\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).toEqual([]);
    engine.thaw();
    await expect.poll(() => heard.join('')).toBe('+PONG\r\n');
    socket.destroy();
    await engine.remove();
    rmSync(folder, { recursive: true, force: true });
  });
});
