import { expect, it } from 'vitest';
import { sourcesSchema } from '../../config/schema/sources.ts';
import { testKernel } from '../../tests/harness/kernel.ts';
import type { SourceDeps } from '../source.ts';
import type { IngestTables } from '../tables.ts';
import { pollSource, type PolledSource } from './poll-source.ts';

it('a source to be asked every minute is asked at every tick, though each answer takes seconds', async () => {
  const { kernel, time, close } = await testKernel<IngestTables>();
  const feed = { id: 'daily', name: '日报', kind: 'feed', sourceType: 'news', url: 'https://n.example.cn/rss' };
  const book = sourcesSchema.parse({ sources: [{ ...feed, enabled: true, everyMinutes: 1 }] });
  const deps: SourceDeps & { kernel: typeof kernel } = {
    kernel,
    collect: { jurisdiction: '990100', historyDays: 7 },
    dataFolder: '/nowhere',
    pace: () => Promise.resolve(),
    outgoing: async (url) => {
      await time.advance(5_000);
      return { url, status: 304, headers: {}, body: Buffer.alloc(0) };
    },
  };
  const story: string[] = [];
  for (let tick = 0; tick < 4; tick++) {
    story.push(await pollSource(deps, book.sources[0] as PolledSource));
    await time.advance(55_000);
  }
  expect(story).toEqual(['polled', 'polled', 'polled', 'polled']);
  await close();
});
