import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { MENTION_COLLECTED, type Mention } from '../ingest/messages.ts';
import { shippedConfigFolder } from '../config/load.ts';
import { uuidv7 } from '../platform/runtime/ids.ts';
import { createAnalyzePart } from './analyze-consumer.ts';
import { createAnalyzerPool, type AnalyzerPool } from './brains/analyzer-pool.ts';
import { analyzedMentionSchema, MENTION_ANALYZED, type AnalyzedMention } from './messages.ts';
import { readMention, readStream } from './queries/read-mentions.ts';
import type { AnalyzerTables } from './tables.ts';
import { restateAnalyses } from './republish.ts';

let test: TestKernel<AnalyzerTables>;
let pool: AnalyzerPool;
let part: ReturnType<typeof createAnalyzePart>;
let analyzed = 0;
const heard: AnalyzedMention[] = [];

beforeAll(async () => {
  test = await testKernel<AnalyzerTables>();
  pool = createAnalyzerPool({ configFolder: shippedConfigFolder(), workers: 1 });
  const counting = {
    ...pool,
    analyzeForSearch: (inputs: Parameters<AnalyzerPool['analyzeForSearch']>[0]) => {
      analyzed += inputs.length;
      return pool.analyzeForSearch(inputs);
    },
  };
  part = createAnalyzePart({ kernel: test.kernel, pool: counting, domain: (mention) => mention.jurisdiction });
  await part.start();
  await test.kernel.consume({
    ...{ group: 'listener', topic: MENTION_ANALYZED.topic, schema: analyzedMentionSchema },
    handle: async (messages) => void heard.push(...messages.map((message) => message.payload)),
  });
});
afterAll(async () => {
  await test.close();
  await pool.close();
});
beforeEach(() => {
  heard.length = 0;
  analyzed = 0;
});

let n = 0;
function mention(text: string, change: Partial<Mention> = {}): Mention {
  n += 1;
  const at = new Date(test.time.now().getTime() + n * 1000);
  return {
    ...{ id: uuidv7(at), source: 'board', sourceType: 'board', externalId: `m${n}`, url: null, title: '', text },
    ...{
      publishedAt: at.toISOString(),
      publishedPrecision: 'second',
      collectedAt: at.toISOString(),
      parentId: null,
      counts: {},
    },
    ...{
      region: null,
      rank: null,
      intakeKind: 'opinion',
      order: null,
      registration: null,
      voice: null,
      fingerprint: `f${n}`,
    },
    ...{ duplicateOf: null, revision: 1, change: 'new', history: false, jurisdiction: '990100', origin: 'live' },
    ...change,
  } as Mention;
}

async function collect(...mentions: Mention[]): Promise<void> {
  await test.kernel.transact(async (unit) => {
    for (const payload of mentions) unit.emit({ ...MENTION_COLLECTED, key: payload.id, payload });
  });
  await test.settle();
}
const stored = (id: string) => readMention(test.database.db, id);
const search = async (q: string) =>
  (await readStream(test.database.db, { origin: 'live', q }, { limit: 50 })).items.map((item) => item.mention.text);

describe('analysing what was collected', () => {
  it('stores the analysis and passes it on under the grouping domain', async () => {
    const one = mention('城东区和平街道化工厂爆炸，造成3人死亡');
    await collect(one);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ mention: { id: one.id }, analysis: { sensitivity: { level: 3 } } });
    expect(await stored(one.id)).toMatchObject({ mention: one, analysis: heard[0]!.analysis, event: null });
  });

  it('keeps one row for a mention and takes the newer text', async () => {
    const first = mention('路灯坏了');
    await collect(first);
    await collect({ ...first, text: '路灯坏了，三人触电死亡', revision: 2, change: 'revised' });
    expect(await stored(first.id)).toMatchObject({
      mention: { revision: 2 },
      analysis: { facts: { deaths: { low: 3 } } },
    });
  });

  it('does not let an older revision replace a newer one', async () => {
    const first = mention('积水');
    await collect({ ...first, text: '积水已排空', revision: 2, change: 'revised' });
    await collect(first);
    expect((await stored(first.id))?.mention.text).toBe('积水已排空');
  });

  it('reads nothing again when only counts changed', async () => {
    const one = mention('小区停气两天');
    await collect(one);
    const { analysis } = heard[0]!;
    await collect({ ...one, counts: { like: 9 }, change: 'counts' });
    expect(analyzed).toBe(1);
    expect(heard[1]).toEqual({ mention: { ...one, counts: { like: 9 }, change: 'counts' }, analysis });
    expect((await stored(one.id))?.mention.counts).toEqual({ like: 9 });
  });

  it('says a change of counts again, though the analysis is older than the time asked for', async () => {
    const one = mention('公园健身器材坏了');
    await collect(one);
    await test.time.advance(3_600_000);
    const since = test.time.now();
    await collect({ ...one, counts: { like: 12 }, change: 'counts' });
    const range = { since, until: new Date(since.getTime() + 60_000) };
    const said = await test.database.db
      .transaction()
      .execute((tx) => restateAnalyses(tx, range, '00000000-0000-0000-0000-000000000000', 10));
    expect(said.map(({ message }) => message)).toMatchObject([
      { payload: { mention: { id: one.id, counts: { like: 12 } } }, at: since },
    ]);
  });

  it('has no second effect when a message comes again', async () => {
    const one = mention('井盖丢失');
    await collect(one);
    await part.stop();
    await sql`delete from bus_offsets where group_name = 'analyze'`.execute(test.database.ownerDb);
    await part.start();
    await test.settle();
    expect(analyzed).toBeGreaterThan(1);
    expect(heard.filter((message) => message.mention.id === one.id)).toHaveLength(1);
  });
});

describe('search', () => {
  it('finds an order of a hotline by its number, which stands in no text', async () => {
    const order = { number: 'DH-2026〔3〕GD9', owner: null, dueAt: null };
    await collect(mention('公交站台座椅破损', { order }), mention('公交站台雨棚破损'));
    for (const typed of ['DH-2026〔3〕GD9', ' dh-2026〔3〕gd9 '])
      expect(await search(typed)).toEqual(['公交站台座椅破损']);
    expect(await search('DH-2026〔3〕GD8')).toEqual([]);
  });

  beforeAll(() =>
    collect(
      mention('滨江区港湾街道自來水發黃，沒人管'),
      mention('滨江区大面积停水，供水公司在抢修'),
      mention('云山县石桥镇100%没有路灯'),
    ),
  );

  it.each([
    ['two characters, as a word', '停水', ['滨江区大面积停水，供水公司在抢修']],
    ['a piece of a sentence', '供水公司在', ['滨江区大面积停水，供水公司在抢修']],
    ['simplified for a text in traditional characters', '自来水发黄', ['滨江区港湾街道自來水發黃，沒人管']],
    ['several words, all of them', '港湾街道 没人管', ['滨江区港湾街道自來水發黃，沒人管']],
    ['signs that mean something to SQL', '100%没有', ['云山县石桥镇100%没有路灯']],
    ['a pattern that is not one', '1_0%没', []],
    ['a quote', "'水'", []],
    ['nobody wrote this', '体育馆', []],
  ])('%s', async (_, q, texts) => {
    expect(await search(q)).toEqual(texts);
  });

  it('filters by place and pages without losing or repeating', async () => {
    const db = test.database.db;
    const inDistrict = await readStream(db, { origin: 'live', place: '990104' }, { limit: 10 });
    expect(inDistrict.items).toHaveLength(2);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await readStream(db, { origin: 'live' }, { limit: 2, cursor });
      seen.push(...page.items.map((item) => item.mention.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe((await readStream(db, { origin: 'live' }, { limit: 200 })).items.length);
  });
});
