import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingestRouter } from '../../ingest/router.ts';
import { sign } from '../../ingest/sources/webhook.ts';
import { problemHandler } from '../../platform/runtime/problem.ts';
import {
  addressesOf,
  channelServer,
  isSigned,
  KEY,
  onChannels,
  pushing,
  type ChannelServer,
} from '../harness/pushed-channels.ts';
import { author, releaseRoom } from '../harness/release-desk.ts';
import { anEvent, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';

let hotline: ChannelServer;
let story: ResponderStory;
beforeAll(async () => {
  hotline = await channelServer();
  story = await responderStory('2026-03-10 12:30', { books: pushing(['127.0.0.1']), env: addressesOf(hotline) });
});
afterAll(async () => {
  await story.close();
  await hotline.server.close();
});
beforeEach(() => hotline.forget());

const sent = () => hotline.sent();
const { published, wayOf } = onChannels(() => story);

describe('S21: 12345 as intake and as reply channel', () => {
  it('S21: an order comes in over HTTP, signed, and the reply goes back over HTTP with its number', async () => {
    const number = await orderOverHttp();
    const orders = [{ number, owner: '江城水务集团', dueAt: null, mentionId: randomUUID(), source: '12345' }];
    const room = await releaseRoom(story, anEvent('2026-03-10 10:00', { orders, intakeKinds: ['complaint'] }));
    hotline.answer = { receipt: 'HF-2026-001' };
    const reply = await published(room, {
      kind: 'reply',
      scope: 'hotline',
      channels: ['hotline'],
      title: '关于停水问题的答复',
    });
    expect(await story.responder.sendReleases()).toBe(1);
    expect(hotline.server.arrived).toHaveLength(1);
    expect(isSigned(hotline.server.arrived[0]!)).toBe(true);
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
    hotline.answer = { url: 'https://www.example.gov.cn/tz/1' };
    const draft = await published(room, { channels: ['site'] });
    await story.responder.sendReleases();
    expect(await wayOf(room, draft)).toMatchObject({ state: 'published', url: 'https://www.example.gov.cn/tz/1' });
    const { clocks } = await story.responder.queries.ticket(author, room.id);
    expect(clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('met');
  });

  it('signed and called off before it went out: nothing is sent, and it comes back by no form', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    const drop = { draftId: draft.id, version: 1, reason: '数字有误，重新核对' };
    await expect(story.responder.verbs['drop-release'](room.id, drop, handlerOf('education'))).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|not_found/),
    });
    await story.responder.verbs['drop-release'](room.id, drop, author);
    const before = hotline.server.arrived.length;
    await story.responder.sendReleases();
    expect(hotline.server.arrived).toHaveLength(before);
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

  it('tried, its answer lost: called off only once somebody looked that it does not stand there', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    hotline.server.behaviour = 'busy';
    await story.responder.sendReleases();
    hotline.server.behaviour = 'accept';
    const drop = { draftId: draft.id, version: 1, reason: '数字有误，重新核对' };
    const { verbs } = story.responder;
    await expect(verbs['drop-release'](room.id, drop, author)).rejects.toThrow('对方可能已经发布');
    await verbs['drop-release'](room.id, { ...drop, checked: '10时查看网站栏目，未见该文' }, author);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'kept_in', why: expect.stringContaining('未见该文') });
  });

  it('while it is on its way nobody enters it by hand, so that nothing can be called back before it arrives', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    const { id: dispatchId } = await wayOf(room, draft);
    const row = story.kernel.db.updateTable('responder_release_dispatches').where('id', '=', dispatchId);
    await row.set({ claimed_until: new Date(story.time.now().getTime() + 60_000) }).execute();
    const fact = { dispatchId, at: story.time.now().toISOString(), url: 'https://www.example.gov.cn/tz/8' };
    const { verbs } = story.responder;
    await expect(verbs['confirm-channel'](room.id, fact, author)).rejects.toThrow('正在向该渠道推送');
    await row.set({ claimed_until: null }).execute();
    await verbs['confirm-channel'](room.id, fact, author);
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
    hotline.server.behaviour = 'busy';
    await story.responder.sendReleases();
    await story.responder.sendReleases();
    expect(hotline.asked).toHaveLength(1);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'retrying', attempts: 1 });
    hotline.server.behaviour = 'accept';
    hotline.answer = { url: 'https://www.example.gov.cn/tz/3' };
    await story.time.advanceTo(new Date(story.time.now().getTime() + 120_000));
    await story.responder.sendReleases();
    const keys = hotline.asked.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'published', attempts: 2 });
  });

  it('refused for good: given up, told to the duty desk, sent again only by a person', async () => {
    const room = await releaseRoom(story);
    const draft = await published(room, { channels: ['site'] });
    hotline.server.behaviour = 'refuse';
    await story.responder.sendReleases();
    const way = await wayOf(room, draft);
    expect(way).toMatchObject({ state: 'given_up', why: expect.stringContaining('403') });
    expect(way.why).not.toContain(KEY);
    hotline.server.behaviour = 'accept';
    await story.responder.sendReleases();
    expect(hotline.asked).toHaveLength(1);
    await story.responder.verbs['retry-channel'](room.id, { dispatchId: way.id }, author);
    await story.responder.sendReleases();
    expect(hotline.asked).toHaveLength(2);
  });

  it('a demonstration never leaves the house', async () => {
    const room = await releaseRoom(story, anEvent('2026-03-10 10:00', { origin: 'demo' }));
    const draft = await published(room, { channels: ['site'] });
    await story.responder.sendReleases();
    expect(hotline.server.arrived).toEqual([]);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'kept_in', why: '演示、演练内容不外发' });
  });

  it('nothing inside is reached unless the operator allows it', async () => {
    const guarded = await responderStory('2026-03-10 12:30', { books: pushing([]), env: addressesOf(hotline) });
    const room = await releaseRoom(guarded);
    const draft = await room.through(await room.draft({ channels: ['site'] }));
    await guarded.responder.verbs['publish-release'](room.id, { draftId: draft.id, version: 1 }, author);
    await guarded.responder.sendReleases();
    expect(hotline.server.arrived).toEqual([]);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'given_up', why: expect.stringContaining('内网') });
    await guarded.close();
  });
});
