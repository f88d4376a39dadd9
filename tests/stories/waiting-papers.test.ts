import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { ticketActs } from '../harness/ticket-acts.ts';
import { author, head, releaseRoom } from '../harness/release-desk.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  graveEvent,
  isoLocal,
  leader,
  responderStory,
  secondDuty,
  spokesperson,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());
const { act, detail, dispatched } = ticketActs(() => story);

const tasks = (actor: Actor, ticketId?: string) => story.responder.queries.tasks(actor, { ticketId });
const ofKind = async (actor: Actor, ...kinds: string[]) =>
  (await tasks(actor)).filter(({ kind }) => kinds.includes(kind));

describe('papers that wait to be signed', () => {
  it('each say to whom they go, who signs, and until when; criticism waits for the leader alone', async () => {
    story = await responderStory('2026-03-10 09:00');
    // Judged and ordered in time; the unit signs nothing.
    await dispatched('2026-03-10 08:50', 'water_company');
    await story.until('2026-03-13 18:00');
    const drafts = await ofKind(duty, 'urge', 'supervise');
    expect(drafts.length).toBeGreaterThan(0);
    for (const task of drafts)
      expect(task).toMatchObject({
        ...{
          kindTitle: '待签发督办文稿',
          verb: 'issue-draft',
          dueAt: expect.any(String),
          addressee: expect.any(String),
        },
        owner: '市政府办公室值班员',
      });
    expect(drafts.map(({ text }) => text.slice(0, 10))).toEqual(
      expect.arrayContaining([expect.stringContaining('催办稿'), expect.stringContaining('督办稿')]),
    );
    const ofOffice: Actor = { ...supervisor, id: 'supervisor-of-the-office', unitId: 'gov_office' };
    expect((await ofKind(ofOffice, 'urge', 'supervise')).map(({ id }) => id)).toEqual(drafts.map(({ id }) => id));
    expect((await ofKind(ofOffice, 'urge'))[0]!.owner).toBe('市政府办公室督查人员');
    // Each line shows the colour of its matter.
    expect(drafts.map(({ colour }) => colour)).toEqual(drafts.map(() => 'yellow'));
    // H20: 督查室 issues no 督办单.
    expect(await ofKind(supervisor, 'urge', 'supervise', 'criticise')).toEqual([]);
    await story.until('2026-03-20 09:30');
    expect(await ofKind(duty, 'criticise')).toEqual([]);
    expect((await ofKind(dutyLeader, 'criticise'))[0]).toMatchObject({
      ...{ part: 'decide', owner: '市政府办公室带班领导', dueAt: expect.any(String) },
    });
    // The same urging the officer signs: the leader only sees that it lies there.
    expect(await ofKind(dutyLeader, 'urge')).toMatchObject([{ part: 'oversee', owner: '市政府办公室值班员' }]);
  });

  it('are signed by nobody whom they urge: the desk’s own lateness is its leader’s or the other lead body’s', async () => {
    story = await responderStory('2026-03-10 09:00');
    const event = anEvent('2026-03-10 08:50');
    await story.tell(event);
    const { id } = (await story.ticketOf(event.id)).ticket;
    await story.until('2026-03-13 18:00');
    expect(await ofKind(duty, 'urge', 'own-urge', 'supervise')).toEqual([]);
    expect((await ofKind(dutyLeader, 'own-urge'))[0]).toMatchObject({
      ...{ part: 'decide', addressee: '市政府办公室', owner: '市政府办公室带班领导' },
    });
    const { drafts } = await detail(id);
    const [urging, next] = drafts.filter(({ state }) => state === 'draft');
    const because = { draftId: urging!.id, reason: '已经催过' };
    await expect(act(id, 'issue-draft', { draftId: urging!.id }, duty)).rejects.toThrow('不由本单位值班员签发');
    await expect(act(id, 'drop-draft', because, duty)).rejects.toThrow('请带班领导、督查人员或另一牵头单位办理');
    await act(id, 'issue-draft', { draftId: urging!.id }, dutyLeader);
    await act(id, 'issue-draft', { draftId: next!.id }, { ...duty, id: 'duty-of-the-other', unitId: 'cyberspace' });
    expect((await detail(id)).drafts.filter(({ state }) => state === 'issued')).toHaveLength(2);
  });
});

describe('a grave matter whose level is only estimated', () => {
  it('waits for the leader, the press office and the leader on duty of the other lead body, and says who estimated it', async () => {
    story = await responderStory('2026-03-10 09:00');
    const otherLeader: Actor = { ...dutyLeader, id: 'leader-of-the-other', unitId: 'cyberspace' };
    await story.tell(graveEvent('2026-03-10 08:40', { occurred: '2026-03-10 08:30' }));
    const [word, conference] = await ofKind(spokesperson, 'prepare-word', 'prepare-conference');
    expect(word).toMatchObject({ desk: 'release', verb: 'draft-release', owner: '市政府新闻办公室' });
    // 统一口径: one hour after it happened, laid back from the five hours.
    expect(word!.dueAt).toBe(isoLocal('2026-03-10 09:30'));
    expect(conference).toMatchObject({ verb: 'record-conference', dueAt: isoLocal('2026-03-10 14:30') });
    const [instruct] = await ofKind(leader, 'instruct');
    for (const task of [word!, conference!, instruct!]) expect(task.text).toContain('机器估算、未经人工核实');
    expect(instruct).toMatchObject({ part: 'decide', dueAt: word!.dueAt });
    for (const each of [dutyLeader, otherLeader])
      expect(await ofKind(each, 'judge', 'keep-provisional')).toMatchObject([{ kindTitle: '待定级', part: 'decide' }]);
    expect(await ofKind(duty, 'judge', 'keep-provisional')).toMatchObject([
      { kindTitle: '待研判定级', part: 'handle' },
    ]);
    expect(await tasks(secondDuty)).toEqual([]);
    const { ticketId, ...rest } = instruct!;
    const { revision } = (await story.responder.queries.ticket(duty, ticketId!)).ticket;
    await story.responder.verbs['keep-provisional'](ticketId!, { revision }, dutyLeader);
    expect(await ofKind(otherLeader, 'judge', 'keep-provisional')).toEqual([]);
    const after = (await ofKind(leader, 'instruct'))[0]!;
    expect(after.id).toBe(rest.id);
    expect(after.text).toMatch(/^Ⅱ级（重大）：/);
  });
});

describe('what is planned, signed or begun at a desk', () => {
  it('a step of the release plan waits for the unit that planned it, at its own time', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    const plan = { message: '通报供水恢复情况', speaker: '水务集团新闻发言人', channel: '政府网站' };
    const at = isoLocal('2026-03-10 18:00');
    await story.responder.verbs['plan-release'](room.id, { ...plan, at }, author);
    const [task] = await ofKind(author, 'plan');
    expect(task).toMatchObject({
      ...{ kindTitle: '发布计划', dueAt: at, addressee: '政府网站', desk: 'release', verb: 'settle-plan' },
      owner: '江城水务集团（发布人：水务集团新闻发言人）',
    });
    expect(task!.text).toContain('通报供水恢复情况');
    expect(await ofKind(spokesperson, 'plan')).toEqual([]);
    const planId = (await room.desk()).plans[0]!.id;
    await story.responder.verbs['settle-plan'](room.id, { planId, outcome: 'dropped', reason: '并入晚间通报' }, author);
    expect(await ofKind(author, 'plan')).toEqual([]);
  });

  it('a release signed for a channel kept by hand waits for its link, with whoever keeps the channel', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    const draft = await room.through(await room.draft({ channels: ['site'] }));
    expect(await ofKind(author, 'publish-release')).toMatchObject([
      { addressee: '政府网站', owner: '江城水务集团', dueAt: expect.any(String) },
    ]);
    await story.responder.verbs['publish-release'](room.id, { draftId: draft.id, version: draft.version }, author);
    const [link] = await ofKind(duty, 'link');
    expect(link).toMatchObject({
      ...{ kindTitle: '待登记渠道发布', addressee: '政府网站（江城市人民政府）', owner: '市政府办公室' },
      ...{ desk: 'release', verb: 'confirm-channel' },
    });
    // The public deadline goes on until the link is there.
    const running = (await story.responder.queries.ticket(duty, room.id)).clocks.filter(
      ({ state }) => state === 'running',
    );
    expect(running.map(({ dueAt }) => dueAt)).toContain(link!.dueAt);
    expect([...(await ofKind(author, 'link')), ...(await ofKind(head, 'link'))]).toEqual([]);
    const way = (await room.desk()).drafts[0]!.dispatches[0]!;
    const done = { dispatchId: way.id, at: isoLocal('2026-03-10 12:30'), url: 'https://www.jiangcheng.gov.cn/1' };
    await story.responder.verbs['confirm-channel'](room.id, done, duty);
    expect(await ofKind(duty, 'link')).toEqual([]);
  });

  it('a report upward that was begun waits to be sent, in the place of the one that is owed', async () => {
    story = await responderStory('2026-03-10 09:00');
    const event = graveEvent('2026-03-10 08:40', { occurred: '2026-03-10 08:30' });
    await story.tell(event);
    const { id } = (await story.ticketOf(event.id)).ticket;
    expect(await ofKind(duty, 'upward', 'upward-draft')).toMatchObject([{ kind: 'upward' }]);
    await story.responder.verbs['draft-upward'](id, {}, duty);
    expect(await ofKind(duty, 'upward', 'upward-draft')).toMatchObject([
      { ...{ kindTitle: '待报送', atOnce: true, desk: 'upward', verb: 'send-upward' }, owner: '市政府办公室值班员' },
    ]);
  });
});
