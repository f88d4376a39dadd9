import { afterAll, beforeAll, expect, it } from 'vitest';
import { shippedConfigFolder } from '../config/load.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { loadEventBooks } from './events/books.ts';
import { invent } from './events/invent.ts';
import { createGroupPart, type GroupPart } from './group-part.ts';
import { MENTION_ANALYZED } from './messages.ts';
import type { AnalyzerTables } from './tables.ts';

const DAY = 24 * 3_600_000;
const start = new Date('2026-11-20T08:00:00+08:00');
let world: TestKernel<AnalyzerTables>;
let part: GroupPart;
let aheadMs = 0;
beforeAll(async () => {
  world = await testKernel<AnalyzerTables>({ now: start, aheadMs: () => aheadMs });
  part = createGroupPart(world.kernel, loadEventBooks(shippedConfigFolder()));
  await part.start();
});
afterAll(async () => {
  await part.stop();
  await world.close();
});

it('a clock that jumps a month ahead ends no living event; silence by the right clock does', async () => {
  const posts = ['东湖街道停水两天了', '东湖街道又停水，没人管'].map((text, index) =>
    invent({ at: new Date(start.getTime() - (index + 1) * 600_000), text, title: '' }),
  );
  await world.kernel.transact(async (unit) => {
    for (const payload of posts) unit.emit({ ...MENTION_ANALYZED, key: payload.mention.id, payload });
  });
  await world.settle();
  const events = (): Promise<object[]> =>
    world.kernel.db.selectFrom('analyzer_events').select(['stage', 'heat', 'next_check_at', 'revision']).execute();
  const living = await events();
  expect(living).toHaveLength(1);

  aheadMs = 30 * DAY;
  await world.time.advance(30 * DAY);
  expect(await part.sweep()).toBe(0);
  expect(await events()).toEqual(living);

  aheadMs = 0;
  expect(await part.sweep()).toBe(1);
  expect(await events()).toMatchObject([{ stage: 'ended', next_check_at: null }]);
}, 120_000);
