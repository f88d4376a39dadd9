import express, { type Express } from 'express';
import iconv from 'iconv-lite';
import { sql } from 'kysely';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceOf } from '../config/schema/sources.ts';
import { problemHandler } from '../platform/runtime/problem.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { ingestRouter } from './router.ts';
import { sign } from './sources/webhook.ts';
import type { IngestTables } from './tables.ts';

let test: TestKernel<IngestTables>;
let app: Express;
const SECRET = 'an invented secret of thirty-two letters';
const source = (id: string, enabled = true): SourceOf<'webhook'> => ({
  id,
  name: id,
  kind: 'webhook',
  sourceType: 'news',
  enabled,
  secretEnv: 'HUIYING_SECRET_X',
});

beforeAll(async () => {
  test = await testKernel<IngestTables>();
  app = express();
  const sources = [source('vendor'), source('off', false)];
  app.use(
    '/ingest',
    ingestRouter({
      kernel: test.kernel,
      collect: { jurisdiction: '990100', historyDays: 7 },
      sources,
      secretOf: () => SECRET,
    }),
  );
  app.use(problemHandler(test.kernel.log));
});
afterAll(() => test.close());

let turn = 0;
interface Forged {
  body?: string;
  timestamp?: string;
  nonce?: string;
  signature?: string;
  path?: string;
}
function push(items: unknown, forged: Forged = {}): request.Test {
  const body = forged.body ?? JSON.stringify(items);
  const timestamp = forged.timestamp ?? String(Math.floor(test.time.now().getTime() / 1000));
  const nonce = forged.nonce ?? `nonce-${(turn += 1)}-abcdefgh`;
  const signature = forged.signature ?? sign(SECRET, timestamp, nonce, Buffer.from(JSON.stringify(items)));
  return request(app)
    .post(forged.path ?? '/ingest/vendor')
    .set({
      'X-Huiying-Timestamp': timestamp,
      'X-Huiying-Nonce': nonce,
      'X-Huiying-Signature': signature,
      'Content-Type': 'application/json',
    })
    .send(body);
}
const ITEM = {
  externalId: 'p1',
  title: '停水',
  body: '城东区幸福里停水三天',
  publishedAt: '2026-02-24T08:00:00+08:00',
  source: 'somebody-else',
};

describe('POST /ingest/{source}', () => {
  it('tells whoever sends a post too long to keep that only its beginning is kept', async () => {
    const long = { ...ITEM, externalId: 'long', body: '城东区停水'.repeat(120_000) };
    const { body } = await push([{ ...ITEM, externalId: 'short' }, long]);
    const [short, cut] = body.items as { status: string; detail?: string; id: string }[];
    expect(short).not.toHaveProperty('detail');
    expect(cut).toMatchObject({
      status: 'new',
      reason: 'cut',
      detail: '正文超过100000字，只保存了开头部分，末尾注明“原文过长，已截断”；需要全文请分条推送',
    });
    const kept = test.kernel.db.selectFrom('ingest_mentions').select('text').where('id', '=', cut!.id);
    expect((await kept.executeTakeFirstOrThrow()).text).toMatch(/（原文过长，已截断）$/);
  });

  it('takes signed items, answers one by one, and is idempotent by id', async () => {
    const items = [
      ITEM,
      { externalId: 'p2', body: '' },
      'no object',
      { externalId: 'p3', body: '路灯', publishedAt: '2030-01-01' },
    ];
    const first = await push(items);
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({
      new: 1,
      refused: 3,
      items: [
        { index: 0, status: 'new' },
        { status: 'refused', reason: 'no_text' },
        { status: 'refused' },
        { status: 'refused', reason: 'future_date' },
      ],
    });
    expect((await push([ITEM])).body).toMatchObject({ new: 0, unchanged: 1 });
    const row = await test.kernel.db
      .selectFrom('ingest_mentions')
      .select(['source', 'source_type'])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ source: 'vendor', source_type: 'news' });
  });

  it('notes when the source last delivered, and when it last brought something new', async () => {
    const noted = () =>
      test.kernel.db.selectFrom('ingest_cursors').selectAll().where('source', '=', 'vendor').executeTakeFirstOrThrow();
    await test.time.advance(2_000);
    await push([{ ...ITEM, externalId: 'noted' }]);
    const first = await noted();
    expect(first.last_success_at).toEqual(test.time.now());
    expect(first.last_new_at).toEqual(test.time.now());
    await test.time.advance(2_000);
    await push([ITEM]);
    expect(await noted()).toMatchObject({ last_success_at: test.time.now(), last_new_at: first.last_new_at });
  });

  it('tells a pusher to come again when the database hangs, and repeating does no harm', async () => {
    const items = [{ ...ITEM, externalId: 'hung' }];
    const blocker = await test.kernel.db.startTransaction().execute();
    try {
      await sql`lock table ingest_mentions in access exclusive mode`.execute(blocker);
      const hanging = push(items).then((answer) => answer);
      await expect.poll(() => test.time.waiting().length, { timeout: 20_000 }).toBeGreaterThan(0);
      await test.time.advance(8_000);
      const late = await hanging;
      expect(late.status).toBe(503);
      expect(late.headers['retry-after']).toBe('5');
    } finally {
      await blocker.rollback().execute();
    }
    // What was late went on behind.
    const again = async (): Promise<unknown> => (await push(items)).body as unknown;
    await expect.poll(again, { timeout: 20_000 }).toMatchObject({ new: 0, unchanged: 1 });
  }, 60_000);

  it('takes a vendor envelope', async () => {
    const icclist = [
      {
        id: 'v1',
        title: '停电',
        content: '<p>停电一天</p>',
        webpageUrl: 'https://n.example.cn/1',
        captureTime: 'x',
        originType: 'wb',
        published: '2026-02-24 08:00:00',
      },
    ];
    expect((await push({ total: 1, icclist })).body).toMatchObject({ new: 1 });
  });

  it('refuses a replayed nonce, a stale time and anything tampered with', async () => {
    const nonce = 'used-once-only';
    expect((await push([ITEM], { nonce })).status).toBe(202);
    expect((await push([ITEM], { nonce })).status).toBe(409);
    const old = String(Math.floor(test.time.now().getTime() / 1000) - 301);
    expect((await push([ITEM], { timestamp: old })).status).toBe(401);
    const forged: Forged[] = [
      { body: JSON.stringify([{ ...ITEM, body: '改过' }]) },
      { signature: 'f'.repeat(64) },
      { signature: 'zz' },
      { signature: '' },
      { nonce: 'short' },
      { timestamp: 'now' },
    ];
    for (const each of forged) expect((await push([ITEM], each)).status).toBe(401);
  });

  it('forgets a nonce when no signature of its time is taken any more', async () => {
    const nonce = 'long-time-ago';
    const items = [{ ...ITEM, externalId: 'nonce-again' }];
    expect((await push(items, { nonce })).status).toBe(202);
    await test.time.advance(11 * 60_000);
    expect((await push(items, { nonce })).status).toBe(202);
  });

  it.each([
    ['utf-8', 'application/json'],
    ['utf-8', 'application/json; charset=gbk'],
    ['gb18030', 'application/json'],
    ['gb18030', 'application/json; charset=gbk'],
    ['gb18030', 'application/json; charset=utf-8'],
  ])('reads a body written in %s that calls itself %s', async (charset, contentType) => {
    const externalId = `${charset} ${contentType}`;
    const text = '云山县沙河镇连续三天停水，请尽快处理';
    const body = iconv.encode(JSON.stringify([{ ...ITEM, externalId, body: text }]), charset);
    const [timestamp, nonce] = [
      String(Math.floor(test.time.now().getTime() / 1000)),
      `charset-${(turn += 1)}-abcdefgh`,
    ];
    const headers = { 'X-Huiying-Timestamp': timestamp, 'X-Huiying-Nonce': nonce, 'Content-Type': contentType };
    const signature = sign(SECRET, timestamp, nonce, body);
    const pushing = request(app)
      .post('/ingest/vendor')
      .set({ ...headers, 'X-Huiying-Signature': signature });
    // As it is: what is a buffer for the client would be written as JSON.
    const answer = await pushing.serialize((bytes: unknown) => bytes as string).send(body);
    expect(answer.body).toMatchObject({ new: 1 });
    const stored = await test.kernel.db
      .selectFrom('ingest_mentions')
      .select('text')
      .where('external_id', '=', externalId)
      .execute();
    expect(stored).toEqual([{ text }]);
  });

  it('accepts none of many tampered deliveries', async () => {
    const before = await test.kernel.db.selectFrom('ingest_mentions').select('id').execute();
    for (let n = 0; n < 200; n += 1) {
      const signature = sign(SECRET, '1', 'x', Buffer.from(String(n)));
      expect((await push([{ ...ITEM, externalId: `t${n}` }], { signature })).status).toBe(401);
    }
    expect(await test.kernel.db.selectFrom('ingest_mentions').select('id').execute()).toHaveLength(before.length);
  });

  it('does not know sources that are off, and bounds body and items', async () => {
    expect((await push([ITEM], { path: '/ingest/off' })).status).toBe(404);
    expect((await push([ITEM], { path: '/ingest/nobody' })).status).toBe(404);
    expect((await push(Array.from({ length: 501 }, () => ITEM))).status).toBe(413);
    expect((await push({ body: 'x'.repeat(2_200_000) })).status).toBe(413);
    expect((await push('just text')).status).toBe(400);
  });

  it('answers each of many deliveries at once for itself, though they are stored together', async () => {
    const posts = (from: number) => [from, from + 1].map((n) => ({ ...ITEM, externalId: `at-once-${n}` }));
    const nonce = 'twice-at-once';
    const answers = await Promise.all([
      push(posts(0)),
      push(posts(1)),
      push(posts(2), { nonce }),
      push(posts(2), { nonce }),
      push([{ externalId: 'at-once-empty', body: '' }]),
    ]);
    const bodies = answers.map(({ body }) => body as { new?: number; unchanged?: number; refused?: number });
    const taken = bodies.filter((body) => body.new !== undefined);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 202, 409]);
    expect(taken.reduce((sum, body) => sum + body.new!, 0)).toBe(4);
    expect(taken.reduce((sum, body) => sum + body.unchanged!, 0)).toBe(2);
    expect(bodies[4]).toMatchObject({ new: 0, refused: 1 });
  });

  it('lets a failed delivery be repeated with the same nonce', async () => {
    const nonce = 'second-try-works';
    expect((await push([{ externalId: 'q'.repeat(5), body: 'x' }, 5], { nonce })).status).toBe(202);
    expect((await push([], { nonce: 'empty-delivery' })).body).toMatchObject({ items: [] });
  });
});
