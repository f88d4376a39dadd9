import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { sourcesSchema } from '../../config/schema/sources.ts';
import type { Outgoing, OutgoingRequest } from '../../platform/runtime/outgoing.ts';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import { createIngest, type IngestOptions } from '../create-ingest.ts';
import type { IngestTables } from '../tables.ts';
import { createPace } from './pace.ts';

let test: TestKernel<IngestTables>;
const dataFolder = mkdtempSync(join(tmpdir(), 'huiying-sources-'));
const asked: { url: string; headers: OutgoingRequest['headers'] }[] = [];
let answer: () => { status: number; body: string; headers?: Record<string, string> };
const outgoing: Outgoing = async (url, { headers } = {}) => {
  asked.push({ url, headers });
  const { status, body, headers: given } = answer();
  return { url, status, headers: given ?? {}, body: Buffer.from(body) };
};
const MINUTE = 60_000;
const rss = (n: number): string =>
  `<rss><channel><item><guid>g${n}</guid><title>第${n}条要闻</title><pubDate>Tue, 24 Feb 2026 08:00:00 +0800</pubDate></item></channel></rss>`;

function ingest(sources: unknown[]) {
  const book = sourcesSchema.parse({ paceSeconds: 0, sources });
  const options: IngestOptions = {
    kernel: test.kernel,
    settings: { jurisdiction: '990100', historyDays: 7, dataFolder },
    sources: book,
    env: {},
    outgoing,
  };
  return createIngest(options);
}

beforeAll(async () => {
  test = await testKernel<IngestTables>();
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  await test.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('sources on schedule', () => {
  const stages: ReturnType<typeof ingest>[] = [];
  it('asks a feed politely, counts its errors, waits longer each time and recovers', async () => {
    const stage = ingest([
      {
        id: 'daily',
        name: '日报',
        kind: 'feed',
        sourceType: 'news',
        enabled: true,
        url: 'https://n.example.cn/rss',
        everyMinutes: 10,
      },
      {
        id: 'inbox',
        name: '文件夹',
        kind: 'folder',
        sourceType: 'hotline',
        enabled: true,
        path: 'inbox',
        everyMinutes: 5,
      },
      {
        id: 'hot',
        name: '热榜',
        kind: 'hotlist',
        sourceType: 'hotlist',
        enabled: true,
        baseUrl: 'https://hot.example.cn',
        lists: ['weibo'],
        everyMinutes: 10,
      },
      { id: 'off', name: '停用', kind: 'feed', sourceType: 'news', url: 'https://off.example.cn/rss' },
    ]);
    stages.push(stage);
    const feedAsked = () => asked.filter((each) => each.url.includes('n.example.cn'));
    answer = () => ({ status: 200, body: rss(1), headers: { etag: '"v1"', 'last-modified': 'yesterday' } });
    await stage.start();
    await test.kernel.jobs.start();
    await test.time.advance(MINUTE);
    await test.time.advance(5 * MINUTE);
    expect(feedAsked()).toHaveLength(1);
    answer = () => ({ status: 304, body: '' });
    await test.time.advance(6 * MINUTE);
    expect(feedAsked()[1]!.headers).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': 'yesterday' });
    answer = () => ({ status: 500, body: '' });
    await test.time.advance(12 * MINUTE);
    const failing = feedAsked().length;
    expect((await stage.queries.sourcesHealth())[0]).toMatchObject({
      id: 'daily',
      state: 'failing',
      errors: 1,
      lastError: '对方返回 HTTP 500',
    });
    await test.time.advance(15 * MINUTE);
    expect(feedAsked()).toHaveLength(failing);
    answer = () => ({ status: 200, body: rss(2) });
    await test.time.advance(10 * MINUTE);
    const health = await stage.queries.sourcesHealth();
    expect(health[0]).toMatchObject({ state: 'healthy', errors: 0, lastError: null });
    expect(health[3]).toMatchObject({ id: 'off', state: 'disabled' });
    expect(asked.some((each) => each.url.includes('off.example.cn'))).toBe(false);
    const { items } = await stage.queries.recentMentions({ origin: 'live', source: 'daily', limit: 10 });
    expect(items.map((item) => item.title).sort()).toEqual(['第1条要闻', '第2条要闻']);
  });

  it('imports files of a folder once and tells which could not be read', async () => {
    const [stage] = stages;
    mkdirSync(join(dataFolder, 'inbox'), { recursive: true });
    writeFileSync(join(dataFolder, 'inbox', 'a.csv'), '工单编号,诉求内容\nG1,路灯不亮\n');
    writeFileSync(join(dataFolder, 'inbox', 'b.csv'), '甲,乙\n1,2\n');
    writeFileSync(join(dataFolder, 'inbox', 'c.csv.part'), '工单编号,诉求内容\nG2,没写完\n');
    answer = () => ({ status: 304, body: '' });
    await test.time.advance(12 * MINUTE);
    const { items } = await stage!.queries.recentMentions({ origin: 'live', source: 'inbox', limit: 10 });
    expect(items.map((item) => item.externalId)).toEqual(['G1']);
    const cursor = await test.kernel.db
      .selectFrom('ingest_cursors')
      .select('state')
      .where('source', '=', 'inbox')
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(cursor.state)).toContain('b.csv：没有找到正文列');
  });

  it('keeps the rank of a hot list as a series', async () => {
    const [stage] = stages;
    const list = (...titles: string[]) =>
      JSON.stringify({
        status: 'success',
        id: 'weibo',
        items: titles.map((title) => ({ id: title, title, url: `https://s.weibo.com/weibo?q=${title}` })),
      });
    answer = () => ({ status: 200, body: list('江城停水', '别的') });
    await test.time.advance(60 * MINUTE);
    answer = () => ({ status: 200, body: list('别的', '江城停水') });
    await test.time.advance(11 * MINUTE);
    const { items } = await stage!.queries.recentMentions({ origin: 'live', source: 'hot.weibo', limit: 10 });
    const mention = items.find((item) => item.title === '江城停水')!;
    expect(mention).toMatchObject({ rank: 2, sourceType: 'hotlist', publishedPrecision: 'unknown' });
    expect((await stage!.queries.countsSeries(mention.id)).map((point) => point.rank)).toEqual([1, 2]);
    await stage!.stop();
  });

  it('spaces requests to one host', async () => {
    const slept: number[] = [];
    const pace = createPace({ now: () => new Date(0), sleep: async (ms) => void slept.push(ms) }, 5);
    for (const host of ['a', 'a', 'b', 'a']) await pace(host);
    expect(slept).toEqual([5000, 10_000]);
  });

  it('ships only switched-off examples', () => {
    const book = loadRulebook(shippedConfigFolder(), 'sources', sourcesSchema);
    expect(book.sources.filter((each) => each.enabled)).toEqual([]);
    expect(new Set(book.sources.map((each) => each.kind))).toEqual(new Set(['feed', 'folder', 'webhook', 'hotlist']));
    expect(() =>
      sourcesSchema.parse({
        sources: [{ id: 'x', kind: 'feed', name: 'x', sourceType: 'news', url: 'file:///etc/passwd' }],
      }),
    ).toThrow();
  });
});
