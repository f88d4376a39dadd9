import { afterEach, describe, expect, it } from 'vitest';
import type { MediaDesk, PromisesDesk } from '../../responder/index.ts';
import { author, head, releaseRoom } from '../harness/release-desk.ts';
import {
  anEvent,
  duty,
  handlerOf,
  isoLocal,
  responderStory,
  secondDuty,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());

const verbs = () => story.responder.verbs;
const deskOf = <T>(id: string, name: string) => story.responder.queries.desk(duty, id, name) as Promise<T>;
const revisionOf = async (id: string) => (await story.responder.queries.ticket(duty, id)).ticket.revision;
const told = async (who = duty) => (await story.responder.queries.notifications(who, {})).items.map(({ text }) => text);

describe('what was promised', () => {
  const promised = async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    await verbs()['record-release'](
      room.id,
      {
        ...{
          revision: await revisionOf(room.id),
          kind: 'follow_up',
          at: isoLocal('2026-03-10 12:00'),
          channel: '微博',
        },
        ...{ title: '供水情况通报', url: 'https://weibo.example.cn/2' },
        text: '已恢复供水。管道更换将于3月20日18时前完成。',
      },
      spokesperson,
    );
    const [found] = (await deskOf<PromisesDesk>(room.id, 'promises')).suggestions;
    expect(found).toMatchObject({ text: '管道更换将于3月20日18时前完成。', dueAt: isoLocal('2026-03-20 18:00') });
    await verbs()['register-promise'](
      room.id,
      { text: found!.text, unit: 'water_company', dueAt: found!.dueAt!, releaseId: found!.releaseId! },
      spokesperson,
    );
    return room;
  };
  const promisesOf = async (id: string) => (await deskOf<PromisesDesk>(id, 'promises')).promises;

  it('H08: a promised date passes: its unit is told a day before and on the day, and it stands as overdue over all tickets', async () => {
    const room = await promised();
    expect(await promisesOf(room.id)).toMatchObject([{ state: 'open', saidIn: '《供水情况通报》' }]);
    await story.until('2026-03-19 18:01');
    expect((await told(author)).filter((text) => text.includes('承诺即将到期'))).toHaveLength(1);
    await story.until('2026-03-20 18:01');
    expect((await told(author)).filter((text) => text.includes('承诺已逾期'))).toHaveLength(1);
    expect((await told()).filter((text) => text.includes('承诺已逾期'))).toHaveLength(1);
    const { queries } = story.responder;
    expect((await queries.promises(duty, { state: 'overdue' })).items).toMatchObject([{ ticketId: room.id }]);
    expect((await queries.promises(duty, { state: 'open' })).items).toEqual([]);
    const owed = (await queries.tasks(author)).find(({ kind }) => kind === 'promise');
    expect(owed).toMatchObject({ kindTitle: '公开承诺', overdue: true, desk: 'promises' });
    expect((await queries.promises(handlerOf('education'), {})).items).toEqual([]);
    const [promise] = await promisesOf(room.id);
    const at = { promiseId: promise!.id, version: promise!.version };
    await story.until('2026-03-21 10:00');
    const kept = { ...at, at: isoLocal('2026-03-21 09:00'), proof: '竣工验收单' };
    await expect(
      verbs()['keep-promise'](room.id, { ...kept, at: isoLocal('1970-01-01 00:00') }, author),
    ).rejects.toThrow('兑现时间早于首条公开信息时间（2026年3月10日10:00）');
    // The press office works on the matter too; the promise is the water company's.
    await expect(verbs()['keep-promise'](room.id, kept, spokesperson)).rejects.toThrow('只有该单位或牵头单位可以办理');
    // Late is late: that it was done in time after all is not for its own unit to say.
    await expect(
      verbs()['keep-promise'](room.id, { ...kept, at: isoLocal('2026-03-20 17:00') }, author),
    ).rejects.toThrow('补登记按期兑现须由牵头单位核实办理');
    await verbs()['keep-promise'](room.id, { ...at, at: isoLocal('2026-03-21 09:00'), proof: '竣工验收单' }, author);
    expect((await promisesOf(room.id))[0]).toMatchObject({ state: 'kept_late', proof: '竣工验收单' });
  });

  it('is registered for a unit that works on the matter; another could neither read nor keep it', async () => {
    const room = await promised();
    const beside = {
      text: '四月底前完成小区改造',
      unit: 'housing',
      dueAt: isoLocal('2026-04-30 18:00'),
      saidIn: '见面会',
    };
    await expect(verbs()['register-promise'](room.id, beside, duty)).rejects.toThrow('不在本工单的办理单位之列');
  });

  it('moved with proof keeps the old date; it lives on after the ticket is closed, but an overdue one holds it open', async () => {
    const room = await promised();
    const [promise] = await promisesOf(room.id);
    const at = { promiseId: promise!.id, version: 1 };
    await story.until('2026-03-20 19:00');
    const close = async () =>
      verbs().close(room.id, { revision: await revisionOf(room.id), conclusion: '已恢复' }, duty);
    await expect(close()).rejects.toThrow('已逾期，请先在“承诺台账”页登记兑现或改期');
    const move = { ...at, until: isoLocal('2026-04-01 18:00'), reason: '管材到货推迟', proof: '3月20日补充通报' };
    const own = '这项承诺已逾期，改期须由牵头单位核实办理';
    await expect(verbs()['move-promise'](room.id, move, author)).rejects.toThrow(own);
    await verbs()['move-promise'](room.id, move, duty);
    await expect(verbs()['move-promise'](room.id, move, secondDuty)).rejects.toThrow('先行处理');
    expect((await promisesOf(room.id))[0]).toMatchObject({
      ...{ state: 'open', dueAt: isoLocal('2026-04-01 18:00') },
      moves: [{ from: isoLocal('2026-03-20 18:00'), reason: '管材到货推迟', by: duty.name }],
    });
    expect((await close()).state).toBe('closed');
    expect((await room.timeline()).at(-1)).toContain('尚有1项承诺未到期，办结后继续跟踪');
    await story.until('2026-04-01 12:00');
    const kept = { ...at, version: 2, at: isoLocal('2026-04-01 11:00'), proof: '验收照片' };
    const archive = async () => verbs().archive(room.id, { revision: await revisionOf(room.id) }, duty);
    await expect(archive()).rejects.toThrow('尚有未了事项，不能归档：未兑现的承诺1项');
    await verbs()['keep-promise'](room.id, kept, author);
    expect((await promisesOf(room.id))[0]!.state).toBe('kept');
    expect((await archive()).state).toBe('archived');
  });
});

describe('what the media ask', () => {
  it('E05: has outlet, deadline and a reply approved by the head; nobody registers a journalist', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    const ask = { question: '停水原因和恢复时间', dueAt: isoLocal('2026-03-10 16:00') };
    const register = (outlet: string) => verbs()['register-media-question'](room.id, { ...ask, outlet }, spokesperson);
    await expect(register('江城晚报记者张三')).rejects.toThrow('不登记记者个人信息');
    await expect(register('江城晚报 13800138000')).rejects.toThrow('手机号码');
    await register('江城晚报');
    await expect(register('江城晚报')).rejects.toMatchObject({
      code: 'conflict',
      details: { current: { by: '新闻发言人' } },
    });
    const tasks = await story.responder.queries.tasks(spokesperson);
    expect(tasks).toMatchObject([{ kindTitle: '媒体关切', text: '江城晚报：拟答复', desk: 'media', overdue: false }]);
    const now = async () => (await deskOf<MediaDesk>(room.id, 'media')).questions[0]!;
    const at = async () => ({ questionId: (await now()).id, version: (await now()).version });
    await story.until('2026-03-10 15:01');
    expect((await told(spokesperson)).some((text) => text.includes('媒体关切须尽快答复'))).toBe(true);
    await verbs()['draft-media-reply'](room.id, { ...(await at()), reply: '主管爆裂，18时恢复。' }, author);
    await expect(
      verbs()['send-media-reply'](
        room.id,
        { ...(await at()), at: isoLocal('2026-03-10 15:00'), manner: '书面' },
        author,
      ),
    ).rejects.toThrow('待审核');
    await verbs()['approve-media-reply'](room.id, { ...(await at()), approve: false, note: '写明户数' }, head);
    expect(await now()).toMatchObject({ state: 'open', rejectedWhy: '写明户数' });
    const named = '主管爆裂，联系人13800138000，18时恢复。';
    await verbs()['draft-media-reply'](room.id, { ...(await at()), reply: named }, author);
    const approve = async () => verbs()['approve-media-reply'](room.id, { ...(await at()), approve: true }, head);
    await expect(approve()).rejects.toThrow('有可识别个人的内容');
    await verbs()['draft-media-reply'](room.id, { ...(await at()), reply: '主管爆裂，200户，18时恢复。' }, author);
    await verbs()['approve-media-reply'](room.id, { ...(await at()), approve: true }, head);
    await story.until('2026-03-10 16:30');
    expect((await told()).some((text) => text.includes('媒体关切逾期未答复'))).toBe(true);
    await verbs()['send-media-reply'](
      room.id,
      { ...(await at()), at: isoLocal('2026-03-10 15:40'), manner: '书面传真' },
      author,
    );
    expect(await now()).toMatchObject({
      ...{ outlet: '江城晚报', dueAt: ask.dueAt, state: 'replied', reply: '主管爆裂，200户，18时恢复。' },
      ...{ approvedBy: '负责人', repliedAt: isoLocal('2026-03-10 15:40'), overdue: false },
    });
  });
});

describe('what must be there before a ticket is closed', () => {
  it('S28: an environment matter closed without its result told is warned, and the record says so', async () => {
    story = await responderStory('2026-03-10 12:30');
    const river = anEvent('2026-03-10 10:00', { title: '城东河水面死鱼', kind: 'environment', topic: 'environment' });
    const room = await releaseRoom(story, river);
    const release = { kind: 'first_information', channel: '微博', url: 'https://weibo.example.cn/3' } as const;
    const said = { at: isoLocal('2026-03-10 12:00'), title: '城东河情况通报' };
    await verbs()['record-release'](
      room.id,
      { revision: await revisionOf(room.id), ...release, ...said },
      spokesperson,
    );
    await story.until('2026-03-12 12:30');
    await verbs().close(room.id, { revision: await revisionOf(room.id), conclusion: '水质已恢复' }, duty);
    expect((await room.timeline()).at(-1)).toContain('环境污染、生态破坏类事项尚无调查处理结论，也没有公布结果');
  });

  it('a suggestion is closed on the record of what was taken up, a grave matter on the conclusion and its release', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    const again = {
      outcome: 'public_answer' as const,
      dispositions: ['D-1' as const, 'D-3' as const],
      verification: 'true' as const,
    };
    await verbs().judge(
      room.id,
      { revision: await revisionOf(room.id), ...again, reason: '查明系重大问题', sheet: { asks: '改造管网' } },
      duty,
    );
    const release = (at: string) => ({
      ...({ kind: 'follow_up', at: isoLocal(at), title: '处置情况通报', channel: '微博' } as const),
      url: 'https://weibo.example.cn/4',
    });
    const say = async (at: string) =>
      verbs()['record-release'](room.id, { revision: await revisionOf(room.id), ...release(at) }, spokesperson);
    await say('2026-03-10 12:10');
    const close = async () => verbs().close(room.id, { revision: await revisionOf(room.id), conclusion: '完' }, duty);
    await expect(close()).rejects.toThrow(/D-1：缺吸收采纳情况登记.*；D-3：缺调查结论登记/);
    const adoption = { suggestion: '改造老旧管网', outcome: 'partly', how: '列入2026年改造计划第二批' } as const;
    await verbs()['record-adoption'](room.id, adoption, author);
    await story.until('2026-03-12 10:00');
    const conclusion = { body: '市住建局', paper: '调查报告', concludedOn: '2026-03-12', conclusion: '管材老化' };
    await verbs()['conclude-investigation'](room.id, conclusion, duty);
    await expect(close()).rejects.toThrow('D-3：调查结论登记后尚未公布');
    // The form knows before anybody confirms, and it waits for those who publish.
    const ahead = (await story.responder.queries.ticket(duty, room.id)).closing!;
    expect(ahead.gaps).toEqual([expect.stringContaining('D-3：调查结论登记后尚未公布调查处置结果（请在“发布”页')]);
    expect(ahead.asks).toEqual([]);
    const owed = await story.responder.queries.tasks(spokesperson, { ticketId: room.id });
    expect(owed).toContainEqual(expect.objectContaining({ kindTitle: '待公布调查处置', desk: 'release' }));
    await say('2026-03-12 09:50');
    expect((await close()).state).toBe('closed');
    // Put away when its observation is over; until then it waits for nobody.
    const putAway = async () =>
      (await story.responder.queries.tasks(duty, { ticketId: room.id })).filter(({ kind }) => kind === 'archive');
    expect(await putAway()).toEqual([]);
    const { archiving } = await story.responder.queries.ticket(duty, room.id);
    expect(archiving).toMatchObject({ gaps: [], asks: ['early'] });
    expect(archiving!.checks).toContainEqual({
      ...{ title: '观察期', ok: false },
      why: expect.stringMatching(/^至3月1\d日\d\d:\d\d，尚未满$/),
    });
    const archive = async () => verbs().archive(room.id, { revision: await revisionOf(room.id) }, duty);
    await expect(archive()).rejects.toThrow('确须提前归档的，请写明理由');
    await story.until('2026-03-16 10:00');
    expect(await putAway()).toMatchObject([{ kindTitle: '待归档', verb: 'archive', overdue: false }]);
    const { checks, asks } = (await story.responder.queries.ticket(duty, room.id)).archiving!;
    expect([asks, checks.every(({ ok }) => ok)]).toEqual([[], true]);
  });
});
