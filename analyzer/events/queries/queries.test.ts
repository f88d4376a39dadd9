import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../../config/load.ts';
import { testKernel, type TestKernel } from '../../../tests/harness/kernel.ts';
import { createGroupPart, type GroupPart } from '../../group-part.ts';
import { MENTION_ANALYZED, type AnalyzedMention } from '../../messages.ts';
import type { AnalyzerTables } from '../../tables.ts';
import { loadEventBooks } from '../books.ts';
import { invent, type Invented } from '../invent.ts';
import { EVENT_SORTS } from './list-events.ts';
import { createEventQueries, type EventQueries } from './queries.ts';

const start = Date.parse('2026-11-20T08:00:00+08:00');
const at = (minutes: number): Date => new Date(start + minutes * 60_000);
const CITY = ['江南省', '江城市'];
const estates = [
  ['东湖花园', '城东区'],
  ['新华苑', '城西区'],
  ['港湾家园', '滨江区'],
] as const;

describe('what the dashboard reads of events', () => {
  let world: TestKernel<AnalyzerTables>;
  let part: GroupPart;
  let read: EventQueries;

  beforeAll(async () => {
    world = await testKernel<AnalyzerTables>({ now: at(0) });
    part = createGroupPart(world.kernel, loadEventBooks(shippedConfigFolder()));
    read = createEventQueries(world.kernel.db);
    await part.start();
    const posts: AnalyzedMention[] = estates.flatMap(([estate, district], n) =>
      Array.from({ length: n + 2 }, (_, post) => outage(estate, district, -120 + n * 10 + post)),
    );
    posts.push(outage('东湖花园', '城东区', -60 * 30, { mention: { collectedAt: at(0).toISOString() } }));
    await world.kernel.transact(async (unit) => {
      for (const payload of posts) unit.emit({ ...MENTION_ANALYZED, key: '990100', payload });
      return Promise.resolve();
    });
    await world.settle();
  });
  afterAll(async () => {
    await part.stop();
    await world.close();
  });
  const outage = (estate: string, district: string, minutes: number, more: Partial<Invented> = {}) =>
    invent({ at: at(minutes), text: `${estate}小区停水了，第${minutes}次反映`, place: [...CITY, district], ...more });

  it('lists events page by page without losing or repeating one, in every order', async () => {
    for (const sort of EVENT_SORTS) {
      const first = await read.list({ sort, limit: 2 });
      const second = await read.list({ sort, limit: 2, after: first.next });
      expect(first.items).toHaveLength(2);
      expect(second.next).toBeNull();
      expect(new Set([...first.items, ...second.items].map(({ snapshot }) => snapshot.id)).size).toBe(3);
    }
    const hottest = await read.list({ sort: 'heat', limit: 1 });
    expect(hottest.items[0]?.snapshot.title).toContain('港湾家园');
    const grave = await read.list({ sort: 'gravest', limit: 3 });
    const scores = grave.items.map(({ snapshot }) => snapshot.opinion.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('filters by place with everything below it, topic, title and origin', async () => {
    const titles = async (filter: object) =>
      (await read.list({ ...filter, limit: 10 })).items.map(({ snapshot }) => snapshot.places[0]?.name);
    expect(await titles({ place: '城西区' })).toEqual(['城西区']);
    expect(await titles({ place: '江城市' })).toHaveLength(3);
    expect(await titles({ q: '东湖' })).toEqual(['城东区']);
    expect(await titles({ topic: 'education' })).toEqual([]);
    expect(await titles({ origins: ['drill'] })).toEqual([]);
  });

  it('shows the posts of an event with the reason each is there, its hours and its sources', async () => {
    const [event] = (await read.list({ place: '滨江区', limit: 1 })).items;
    const { id } = event!.snapshot;
    const first = await read.mentions(id, { limit: 3 });
    const rest = await read.mentions(id, { limit: 3, after: first.at(-1)! });
    expect([...first, ...rest]).toHaveLength(4);
    expect(first[0]?.why).toBeNull();
    expect(first[1]?.why).toMatchObject({ rule: 'near_copy', shared: ['文字高度重复'] });
    expect((await read.series(id)).reduce((sum, hour) => sum + hour.mentions, 0)).toBe(4);
    expect(await read.sources(id)).toEqual([{ sourceType: 'weibo', mentions: 4 }]);
    expect((await read.ofMentions([first[0]!.mentionId])).get(first[0]!.mentionId)?.id).toBe(id);
  });

  it('marks the lag of a first post that came late as 补录', async () => {
    const late = (await read.list({ place: '城东区', limit: 1 })).items[0];
    const prompt = (await read.list({ place: '城西区', limit: 1 })).items[0];
    expect(late?.lag.late).toBe(true);
    expect(prompt?.lag.late).toBe(false);
  });

  it('counts open events and lists warnings, newest first', async () => {
    const overview = await read.overview({ origins: ['live'] }, at(-600));
    expect(overview).toMatchObject({ open: 3 });
    const warnings = await read.warnings({ limit: 50 });
    expect(overview.warnings).toBe(warnings.length);
    expect(await read.warnings({ limit: 50, eventId: '00000000-0000-7000-8000-000000000000' })).toEqual([]);
  });
});
