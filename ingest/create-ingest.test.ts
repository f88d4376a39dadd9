import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../config/load.ts';
import { sourcesSchema } from '../config/schema/sources.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { createIngest } from './create-ingest.ts';
import type { IngestTables } from './tables.ts';

let test: TestKernel<IngestTables>;
let aheadMs = 0;
beforeAll(async () => void (test = await testKernel<IngestTables>({ aheadMs: () => aheadMs })));
afterAll(() => test.close());

it('only a process that runs the stage takes its polls: another has other folders and another way out', async () => {
  const defined: string[] = [];
  const kernel = {
    ...test.kernel,
    jobs: {
      ...test.kernel.jobs,
      define: (name: string) => void defined.push(name),
      schedule: async () => undefined,
      unschedule: async () => undefined,
    },
  };
  const sources = loadRulebook(shippedConfigFolder(), 'sources', sourcesSchema);
  const settings = { jurisdiction: '990100', historyDays: 7, dataFolder: '/tmp' };
  const stage = createIngest({ kernel, settings, sources, env: {} });
  expect(defined).toEqual([]);
  await stage.start();
  await stage.stop();
  await stage.start();
  expect(defined).toEqual(['ingest.poll']);
});

it('asks no source by a clock that is wrong, and each again once it is right, whatever was written meanwhile', async () => {
  const feed = { id: 'daily', name: '日报', kind: 'feed', sourceType: 'news', url: 'https://n.example.cn/rss' };
  const sources = sourcesSchema.parse({ sources: [{ ...feed, enabled: true, everyMinutes: 1 }] });
  let asked = 0;
  const threeTicks = async (): Promise<void> => {
    for (let tick = 0; tick < 3; tick += 1) await time.advance(60_000);
  };
  const { kernel, time } = test;
  const stage = createIngest({
    ...{ kernel, sources, env: {}, settings: { jurisdiction: '990100', historyDays: 7, dataFolder: '/nowhere' } },
    outgoing: async (url) => {
      asked += 1;
      return { url, status: 304, headers: {}, body: Buffer.alloc(0) };
    },
  });
  await stage.start();
  await kernel.jobs.start();
  await threeTicks();
  expect(asked).toBe(3);
  aheadMs = 30 * 24 * 3_600_000;
  await threeTicks();
  expect(asked).toBe(3);

  aheadMs = 0;
  const inAMonth = new Date(time.now().getTime() + 30 * 24 * 3_600_000);
  await kernel.db.updateTable('ingest_cursors').set({ next_poll_at: inAMonth }).execute();
  await threeTicks();
  expect(asked).toBe(6);
  await stage.stop();
});
