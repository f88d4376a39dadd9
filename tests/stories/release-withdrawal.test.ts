import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addressesOf,
  channelServer,
  isSigned,
  onChannels,
  pushing,
  type ChannelServer,
} from '../harness/pushed-channels.ts';
import { author, releaseRoom, type ReleaseRoom } from '../harness/release-desk.ts';
import { duty, dutyLeader, responderStory, spokesperson, type ResponderStory } from '../harness/responder.ts';

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

const kindOf = ({ kind }: { kind: string }) => kind;
const sent = () => hotline.sent();
const { published, wayOf } = onChannels(() => story);

describe('a release called back from a channel that is pushed to', () => {
  const LINK = 'https://www.example.gov.cn/tz/7';
  /** Published over HTTP; what then arrives is the calling back. */
  const standing = async () => {
    const room = await releaseRoom(story);
    hotline.answer = { url: LINK };
    const draft = await published(room, { channels: ['site'] });
    await story.responder.sendReleases();
    const { body } = hotline.server.arrived.at(-1)!;
    Object.assign(hotline.server, { arrived: [] });
    hotline.answer = {};
    hotline.asked = [];
    const release = (await room.desk()).releases[0]!;
    return { room, draft, release, sentAs: (JSON.parse(body) as { id: string }).id };
  };
  const withdraw = (room: ReleaseRoom, releaseId: string) =>
    story.responder.verbs['withdraw-release'](room.id, { releaseId, reason: '内容属内部口径' }, dutyLeader);
  const shown = async (room: ReleaseRoom) => {
    const { releases, faults } = await room.desk();
    return { withdrawal: releases[0]!.withdrawal.map(({ state }) => state), fault: faults.at(-1)! };
  };

  it('its system is told so, signed, under which message it came and where it stands, but not why', async () => {
    const { room, draft, release, sentAs } = await standing();
    const view = await withdraw(room, release.id);
    // From the withdrawal on the answer is owed again, not only when the other side has obeyed.
    expect(view.clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('running');
    expect(await shown(room)).toMatchObject({ withdrawal: ['withdrawing'], fault: { doneAt: null } });
    hotline.answer = { receipt: 'CX-1' };
    expect(await story.responder.sendReleases()).toBe(1);
    expect(isSigned(hotline.server.arrived[0]!)).toBe(true);
    const [told] = sent();
    expect(told).toMatchObject({ action: 'withdraw', withdraws: sentAs, channel: 'site', url: LINK });
    expect(told).toMatchObject({ contentHash: draft.hash, title: draft.title });
    expect(told!['id']).not.toBe(sentAs);
    expect(JSON.stringify(told)).not.toContain('内部口径');
    const { withdrawal, fault } = await shown(room);
    expect(withdrawal).toEqual(['taken_down']);
    expect(fault).toMatchObject({ afterProofs: [{ value: '对方撤回回执 CX-1', outside: true }] });
    expect(fault.doneAt).not.toBeNull();
    expect((await room.timeline()).at(-1)).toContain('已撤回');
    await story.responder.sendReleases();
    expect(hotline.server.arrived).toHaveLength(1);
  });

  it('is told again while the other side is busy, under the same id; refused for good, a person takes it down', async () => {
    const { room, draft, release } = await standing();
    await withdraw(room, release.id);
    hotline.server.behaviour = 'busy';
    await story.responder.sendReleases();
    expect(await wayOf(room, draft)).toMatchObject({ state: 'withdrawing', attempts: 1 });
    hotline.server.behaviour = 'refuse';
    await story.time.advanceTo(new Date(story.time.now().getTime() + 120_000));
    await story.responder.sendReleases();
    expect(new Set(hotline.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(await wayOf(room, draft)).toMatchObject({ state: 'withdraw_failed', why: expect.stringContaining('403') });
    const { items } = await story.responder.queries.notifications(duty, { limit: 200 });
    expect(items.some(({ text }) => text.includes('撤回失败'))).toBe(true);
    const owed = async (by: typeof author) =>
      (await story.responder.queries.tasks(by, { ticketId: room.id })).filter(({ kind }) => kind === 'takedown');
    const publisher = [author, spokesperson, duty];
    const told = (await Promise.all(publisher.map(owed))).flat();
    expect(told).toMatchObject([{ kindTitle: '待人工撤下', verb: 'confirm-takedown', desk: 'release', atOnce: true }]);
    expect(told[0]!.text).toBe(`在渠道上撤下《${draft.title}》并登记，或重新推送撤回`);
    const { id: dispatchId } = await wayOf(room, draft);
    const { verbs } = story.responder;
    await expect(verbs['confirm-takedown'](room.id, { dispatchId, proofs: [] }, author)).rejects.toThrow(
      '撤下后的证明',
    );
    const gone = { kind: 'photo' as const, value: '撤下后的页面截图', outside: false };
    await verbs['confirm-takedown'](room.id, { dispatchId, proofs: [gone] }, author);
    expect((await Promise.all(publisher.map(owed))).flat()).toEqual([]);
    expect(await shown(room)).toMatchObject({ withdrawal: ['taken_down'], fault: { afterProofs: [gone] } });
    await expect(verbs['retry-channel'](room.id, { dispatchId }, author)).rejects.toThrow('只有推送失败');
  });

  it('may be told once more after a refusal, and a person who was quicker is not overtaken', async () => {
    const { room, draft, release } = await standing();
    await withdraw(room, release.id);
    hotline.server.behaviour = 'refuse';
    await story.responder.sendReleases();
    const { id: dispatchId } = await wayOf(room, draft);
    await story.responder.verbs['retry-channel'](room.id, { dispatchId }, author);
    expect((await wayOf(room, draft)).state).toBe('withdrawing');
    const gone = { kind: 'photo' as const, value: '撤下后的页面截图', outside: false };
    await story.responder.verbs['confirm-takedown'](room.id, { dispatchId, proofs: [gone] }, author);
    const before = hotline.asked.length;
    await story.responder.sendReleases();
    expect(hotline.asked).toHaveLength(before);
  });

  describe('and what of the same paper is not out yet', () => {
    /** Stands on the website; 12345 was busy, 微博 waits for a person. */
    const half = async () => {
      const room = await releaseRoom(story);
      hotline.answer = { url: LINK };
      const { verbs } = story.responder;
      const draft = await room.through(await room.draft({ channels: ['site', 'hotline', 'weibo'] }));
      const at = { draftId: draft.id, version: draft.version };
      await verbs['approve-release'](room.id, { ...at, approve: true }, spokesperson);
      await verbs['publish-release'](room.id, at, author);
      const ways = async () =>
        (await room.desk()).drafts.find(({ id }) => id === draft.id)!.dispatches.map((one) => [one.channel, one.state]);
      const later = { due_at: new Date(story.time.now().getTime() + 60_000) };
      const table = story.kernel.db.updateTable('responder_release_dispatches').where('draft_id', '=', draft.id);
      await table.where('channel', '=', 'hotline').set(later).execute();
      await story.responder.sendReleases();
      return { room, ways, release: (await room.desk()).releases[0]! };
    };
    const nothingMore = async () => {
      await story.time.advanceTo(new Date(story.time.now().getTime() + 120_000));
      Object.assign(hotline.server, { arrived: [] });
      await story.responder.sendReleases();
      expect(sent().filter(({ action }) => action === 'publish')).toEqual([]);
    };

    it('goes out on no other channel once it is withdrawn: the machine pushes it no more, nobody is asked to post it', async () => {
      const { room, ways, release } = await half();
      const waits = async () => (await story.responder.queries.tasks(spokesperson, { ticketId: room.id })).map(kindOf);
      expect(await waits()).toContain('link');
      await withdraw(room, release.id);
      const off = [
        ['hotline', 'kept_in'],
        ['weibo', 'kept_in'],
      ];
      expect((await ways()).filter(([channel]) => channel !== 'site').sort()).toEqual(off);
      expect((await room.timeline()).at(-1)).toMatch(/；(12345答复、微博|微博、12345答复)不再发布$/);
      expect(await waits()).not.toContain('link');
      await nothingMore();
      const { clocks } = await story.responder.queries.ticket(duty, room.id);
      expect(clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('running');
    });

    it('neither while its correction is being drafted; where it was tried somebody has to look', async () => {
      const { room, ways, release } = await half();
      const table = story.kernel.db.updateTable('responder_release_dispatches').where('ticket_id', '=', room.id);
      await table.where('channel', '=', 'hotline').set({ state: 'retrying', attempts: 1 }).execute();
      await story.responder.verbs['correct-release'](room.id, { releaseId: release.id, reason: '户数有误' }, author);
      expect((await ways()).map(([, state]) => state).sort()).toEqual(['kept_in', 'kept_in', 'published']);
      expect((await room.timeline()).at(-1)).toContain('；微博不再发布；12345答复可能已发布，请核对后一并更正或撤回');
      await nothingMore();
    });

    it('nor by who takes over from a process that died in the middle of its push', async () => {
      const { room, ways, release } = await half();
      const until = new Date(story.time.now().getTime() + 120_000);
      const table = story.kernel.db.updateTable('responder_release_dispatches').where('ticket_id', '=', room.id);
      await table.where('channel', '=', 'hotline').set({ claimed_until: until }).execute();
      await story.responder.verbs['correct-release'](room.id, { releaseId: release.id, reason: '户数有误' }, author);
      await story.time.advanceTo(new Date(until.getTime() + 60_000));
      await nothingMore();
      expect((await ways()).find(([channel]) => channel === 'hotline')![1]).toBe('kept_in');
      const { items } = await story.responder.queries.notifications(duty, { limit: 50 });
      expect(items.map(({ text }) => text).join()).toContain('在12345答复可能已发布有误的内容，请核对');
    });

    it('left standing word for word on another channel it answers nobody, and waits to be taken back there', async () => {
      const { room, ways, release } = await half();
      hotline.answer = { url: LINK };
      await story.time.advanceTo(new Date(story.time.now().getTime() + 120_000));
      await story.responder.sendReleases();
      expect((await ways()).find(([channel]) => channel === 'hotline')![1]).toBe('published');
      await withdraw(room, release.id);
      expect((await room.timeline()).at(-1)).toMatch(/；同一发布稿已在.*12345.*发布，须一并更正或撤回/);
      const { clocks } = await story.responder.queries.ticket(duty, room.id);
      expect(clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('running');
      const waits = async () => (await story.responder.queries.tasks(duty, { ticketId: room.id })).map(kindOf);
      expect(await waits()).toContain('copy');
      const other = (await room.desk()).releases.find(({ standing: is }) => is === 'standing')!;
      await withdraw(room, other.id);
      expect(await waits()).not.toContain('copy');
    });

    it('corrected on every channel the correction went to; that one wrong too, nothing answers, and the first can be taken down', async () => {
      const { room, release } = await half();
      const { verbs, queries } = story.responder;
      hotline.answer = { url: LINK };
      await story.time.advanceTo(new Date(story.time.now().getTime() + 120_000));
      await story.responder.sendReleases();
      await verbs['correct-release'](room.id, { releaseId: release.id, reason: '户数有误' }, author);
      const begun = (await room.desk()).drafts.find(({ corrects }) => corrects !== null)!;
      const edit = { draftId: begun.id, version: begun.version, facts: '和平街道停水，抢修已完成，已恢复供水。' };
      await verbs['edit-release'](room.id, edit as never, author);
      const right = await room.through(await room.again(begun));
      const at = { draftId: right.id, version: right.version };
      await verbs['approve-release'](room.id, { ...at, approve: true }, spokesperson);
      await verbs['publish-release'](room.id, at, author);
      hotline.answer = { url: `${LINK}2` };
      await story.responder.sendReleases();
      const standings = async () => (await room.desk()).releases.map((one) => one.standing).sort();
      expect(await standings()).toEqual(['corrected', 'corrected', 'standing', 'standing']);
      for (const { id, url } of (await room.desk()).releases) if (url === `${LINK}2`) await withdraw(room, id);
      const { clocks } = await queries.ticket(duty, room.id);
      expect(clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('running');
      await withdraw(room, release.id);
      expect(await standings()).toEqual(['corrected', 'withdrawn', 'withdrawn', 'withdrawn']);
    });

    it('a push under way at that moment is not tried again when it fails', async () => {
      const { room, ways, release } = await half();
      hotline.server.behaviour = 'busy';
      hotline.meanwhile = () => {
        hotline.meanwhile = () => Promise.resolve();
        return withdraw(room, release.id);
      };
      await story.time.advanceTo(new Date(story.time.now().getTime() + 120_000));
      await story.responder.sendReleases();
      expect((await room.timeline()).at(-1)).toContain('12345答复可能已发布，请核对后一并更正或撤回');
      expect((await ways()).find(([channel]) => channel === 'hotline')![1]).toBe('kept_in');
    });
  });

  it('taken back after closing: the lead body is told at once, and nothing is put away until it is answered anew', async () => {
    const { room, release } = await standing();
    const { verbs, queries } = story.responder;
    const revision = async () => (await queries.ticket(duty, room.id)).ticket.revision;
    await verbs.close(room.id, { revision: await revision(), conclusion: '已公开回应' }, duty);
    await withdraw(room, release.id);
    await story.responder.sendReleases();
    const waits = async () =>
      (await queries.tasks(duty, { ticketId: room.id })).map(({ kindTitle, verb }) => [kindTitle, verb]);
    expect(await waits()).toEqual([['待重新回应', 'reopen']]);
    await expect(verbs.archive(room.id, { revision: await revision() }, duty)).rejects.toThrow(
      '已撤回、尚未重新回应的答复1项',
    );
    const again = await verbs.reopen(room.id, { revision: await revision(), reason: '回应已撤回' }, duty);
    expect(again.clocks.find(({ rule, state }) => rule === 'N-03' && state === 'running')).toBeDefined();
    expect((await waits()).map(([title]) => title)).not.toContain('待重新回应');
  });

  it('what was published by hand is not called back by the machine: a proof is asked for', async () => {
    const room = await releaseRoom(story);
    const { ticket } = await story.responder.queries.ticket(duty, room.id);
    const fact = { kind: 'follow_up' as const, title: '续报', channel: '微博', url: 'https://weibo.example.cn/7' };
    const at = story.time.now().toISOString();
    await story.responder.verbs['record-release'](room.id, { ...fact, at, revision: ticket.revision }, duty);
    const [release] = (await room.desk()).releases;
    await expect(withdraw(room, release!.id)).rejects.toThrow('须附撤下后的证明');
  });
});
