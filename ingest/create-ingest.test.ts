import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../config/load.ts';
import { sourcesSchema } from '../config/schema/sources.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { createIngest } from './create-ingest.ts';
import type { IngestTables } from './tables.ts';

let test: TestKernel<IngestTables>;
beforeAll(async () => void (test = await testKernel<IngestTables>()));
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
