import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { retry } from '../../platform/runtime/outcome.ts';
import { testKernel, type TestKernel } from './kernel.ts';

const system: Actor = { id: 'system', name: 'test', unitId: null, roles: [] };
const schema = z.object({ step: z.number() });

describe('the kernel of tests', () => {
  let world: TestKernel<unknown>;
  beforeAll(async () => {
    world = await testKernel();
    await sql`create table steps (step int primary key, at timestamptz not null)`.execute(world.database.ownerDb);
    await sql`grant all on steps to public`.execute(world.database.ownerDb);
  });
  afterAll(() => world.close());

  it('settles a chain of messages, with state, audit and message in one transaction', async () => {
    const { kernel } = world;
    const consumer = await kernel.consume({
      group: 'chain',
      topic: 'events.changed',
      schema,
      handle: async (messages) => {
        for (const { payload, now, traceId } of messages)
          await kernel.transact(
            async (unit) => {
              await sql`insert into steps values (${payload.step}, ${unit.now}) on conflict do nothing`.execute(
                unit.tx,
              );
              unit.audit({
                actor: system,
                action: 'step.take',
                subject: { kind: 'step', id: `${payload.step}` },
                detail: {},
              });
              if (payload.step < 20)
                unit.emit({
                  topic: 'events.changed',
                  type: 'step',
                  version: 1,
                  key: 'k',
                  payload: { step: payload.step + 1 },
                });
            },
            { now, traceId },
          );
      },
    });
    await kernel.transact(async (unit) =>
      unit.emit({ topic: 'events.changed', type: 'step', version: 1, key: 'k', payload: { step: 1 } }),
    );
    await world.settle();
    const { rows } = await sql<{ steps: number; audits: number }>`select (select count(*) from steps) as steps,
      (select count(*) from audit_entries where action = 'step.take') as audits`.execute(kernel.db);
    expect(rows).toEqual([{ steps: 20, audits: 20 }]);
    await consumer.stop();
  });

  it('waits in simulated time when a handler asks for a pause, and goes on when the clock does', async () => {
    const { kernel, time } = world;
    const asked: Date[] = [];
    const consumer = await kernel.consume({
      group: 'patient',
      topic: 'warnings.raised',
      schema,
      handle: async (messages) => {
        asked.push(time.now());
        return asked.length === 1 ? messages.map(() => retry(3_600_000, 'too_early')) : undefined;
      },
    });
    await kernel.transact(async (unit) =>
      unit.emit({ topic: 'warnings.raised', type: 'step', version: 1, key: 'k', payload: { step: 1 } }),
    );
    await world.settle();
    expect(asked).toHaveLength(1);
    await time.advance(3_600_000);
    await world.settle();
    expect(asked).toHaveLength(2);
    expect(asked[1]!.getTime() - asked[0]!.getTime()).toBe(3_600_000);
    await consumer.stop();
  });

  it('runs jobs when the clock reaches them and settles what they cause', async () => {
    const { kernel, time } = world;
    const seen: number[] = [];
    const consumer = await kernel.consume({
      group: 'jobs',
      topic: 'tickets.changed',
      schema,
      handle: async (messages) => void seen.push(...messages.map((message) => message.payload.step)),
    });
    kernel.jobs.define('sweep', async () => {
      await kernel.transact(async (unit) =>
        unit.emit({ topic: 'tickets.changed', type: 'step', version: 1, key: 'k', payload: { step: 7 } }),
      );
    });
    await kernel.jobs.start();
    await kernel.jobs.runAt('sweep', 'one', new Date(time.now().getTime() + 5 * 3_600_000));
    await time.advance(4 * 3_600_000);
    expect(seen).toEqual([]);
    await time.advance(3_600_000);
    expect(seen).toEqual([7]);
    await consumer.stop();
  });
});
