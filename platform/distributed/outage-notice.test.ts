import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { testEngines } from '../../tests/harness/engines.ts';
import { kafkaSettings, kafkaWorld, numbers, readNumbers, type Got } from '../../tests/harness/kafka.ts';
import { createKafka, createRedis } from '../../tools/engines/index.ts';
import { createBullJobs } from '../runtime/bull-jobs.ts';
import { systemTime } from '../runtime/system-time.ts';
import { redisJobsBackend } from './jobs/redis-backend.ts';
import { noticeFor } from './outage-notice.ts';
import { createRateLimits } from './redis/rate-limits.ts';
import { createSocketAdapter } from './redis/socket-adapter.ts';

const engines = await testEngines('kafka', 'redis');
const within = { timeout: 90_000, interval: 50 };
const folder = mkdtempSync(join(tmpdir(), 'huiying-notice-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

/** What stands on the console by default. */
function capture() {
  const lines: { msg: string; err?: unknown }[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as { msg: string });
      done();
    },
  });
  return { lines, log: pino({ level: 'warn' }, stream) };
}

describe('an outage', () => {
  it('is told once for all who notice, and its end when the last of them is back', () => {
    const { lines, log } = capture();
    const notice = noticeFor({}, 'Redis', log);
    const [one, two, three] = [{}, {}, {}];
    notice.back(one);
    for (const who of [one, two, one, three]) notice.away(who, new Error('connect ECONNREFUSED'));
    notice.back(one);
    notice.gone(three);
    expect(lines).toHaveLength(1);
    notice.back(two);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'Redis 连接中断，正在重试，恢复后自动继续（connect ECONNREFUSED）。',
      expect.stringMatching(/^Redis 连接已恢复（中断约 \d+ 秒）。$/),
    ]);
  });
});

describe.skipIf(engines.missing !== null)('on the console', () => {
  const told = (engine: string) => [
    expect.stringMatching(`^${engine} 连接中断`) as string,
    expect.stringMatching(`^${engine} 连接已恢复`) as string,
  ];

  it('the loss of Redis is one line, and its return one', async () => {
    const redis = await createRedis({ folder });
    await redis.start();
    const { lines, log } = capture();
    const settings = { url: redis.env['REDIS_URL']!, tls: null, sentinel: null, prefix: 'hy' };
    const jobs = createBullJobs(redisJobsBackend(settings, log), { time: systemTime, log });
    const others = [createSocketAdapter(settings, log), createRateLimits(settings, log)];
    let ticks = 0;
    for (const name of ['sweep', 'hint', 'poll']) jobs.define(name, async () => void ticks++);
    await jobs.start();
    for (const name of ['sweep', 'hint', 'poll']) await jobs.schedule(name, 'often', { everyMs: 100 });
    await expect.poll(() => ticks, within).toBeGreaterThan(3);
    await redis.kill();
    const away = ticks;
    await expect.poll(() => ticks, within).toBeGreaterThan(away + 3);
    await redis.start();
    await expect.poll(() => lines.length, within).toBeGreaterThanOrEqual(2);
    const back = ticks;
    await expect.poll(() => ticks, within).toBeGreaterThan(back + 30);
    expect(lines.map(({ msg }) => msg)).toEqual(told('Redis'));
    expect(lines.some(({ err }) => err !== undefined)).toBe(false);
    await Promise.all([jobs.close(), ...others.map((other) => other.close())]);
    expect(lines).toHaveLength(2);
    await redis.remove();
  }, 120_000);

  it('the loss of Kafka is one line, and its return one', async () => {
    const kafka = await createKafka({ folder });
    await kafka.start();
    const { lines, log } = capture();
    const world = kafkaWorld(kafkaSettings(kafka.env['KAFKA_BROKERS']!), { log, publishMs: 3_000 });
    const topics = ['one', 'two'];
    for (const topic of topics) world.topics[topic] = { partitions: 2 };
    const made = world.open();
    await expect.poll(() => made.ensureTopics().then(() => 'made', String), within).toBe('made');
    lines.length = 0;
    const got: Got[] = [];
    const bus = world.open();
    const readers = await Promise.all(topics.map((topic) => readNumbers(world.open(), topic, got)));
    let [sent, refused] = [0, 0];
    const send = (): Promise<unknown> =>
      bus.publish(topics.flatMap((topic) => numbers(topic, sent, sent + 10, String))).then(
        () => (sent += 10),
        () => refused++,
      );
    await expect.poll(async () => (await send(), got.length), within).toBeGreaterThan(50);
    await kafka.kill();
    await expect.poll(async () => (await send(), refused), within).toBeGreaterThan(1);
    await kafka.start();
    const back = got.length;
    await expect.poll(async () => (await send(), got.length), within).toBeGreaterThan(back + 100);
    await expect.poll(() => lines.length, within).toBeGreaterThanOrEqual(2);
    expect(lines.map(({ msg }) => msg)).toEqual(told('Kafka'));
    await Promise.all(readers.map((reader) => reader.stop()));
    await world.close();
    expect(lines).toHaveLength(2);
    await kafka.remove();
  }, 180_000);
});
