import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { READERS } from '../../platform/runtime/topics.ts';
import { program, type Program } from '../harness/program.ts';

let all: Program;
beforeAll(async () => void (all = await program(new Date('2026-02-24T09:00:00+08:00'))));
afterAll(() => all.close());

const labels = z.object({ values: z.array(z.object({ labels: z.object({ group: z.string(), topic: z.string() }) })) });

it('whoever reads the bus is asked for its backlog, and nobody else', async () => {
  const { values } = labels.parse(await all.test.kernel.metrics.getSingleMetric('huiying_consumer_lag')!.get());
  const named = (list: readonly { group: string; topic: string }[]): string[] =>
    list.map(({ group, topic }) => `${group} ${topic}`).sort();
  expect(named(values.map((each) => each.labels))).toEqual(named(READERS));
  expect((await all.test.kernel.backlog()).map(({ messages }) => messages)).toEqual(READERS.map(() => 0));
});
