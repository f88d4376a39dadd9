import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { releasesSchema } from '../../config/schema/releases.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { ingestRouter } from '../../ingest/router.ts';
import { sign } from '../../ingest/sources/webhook.ts';
import { problemHandler } from '../../platform/runtime/problem.ts';
import { loadResponderBooks, type ResponderBooks } from '../../responder/index.ts';
import { httpServer, type Arrived, type MessageServer } from '../harness/message-servers.ts';
import { author, releaseRoom, type ReleaseRoom } from '../harness/release-desk.ts';
import { anEvent, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';

/** 12345 and the city's own website are real servers on this machine; what goes to them is signed. */
const KEY = 'hotline-key-00000001';
let hotline: MessageServer<Arrived>;
let story: ResponderStory;
/** What the other side says when it has taken a release. */
let answer: Record<string, unknown> = {};
/** Every try that reached it, taken or not. */
let asked: Arrived[] = [];
beforeAll(async () => {
  hotline = await httpServer((how, request) => {
    asked.push(request);
    return { status: { accept: 200, busy: 503, refuse: 403 }[how], body: how === 'accept' ? answer : {} };
  });
  story = await responderStory('2026-03-10 12:30', { books: pushing(['127.0.0.1']), env: addresses() });
});
afterAll(async () => {
  await story.close();
  await hotline.close();
});
beforeEach(() => {
  Object.assign(hotline, { behaviour: 'accept', arrived: [] });
  answer = {};
  asked = [];
});

const addresses = () => ({
  HUIYING_SECRET_HOTLINE: `http://127.0.0.1:${hotline.port}/replies`,
  HUIYING_SECRET_HOTLINE_KEY: KEY,
});
/** The shipped book with two channels that push. */
function pushing(allowInside: string[]): ResponderBooks {
  const all = loadResponderBooks(shippedConfigFolder());
  const pushed = { way: 'webhook', targetEnv: 'HUIYING_SECRET_HOTLINE', signEnv: 'HUIYING_SECRET_HOTLINE_KEY' };
  const channels = all.releases.channels.map((one) =>
    ['hotline', 'site'].includes(one.id) ? { ...one, ...pushed } : one,
  );
  return { ...all, releases: releasesSchema.parse({ ...all.releases, allowInside, channels }) };
}
const isSigned = ({ headers, body }: Arrived): boolean => {
  const text = `${String(headers['x-huiying-timestamp'])}.${String(headers['x-huiying-nonce'])}.${body}`;
  return headers['x-huiying-signature'] === createHmac('sha256', KEY).update(text).digest('hex');
};
const sent = () => hotline.arrived.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
async function published(room: ReleaseRoom, input: Parameters<ReleaseRoom['draft']>[0]) {
  const draft = await room.through(await room.draft(input));
  await story.responder.verbs['publish-release'](room.id, { draftId: draft.id, version: draft.version }, author);
  return draft;
}
const wayOf = async (room: ReleaseRoom, draft: { id: string }) =>
  (await room.desk()).drafts.find(({ id }) => id === draft.id)!.dispatches[0]!;

describe('S21: 12345 as intake and as reply channel', () => {
  it('S21: an order comes in over HTTP, signed, and the reply goes back over HTTP with its number', async () => {
    const number = await orderOverHttp();
    const orders = [{ number, owner: '江城水务集团', dueAt: null, mentionId: randomUUID(), source: '12345' }];
    const room = await releaseRoom(story, anEvent('2026-03-10 10:00', { orders, intakeKinds: ['complaint'] }));
    answer = { receipt: 'HF-2026-001' };
    const reply = await published(room, {
      kind: 'reply',
      scope: 'hotline',
      channels: ['hotline'],
      title: '关于停水问题的答复',
    });
    expect(await story.responder.sendReleases()).toBe(1);
    expect(hotline.arrived).toHaveLength(1);
    expect(isSigned(hotline.arrived[0]!)).toBe(true);
    expect(sent()[0]).toMatchObject({
      ...{ action: 'publish', channel: 'hotline', orderNumber: number, kind: 'reply', unit: '江城水务集团' },
      ...{ title: '关于停水问题的答复', contentHash: reply.hash, text: expect.stringContaining('当日18时恢复供水') },
    });
    expect(await wayOf(room, reply)).toMatchObject({ state: 'published', orderNumber: number });
    const { releases } = await story.responder.queries.ticket(author, room.id);
    expect(releases[0]).toMatchObject({
      kind: 'reply',
      matchesApproval: true,
      proofs: [{ value: '对方回执 HF-2026-001', outside: true }],
    });
  });

  /** The 12345 centre pushes one order to our intake, as its own system would. */
  async function orderOverHttp(): Promise<string> {
    const app = express();
    const source = {
      id: 'hotline_push',
      name: '12345',
      kind: 'webhook' as const,
      sourceType: 'hotline' as const,
      enabled: true,
      secretEnv: 'HUIYING_SECRET_X',
    };
    const kernel = story.kernel as unknown as Parameters<typeof ingestRouter>[0]['kernel'];
    app.use(
      '/ingest',
      ingestRouter({
        kernel,
        collect: { jurisdiction: '990100', historyDays: 7 },
        sources: [source],
        secretOf: () => KEY,
      }),
    );
    app.use(problemHandler(story.kernel.log));
    const server: Server = createServer(app);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const item = {
      externalId: 'DH-20260310-7',
      title: '停水',
      body: '和平街道停水一天',
      publishedAt: isoLocal('2026-03-10 09:30'),
      order: { owner: '江城水务集团', dueAt: isoLocal('2026-03-13 12:00') },
    };
    const body = JSON.stringify([item]);
    const timestamp = String(Math.floor(story.time.now().getTime() / 1000));
    const headers = {
      'content-type': 'application/json',
      'x-huiying-timestamp': timestamp,
      'x-huiying-nonce': 'nonce-12345678',
    };
    const { port } = server.address() as AddressInfo;
    const post = (signature: string) =>
      fetch(`http://127.0.0.1:${port}/ingest/hotline_push`, {
        method: 'POST',
        body,
        headers: { ...headers, 'x-huiying-signature': signature },
      });
    expect((await post('0'.repeat(64))).status).toBe(401);
    expect((await post(sign(KEY, timestamp, 'nonce-12345678', Buffer.from(body)))).ok).toBe(true);
    server.close();
    const { rows } = await sql<{
      external_id: string;
    }>`select external_id from ingest_mentions where title = '停水'`.execute(story.kernel.db);
    expect(rows).toEqual([{ external_id: 'DH-20260310-7' }]);
    return rows[0]!.external_id;
  }
});

describe('a channel that is pushed to', () => {
  it('with the link in the answer it is a fact at once and stops the 48 hours', async () => {
    const room = await releaseRoom(story);
    answer = { url: 'https://www.example.gov.cn/tz/1' };
    const draft = await published(room, { channels: ['site'] });
    await story.responder.sendReleases();
    expect(await wayOf(room, draft)).toMatchObject({ state: 'published', url: 'https://www.example.gov.cn/tz/1' });
    const { clocks } = await story.responder.queries.ticket(author, room.id);
    expect(clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('met');
  });

  it('signed and called off before it went out: nothing is sent, and it comes back by no form', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    const drop = { draftId: draft.id, reason: '数字有误，重新核对' };
    await expect(story.responder.verbs['drop-release'](room.id, drop, handlerOf('education'))).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|not_found/),
    });
    await story.responder.verbs['drop-release'](room.id, drop, author);
    const before = hotline.arrived.length;
    await story.responder.sendReleases();
    expect(hotline.arrived).toHaveLength(before);
    const way = await wayOf(room, draft);
    expect(way).toMatchObject({ state: 'kept_in', why: '发布前撤回：数字有误，重新核对' });
    const fact = { dispatchId: way.id, at: story.time.now().toISOString(), url: 'https://www.example.gov.cn/tz/9' };
    await expect(story.responder.verbs['confirm-channel'](room.id, fact, author)).rejects.toThrow('不能登记发布');
    const again = await published(room, { channels: ['site'] });
    await story.responder.sendReleases();
    await expect(
      story.responder.verbs['drop-release'](room.id, { ...drop, draftId: again.id }, author),
    ).rejects.toThrow('已发布的请用更正或撤回发布');
  });

  it('taken without saying where: no fact yet, a person types the link in', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    await story.responder.sendReleases();
    const way = await wayOf(room, draft);
    expect(way).toMatchObject({ state: 'sent', why: '对方已接收，待回填链接' });
    expect((await room.desk()).releases).toEqual([]);
    const fact = { dispatchId: way.id, at: story.time.now().toISOString(), url: 'https://www.example.gov.cn/tz/2' };
    await story.responder.verbs['confirm-channel'](room.id, fact, author);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'published', url: fact.url });
  });

  it('is tried again while the other side is busy, always under the same id, and not before the pause', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    hotline.behaviour = 'busy';
    await story.responder.sendReleases();
    await story.responder.sendReleases();
    expect(asked).toHaveLength(1);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'retrying', attempts: 1 });
    hotline.behaviour = 'accept';
    answer = { url: 'https://www.example.gov.cn/tz/3' };
    await story.time.advanceTo(new Date(story.time.now().getTime() + 120_000));
    await story.responder.sendReleases();
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'published', attempts: 2 });
  });

  it('refused for good: given up, told to the duty desk, sent again only by a person', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    hotline.behaviour = 'refuse';
    await story.responder.sendReleases();
    const way = await wayOf(room, draft);
    expect(way).toMatchObject({ state: 'given_up', why: expect.stringContaining('403') });
    expect(way.why).not.toContain(KEY);
    hotline.behaviour = 'accept';
    await story.responder.sendReleases();
    expect(asked).toHaveLength(1);
    await story.responder.verbs['retry-channel'](room.id, { dispatchId: way.id }, author);
    await story.responder.sendReleases();
    expect(asked).toHaveLength(2);
  });

  it('a demonstration never leaves the house', async () => {
    const room = await releaseRoom(story, anEvent('2026-03-10 10:00', { origin: 'demo' }));
    const draft = await published(room, { channels: ['site'] });
    await story.responder.sendReleases();
    expect(hotline.arrived).toEqual([]);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'kept_in', why: '演示、演练内容不外发' });
  });

  it('nothing inside is reached unless the operator allows it', async () => {
    const guarded = await responderStory('2026-03-10 12:30', { books: pushing([]), env: addresses() });
    const room = await releaseRoom(guarded);
    const draft = await room.through(await room.draft({ channels: ['site'] }));
    await guarded.responder.verbs['publish-release'](room.id, { draftId: draft.id, version: 1 }, author);
    await guarded.responder.sendReleases();
    expect(hotline.arrived).toEqual([]);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'given_up', why: expect.stringContaining('内网') });
    await guarded.close();
  });
});
