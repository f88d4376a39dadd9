import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { ConsumedMessage } from './kernel.ts';
import { drop, park } from './outcome.ts';
import { listParked, replayParked } from './parked.ts';
import type { TopicName } from './topics.ts';

const schema = z.object({ n: z.number(), origin: z.enum(['live', 'demo', 'drill']).optional() });
const analyzed = z.object({ mention: z.object({ origin: z.string() }) });

describe('consuming', () => {
  let world: TestKernel<unknown>;
  beforeAll(async () => {
    world = await testKernel();
  });
  afterAll(() => world.close());

  const emit = (topic: TopicName, payload: unknown, now?: Date): Promise<void> =>
    world.kernel.transact(
      async (unit) => unit.emit({ topic, type: 'test.happened', version: 1, key: 'k', payload }),
      now ? { now, traceId: 'trace-1' } : {},
    );
  const raw = async (topic: TopicName, value: string): Promise<void> => {
    await sql`with p as (update bus_partitions set next_offset = next_offset + 1 where topic = ${topic} and partition = 0
        returning next_offset)
      insert into bus_log select ${topic}, 0, next_offset - 1, ${value}, ${world.time.now()} from p`.execute(
      world.database.ownerDb,
    );
  };

  it('gives the instant of the story for demo and drill, the clock for live', async () => {
    const seen: ConsumedMessage<unknown>[] = [];
    const handle = async (messages: ConsumedMessage<unknown>[]): Promise<void> => void seen.push(...messages);
    const { consume } = world.kernel;
    const consumers = [
      await consume({ group: 'now', topic: 'events.changed', schema, handle }),
      await consume({ group: 'now', topic: 'mentions.analyzed', schema: analyzed, handle }),
    ];
    const story = new Date('2025-12-31T08:00:00Z');
    await emit('events.changed', { n: 1, origin: 'live' }, story);
    await emit('events.changed', { n: 2, origin: 'demo' }, story);
    await emit('events.changed', { n: 3, origin: 'drill' }, story);
    await world.settle();
    await emit('mentions.analyzed', { mention: { origin: 'demo' } }, story);
    await world.settle();
    expect(seen.map((message) => message.now)).toEqual([world.time.now(), story, story, story]);
    expect(seen[0]).toMatchObject({ type: 'test.happened', key: 'k', traceId: 'trace-1', payload: { n: 1 } });
    await Promise.all(consumers.map((consumer) => consumer.stop()));
  });

  it('parks what cannot be read, poison, and what the handler parks; a replay reaches this group only', async () => {
    const got: number[] = [];
    let repaired = false;
    const consumer = await world.kernel.consume({
      group: 'careful',
      topic: 'warnings.raised',
      schema,
      attempts: 2,
      handle: async (messages) => {
        if (!repaired && messages.some(({ payload }) => payload.n === 13)) throw new Error('thirteen');
        return messages.map(({ payload }) => {
          if (payload.n === 4 && !repaired) return park('unknown_unit', 'unit x');
          got.push(payload.n);
          return payload.n === 5 ? drop('history') : { kind: 'next' as const, value: null };
        });
      },
    });
    const others: number[] = [];
    const other = await world.kernel.consume({
      group: 'other',
      topic: 'warnings.raised',
      schema,
      handle: async (messages) => void others.push(...messages.map(({ payload }) => payload.n)),
    });
    for (const n of [1, 4, 13, 5]) await emit('warnings.raised', { n });
    await emit('warnings.raised', { n: 'not a number' });
    await raw('warnings.raised', 'not json {');
    await world.settle();
    const mine = async () => (await listParked(world.kernel.db)).filter((message) => message.group === 'careful');
    expect((await mine()).map(({ reason, detail }) => `${reason}: ${detail}`).sort()).toEqual([
      'failed: Error: thirteen',
      'unknown_unit: unit x',
      'unreadable: not JSON',
      'unreadable: payload: n invalid_type',
    ]);
    expect(got.sort()).toEqual([1, 5]);
    expect(others).toEqual([1, 4, 13, 5]);

    repaired = true;
    const poison = (await mine()).find(({ reason }) => reason === 'failed')!;
    expect(await replayParked(world.kernel.db, poison.id, world.time.now())).toEqual({
      replayed: [poison.id],
      unreadable: [],
    });
    await expect(replayParked(world.kernel.db, poison.id, world.time.now())).rejects.toMatchObject({
      code: 'not_found',
    });
    const rest = await replayParked(world.kernel.db, 'all', world.time.now());
    expect(rest.unreadable).toHaveLength(2); // each group parked the text that is no JSON
    await world.settle();
    expect(got.sort((a, b) => a - b)).toEqual([1, 4, 5, 13]);
    expect(others).toEqual([1, 4, 13, 5]);
    // What is still no number is parked anew, the rest is done.
    expect((await mine()).map(({ detail }) => detail).sort()).toEqual(['not JSON', 'payload: n invalid_type']);
    await Promise.all([consumer.stop(), other.stop()]);
  });

  it('counts every outcome by its reason and shows the lag', async () => {
    const text = await world.kernel.metrics.metrics();
    for (const line of [
      'huiying_messages_total{group="careful",topic="warnings.raised",outcome="drop",reason="history"} 1',
      'huiying_messages_total{group="careful",topic="warnings.raised",outcome="park",reason="failed"} 1',
      'huiying_messages_total{group="other",topic="warnings.raised",outcome="next",reason="done"} 4',
    ])
      expect(text).toContain(line);
    expect(text).toContain('huiying_consumer_lag');
  });

  it('takes a partition over before its first message and stops inside a pause without losing anything', async () => {
    const story: string[] = [];
    const options = {
      group: 'stopper',
      topic: 'tickets.changed' as const,
      schema,
      onAssigned: async (partition: number) => void story.push(`assigned ${partition}`),
    };
    await emit('tickets.changed', { n: 1 });
    const first = await world.kernel.consume({
      ...options,
      handle: async () => [{ kind: 'retry', afterMs: 3_600_000, reason: 'too_early' }],
    });
    await world.settle();
    await first.stop();
    expect(story.length).toBeGreaterThan(0);
    const got: number[] = [];
    const second = await world.kernel.consume({
      ...options,
      handle: async (messages) => void got.push(...messages.map(({ payload }) => payload.n)),
    });
    await world.settle();
    expect(got).toEqual([1]);
    expect(await second.lag()).toBe(0);
    await second.stop();
  });
});
