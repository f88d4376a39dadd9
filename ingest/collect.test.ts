import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { collect, type CollectOptions } from './collect.ts';
import { MENTION_COLLECTED, mentionSchema, type Mention } from './messages.ts';
import type { RawRecord } from './raw-record.ts';
import type { IngestTables } from './tables.ts';

let test: TestKernel<IngestTables>;
const heard: Mention[] = [];
const LONG = '城东区幸福里小区已经连续停水三天了，物业一直没人管，老人孩子怎么办';
const options: CollectOptions = { source: 'weibo', sourceType: 'weibo', jurisdiction: '990100', historyDays: 7 };
const post = (externalId: string, body: string, more: Partial<RawRecord> = {}): RawRecord => ({
  externalId,
  body,
  publishedAt: '2026-02-24 08:30',
  ...more,
});

async function bring(records: RawRecord[], more: Partial<CollectOptions> = {}) {
  heard.length = 0;
  const collected = await collect(test.kernel, records, { ...options, ...more });
  await test.settle();
  return collected;
}

beforeAll(async () => {
  test = await testKernel<IngestTables>();
  await test.kernel.consume({
    group: 'listener',
    topic: MENTION_COLLECTED.topic,
    schema: mentionSchema,
    async handle(messages) {
      heard.push(...messages.map((message) => message.payload));
    },
  });
});
afterAll(() => test.close());

describe('collect', () => {
  it('stores a new post once and tells it once', async () => {
    expect(
      await bring([
        post('a1', LONG, { title: '停水', counts: { like: '1.2万' }, author: '某人', region: 'IP属地：湖北' }),
      ]),
    ).toMatchObject({ new: 1, updated: 0 });
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      externalId: 'a1',
      change: 'new',
      revision: 1,
      counts: { like: 12_000 },
      region: '湖北',
      duplicateOf: null,
      history: false,
      publishedAt: '2026-02-24T08:30:00+08:00',
    });
    expect(heard[0]!.voice).toMatch(/^2\d{3}-\d{2}:/);
    expect(await bring([post('a1', LONG, { title: '停水', counts: { like: '1.2万' } })])).toMatchObject({
      new: 0,
      unchanged: 1,
    });
    expect(heard).toEqual([]);
  });

  it('raises the revision for new content and only adds to the series for new counts', async () => {
    await bring([post('b1', '第一版，路灯不亮')]);
    await test.time.advance(60_000);
    expect(await bring([post('b1', '第一版，路灯不亮', { counts: { like: 5 } })])).toMatchObject({ updated: 1 });
    expect(heard[0]).toMatchObject({ change: 'counts', revision: 1, counts: { like: 5 } });
    expect(await bring([post('b1', '第二版，路灯修好了', { counts: { like: 6 } })])).toMatchObject({ updated: 1 });
    expect(heard[0]).toMatchObject({ change: 'revised', revision: 2, text: '第二版，路灯修好了' });
    const id = heard[0]!.id;
    const series = await test.kernel.db
      .selectFrom('ingest_counts')
      .select('like_count')
      .where('mention_id', '=', id)
      .orderBy('at')
      .execute();
    expect(series.map((point) => point.like_count)).toEqual([6]);
  });

  it('keeps an equal text under another id as a copy, also inside one batch, but not commonplaces', async () => {
    await bring([
      post('c1', `${LONG}。`),
      post('c2', `${LONG} 转载`),
      post('c3', `${LONG} 转载！`),
      post('c4', '转发微博'),
      post('c5', '转发微博'),
    ]);
    const by = new Map(heard.map((mention) => [mention.externalId, mention]));
    const first = await test.kernel.db
      .selectFrom('ingest_mentions')
      .select('id')
      .where('external_id', '=', 'a1')
      .executeTakeFirstOrThrow();
    expect(by.get('c1')!.duplicateOf).toBe(first.id);
    expect(by.get('c3')!.duplicateOf).toBe(by.get('c2')!.id);
    expect(by.get('c5')!.duplicateOf).toBeNull();
  });

  it('lets the last row win inside one batch and reports the conflict', async () => {
    const collected = await bring([
      post('d1', '早的内容，井盖缺失'),
      post('d1', '晚的内容，井盖缺失'),
      post('d1', '晚的内容，井盖缺失'),
    ]);
    expect(collected).toMatchObject({ new: 1, updated: 1, unchanged: 1, conflicts: 1 });
    expect(heard.map((mention) => mention.text)).toEqual(['晚的内容，井盖缺失']);
  });

  it('refuses what has no text or an impossible date, lists it without its text, and takes the rest', async () => {
    const collected = await bring([
      post('e1', ''),
      post('e2', '时间错了的帖子', { publishedAt: '2028-01-01' }),
      post('e3', '好的帖子，路面塌陷'),
    ]);
    expect(collected).toMatchObject({ new: 1, refused: 2 });
    expect(collected.items[1]).toMatchObject({
      status: 'refused',
      reason: 'future_date',
      detail: expect.stringContaining('2028-01-01') as string,
    });
    const rows = await test.kernel.db.selectFrom('ingest_refused').selectAll().execute();
    expect(rows.map((row) => row.reason).sort()).toEqual(['future_date', 'no_text']);
    expect(JSON.stringify(rows)).not.toContain('时间错了');
  });

  it('marks old posts as history and keeps the flag', async () => {
    await bring([post('f1', '去年的老帖，停车难', { publishedAt: '2025-01-01' })]);
    expect(heard[0]).toMatchObject({ history: true, publishedPrecision: 'day' });
  });

  it('keeps demo and live posts with one id apart', async () => {
    await bring([post('a1', '演示用的另一条内容，公园噪音')], { origin: 'demo' });
    expect(heard[0]).toMatchObject({ change: 'new', origin: 'demo' });
  });

  it('takes the address as identity when there is no id, the text when there is neither', async () => {
    const record = {
      body: '没有编号的帖子，垃圾未清运',
      url: 'https://bbs.example.cn/t/9?utm_source=x',
      publishedAt: '2026-02-24',
    };
    await bring([record, { body: '什么都没有的帖子，垃圾未清运啊' }]);
    expect(heard.map((mention) => mention.externalId).sort()[0]).toBe('https://bbs.example.cn/t/9');
    expect(await bring([record, { body: '什么都没有的帖子，垃圾未清运啊' }])).toMatchObject({ unchanged: 2 });
  });

  it('survives NUL, half characters and prototype names in every field', async () => {
    const nasty = 'x\u0000\ud800__proto__';
    const record = {
      externalId: nasty,
      title: nasty,
      body: nasty,
      url: nasty,
      parentId: nasty,
      region: nasty,
      author: nasty,
      place: nasty,
    };
    expect(await bring([{ ...record, order: { owner: nasty, dueAt: nasty } }])).toMatchObject({ new: 1 });
  });

  it('makes one mention when many collectors bring the same ids and texts at once', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => index);
    const batches = Array.from({ length: 6 }, (_, turn) =>
      ids.toSorted((a, b) => ((a * 7 + turn * 13) % 40) - ((b * 7 + turn * 13) % 40)),
    );
    heard.length = 0;
    const results = await Promise.all(
      batches.map((batch) =>
        collect(
          test.kernel,
          batch.map((n) => post(`r${n}`, `并发测试第${n % 10}类文本，内容足够长以便判断是否重复`)),
          options,
        ),
      ),
    );
    await test.settle();
    expect(results.reduce((sum, each) => sum + each.new, 0)).toBe(40);
    expect(heard.filter((mention) => mention.change === 'new')).toHaveLength(40);
    expect(heard.filter((mention) => mention.duplicateOf === null)).toHaveLength(10);
  });

  it('lets no person in by the side doors: owner of an order, parent, own id, a cell where a date should be', async () => {
    const order = { owner: '城管局 13800138000', dueAt: '9999-12-31 23:59' };
    await bring([
      post('weibo.com/u/1234567890', `${LONG}一`, { parentId: 'https://weibo.com/u/1234567890', order }),
      post('p2', `${LONG}二`, { parentId: 'https://weibo.com/1234567890/NabcDEF12' }),
      post('p3', `${LONG}三`, { publishedAt: '王小二 13800138000' }),
      post('p4', `${LONG}四`, { publishedAt: '2026-13-45' }),
    ]);
    // Messages of different mentions have no order among them.
    const told = heard.toSorted((one, other) => (one.text < other.text ? -1 : 1));
    expect(told.map(({ externalId, parentId }) => [externalId.slice(0, 3), parentId?.slice(0, 25)])).toEqual([
      ['id-', expect.stringMatching(/^id-/)],
      ['p2', 'https://m.weibo.cn/status'],
    ]);
    expect(told[0]!.order).toMatchObject({ owner: '城管局 [手机号]' });
    const details = await test.kernel.db.selectFrom('ingest_refused').select('detail').execute();
    const refusals = details.map((row) => row.detail).join('\n');
    expect(refusals).toContain('2026-13-45');
    expect(refusals).not.toMatch(/王小二|13800138000/);
  });
});
