import { afterEach, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import {
  loadResponderBooks,
  type FactsDesk,
  type MediaDesk,
  type RoomDesk,
  type UpwardDesk,
} from '../../responder/index.ts';
import { GATE_CHECKS } from '../../responder/releases/gate-checks.ts';
import {
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  headOf,
  isoLocal,
  leader,
  responderStory,
  secondDuty,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());

const emergency = handlerOf('emergency');
const health = handlerOf('health');

/** 云山县 explosion, in the hands of 应急管理局; 卫健委 is in the joint room and does not see the ticket otherwise. */
async function explosion(): Promise<string> {
  story = await responderStory('2026-03-10 09:00');
  const event = graveEvent('2026-03-10 08:40', { occurred: '2026-03-10 08:30' });
  await story.tell(event);
  const { ticket } = await story.ticketOf(event.id);
  const { verbs } = story.responder;
  const revision = async () => (await story.responder.queries.ticket(duty, ticket.id)).ticket.revision;
  await verbs.judge(
    ticket.id,
    { revision: await revision(), outcome: 'public_answer', dispositions: ['D-3'], reason: '重大事故，须公开回应' },
    duty,
  );
  await verbs.dispatch(ticket.id, { revision: await revision(), lead: 'emergency', requirement: '核实并处置' }, duty);
  return ticket.id;
}
const openRoom = (id: string) =>
  story.responder.verbs['open-room'](
    id,
    {
      question: '统一伤亡数据和对外口径',
      units: ['cyberspace', 'press_office', 'emergency', 'health'],
      reason: '各方数据不一',
    },
    duty,
  );
const facts = async (id: string, who = duty) => (await story.responder.queries.desk(who, id, 'facts')) as FactsDesk;
const upward = async (id: string) => (await story.responder.queries.desk(duty, id, 'upward')) as UpwardDesk;
/** What the list before a release says of a text that brings its own facts along. */
async function gate(id: string, facts: string): Promise<string> {
  const books = loadResponderBooks(shippedConfigFolder());
  const { db } = story.kernel;
  const ticket = await db.selectFrom('responder_tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const own = { statement: facts, asOf: isoLocal('2026-03-10 09:00'), source: '指挥部', approvedBy: '总指挥' };
  const content = { facts, policy: '', result: '', fact_lines: [own] };
  const check = GATE_CHECKS.find((each) => each.id === 'facts')!;
  return (await check.check({ db, ticket, books, paper: { content } } as never))!.state;
}
const room = async (id: string, who = duty) => (await story.responder.queries.desk(who, id, 'room')) as RoomDesk;
const deaths = (low: number, asOf: string, source: string) => ({
  ...{ text: `事故已造成${low}人死亡`, low, unit: '人', asOf: isoLocal(asOf), source },
});

describe('one joint room, one fact sheet', () => {
  it('D06: a second unit that enters its own figure anew adds it; its own it changes where it stands; the sitting settles which', async () => {
    const id = await explosion();
    await openRoom(id);
    const { verbs } = story.responder;
    const told = (count: number, source: string) => ({ key: 'deaths', ...deaths(count, '2026-03-10 09:00', source) });
    await verbs['propose-fact'](id, told(10, '现场指挥部'), emergency);
    await verbs['propose-fact'](id, told(11, '市第一医院'), health);
    const [line, ...more] = (await facts(id)).lines;
    expect(more).toEqual([]);
    expect(line).toMatchObject({ title: '死亡人数', disputed: true, approved: null });
    expect(line!.waiting.map(({ shown, byUnit }) => `${byUnit}：${shown}`).sort()).toEqual([
      '市卫生健康委员会：11',
      '市应急管理局：10',
    ]);
    await expect(verbs['propose-fact'](id, told(12, '市第一医院'), health)).rejects.toThrow(
      '您的单位已填报“死亡人数”，数据有变化的，请在该项上用「修改事实」',
    );
    const owed = async (who: typeof duty) =>
      (await story.responder.queries.tasks(who, { ticketId: id })).filter(({ kind }) => kind === 'dispute');
    expect(await owed(duty)).toMatchObject([
      {
        kindTitle: '待会商一致',
        text: '死亡人数说法不一（事故已造成10人死亡；事故已造成11人死亡）：会商后确定一致数据，此前不得对外使用',
      },
    ]);
    expect(await owed(health)).toEqual([]);
    const settled = { ...deaths(11, '2026-03-10 09:00', '会商一致'), basis: '以医院统计为准' };
    await verbs['agree-fact'](id, { lineId: line!.id, version: 2, ...settled }, duty);
    expect((await facts(id)).lines[0]).toMatchObject({ disputed: false });
    expect(await owed(duty)).toEqual([]);
  });

  it('H19 S02 D06: two departments tell different death tolls; nothing leaves before one is agreed and approved', async () => {
    const id = await explosion();
    await openRoom(id);
    const { verbs } = story.responder;
    // The departments write down what they know, each from its own source.
    await verbs['propose-fact'](id, { key: 'deaths', ...deaths(10, '2026-03-10 09:00', '现场指挥部') }, emergency);
    let [line] = (await facts(id, health)).lines;
    await verbs['edit-fact'](
      id,
      { lineId: line!.id, version: 1, ...deaths(11, '2026-03-10 09:00', '市第一医院') },
      health,
    );
    [line] = (await facts(id, emergency)).lines;
    expect(line).toMatchObject({ title: '死亡人数', disputed: true, approved: null });
    expect(line!.waiting.map(({ shown, byUnit }) => `${byUnit}：${shown}`).sort()).toEqual([
      '市卫生健康委员会：11',
      '市应急管理局：10',
    ]);
    // Nobody can approve one side, and a report upward with either figure does not leave.
    await expect(verbs['approve-fact'](id, { lineId: line!.id, version: 2, approve: true }, duty)).rejects.toThrow(
      '说法不一，须先会商一致',
    );
    await verbs['draft-upward'](id, {}, duty);
    const draft = (await upward(id)).reports[0]!;
    const written = draft.sections.map((section) =>
      section.heading === '伤亡损失'
        ? { ...section, text: '死亡10人' }
        : { ...section, text: section.text || '请求支援' },
    );
    await verbs['edit-upward'](id, { reportId: draft.id, version: 1, title: draft.title, sections: written }, duty);
    const send = { reportId: draft.id, version: 2, to: '省政府总值班室', manner: 'written' as const };
    await expect(verbs['send-upward'](id, { ...send, at: isoLocal('2026-03-10 09:00') }, duty)).rejects.toThrow(
      '死亡人数：文稿为10，事实清单无经批准的数字',
    );
    // Neither does a release, nor a note to other units.
    expect([await gate(id, '事故造成10人死亡'), await gate(id, '事故造成11人死亡')]).toEqual(['stop', 'stop']);
    const copy = {
      units: ['housing'],
      mode: 'read' as const,
      subject: '事故情况抄告',
      body: '事故造成10人死亡，请做好善后准备',
    };
    await expect(verbs['copy-to-units'](id, copy, duty)).rejects.toThrow('不得抄告。死亡人数：文稿为10');
    // Nor an answer to the media.
    const ask = { outlet: '江城晚报', question: '死亡人数是多少', dueAt: isoLocal('2026-03-10 16:00') };
    await verbs['register-media-question'](id, ask, spokesperson);
    const question = async () => {
      const { questions } = (await story.responder.queries.desk(duty, id, 'media')) as MediaDesk;
      return { questionId: questions[0]!.id, version: questions[0]!.version };
    };
    await verbs['draft-media-reply'](id, { ...(await question()), reply: '事故造成10人死亡。' }, emergency);
    await expect(
      verbs['approve-media-reply'](id, { ...(await question()), approve: true }, headOf('emergency')),
    ).rejects.toThrow('不得审核通过。死亡人数：文稿为10');
    // The room agrees; another person of a lead body approves.
    await story.until('2026-03-10 09:30');
    const agreed = { ...deaths(11, '2026-03-10 09:25', '现场指挥部、市卫健委核对'), basis: '一名伤员9时10分抢救无效' };
    await verbs['agree-fact'](id, { lineId: line!.id, version: 2, ...agreed }, duty);
    await expect(verbs['approve-fact'](id, { lineId: line!.id, version: 3, approve: true }, duty)).rejects.toThrow(
      '填写人不能批准自己填写的事实',
    );
    await verbs['approve-fact'](id, { lineId: line!.id, version: 3, approve: true }, secondDuty);
    [line] = (await facts(id)).lines;
    expect(line).toMatchObject({ disputed: false, approved: { version: 3, shown: '11', settles: [1, 2] } });
    expect(line!.earlier.map(({ shown }) => shown).sort()).toEqual(['10', '11']);
    expect([await gate(id, '事故造成10人死亡'), await gate(id, '事故造成11人死亡')]).toEqual(['stop', 'ok']);
    await verbs['copy-to-units'](id, { ...copy, body: '事故造成11人死亡，请做好善后准备' }, duty);
    // The old figure still stops the report; with the agreed one it leaves.
    const at = isoLocal('2026-03-10 09:30');
    await expect(verbs['send-upward'](id, { ...send, at }, duty)).rejects.toThrow('死亡人数：文稿为10，事实清单为11');
    const right = written.map((section) =>
      section.heading === '伤亡损失' ? { ...section, text: '死亡11人' } : section,
    );
    await verbs['edit-upward'](id, { reportId: draft.id, version: 2, title: draft.title, sections: right }, duty);
    await verbs['send-upward'](id, { ...send, version: 3, at }, duty);
    expect((await upward(id)).reports[0]!.sent).toMatchObject({ to: '省政府总值班室', at });
  });

  it('H19: whoever edits an old version is told who wrote what, and both figures', async () => {
    const id = await explosion();
    await openRoom(id);
    const { verbs } = story.responder;
    await verbs['propose-fact'](
      id,
      { key: 'missing', text: '3人失联', low: 3, asOf: isoLocal('2026-03-10 09:00'), source: '企业' },
      emergency,
    );
    const line = (await facts(id)).lines[0]!;
    const edit = { lineId: line.id, version: 1, asOf: isoLocal('2026-03-10 09:00'), source: '现场清点' };
    await verbs['edit-fact'](id, { ...edit, text: '2人失联', low: 2 }, emergency);
    await expect(verbs['edit-fact'](id, { ...edit, text: '4人失联', low: 4 }, health)).rejects.toThrow(
      /经办 已于 .* 将“失联人数”写为2（第2版），您填写的是4/,
    );
  });

  it('H19 S02 D06: a non-member cannot open the room, even with the ticket before him; a member sees the room and the head, no more', async () => {
    const id = await explosion();
    const { queries, verbs } = story.responder;
    await expect(queries.ticket(health, id)).rejects.toThrow('没有这个工单');
    await openRoom(id);
    // 卫健委 was let in: the head of the ticket and two desks.
    const head = await queries.ticket(health, id);
    expect(head.desks.map(({ name }) => name)).toEqual(['room', 'facts']);
    expect(head).toMatchObject({ timeline: [], releases: [], judgement: null, report: null });
    await expect(queries.desk(health, id, 'clocks')).rejects.toThrow('没有这一页');
    expect((await queries.tickets(health)).items).toEqual([]);
    await expect(verbs.note(id, { revision: head.ticket.revision, text: '插一句' }, health)).rejects.toThrow(
      '没有这个工单',
    );
    // The leader and the head of another lead body's supervision see the ticket, not the room.
    await expect(queries.desk(leader, id, 'room')).rejects.toThrow('不在其知悉范围内');
    expect((await queries.ticket(leader, id)).desks.map(({ name }) => name)).not.toContain('room');
    await expect(
      verbs['add-minutes'](
        id,
        { at: isoLocal('2026-03-10 09:00'), participants: '督查室', agreed: '没有意见' },
        handlerOf('housing'),
      ),
    ).rejects.toThrow('没有这个工单');
    expect((await room(id, spokesperson)).room?.members.map(({ title }) => title)).toEqual([
      ...['市委网信办', '市应急管理局', '市政府办公室', '市卫生健康委员会', '市政府新闻办公室'],
    ]);
    // Put out again, the door is shut.
    const member = (await room(id)).room!.members.find(({ title }) => title === '市卫生健康委员会')!;
    await verbs['remove-member'](id, { memberId: member.id, reason: '数据已核定' }, duty);
    await expect(queries.ticket(health, id)).rejects.toThrow('没有这个工单');
  });

  it('D06: minutes give tasks with unit and due, never later than the public deadline; they stand in 我的任务 until done', async () => {
    const id = await explosion();
    await openRoom(id);
    const { verbs, queries } = story.responder;
    const minutes = {
      at: isoLocal('2026-03-10 09:00'),
      participants: '政府办值班室\n应急局经办',
      agreed: '由卫健委核对死亡人数',
    };
    const task = { unit: 'health', text: '逐院核对伤亡', dueAt: isoLocal('2026-03-10 18:00') };
    await expect(verbs['add-minutes'](id, { ...minutes, tasks: [task] }, duty)).rejects.toThrow(
      '只能收紧、不能放宽时限',
    );
    const early = { ...task, dueAt: isoLocal('2026-03-10 10:00') };
    await expect(
      verbs['add-minutes'](id, { ...minutes, tasks: [{ ...early, unit: 'province_gov' }] }, duty),
    ).rejects.toThrow('是上级单位，不得向其交办');
    // Whoever was asked has the room in his list until a sitting is on record; its host asked nobody but the others.
    const asked = async (who = duty) =>
      (await queries.tasks(who, { ticketId: id })).filter(({ kind }) => kind === 'join-room');
    expect(await asked(health)).toMatchObject([{ kindTitle: '待参加会商', desk: 'room', ticketId: id, atOnce: true }]);
    expect((await asked(health))[0]!.why).toBe('市政府办公室邀请贵单位会商：各方数据不一');
    expect(await asked()).toEqual([]);
    const host = (await room(id)).room!.members.find(({ title }) => title === '市政府办公室')!;
    expect(host.reason).toBe('开设会商室，主持会商');
    await verbs['add-minutes'](id, { ...minutes, tasks: [{ ...task, dueAt: isoLocal('2026-03-10 10:00') }] }, duty);
    expect(await asked(health)).toEqual([]);
    const owed = await queries.tasks(health);
    expect(owed).toMatchObject([
      { kindTitle: '会商任务', text: '逐院核对伤亡', dueAt: isoLocal('2026-03-10 10:00'), desk: 'room' },
    ]);
    expect((await queries.tasks(emergency)).filter(({ kind }) => kind === 'room')).toEqual([]);
    const mine = (await room(id, health)).room!.minutes[0]!.tasks[0]!;
    await expect(
      verbs['finish-task'](id, { taskId: mine.id, version: 1, report: '已核对' }, emergency),
    ).rejects.toThrow('不由您的单位办理');
    await verbs['finish-task'](id, { taskId: mine.id, version: 1, report: '已核对三家医院' }, health);
    expect(await queries.tasks(health)).toEqual([]);
    // A guest gives tasks to members alone: with one he would let another unit in.
    const given = (unit: string) => ({ ...minutes, tasks: [{ ...task, unit, dueAt: isoLocal('2026-03-10 10:00') }] });
    await expect(verbs['add-minutes'](id, given('water_company'), health)).rejects.toThrow(
      '只有牵头单位可以给其分派任务',
    );
    await verbs['add-minutes'](id, given('emergency'), health);
    await verbs['close-room'](id, { conclusion: '按11人统一口径' }, duty);
    await expect(verbs['add-minutes'](id, minutes, duty)).rejects.toThrow('会商室已经关闭');
    expect((await room(id, health)).room).toMatchObject({ state: 'closed', conclusion: '按11人统一口径' });
  });

  it('J07: a figure without its hour or its source does not get onto the sheet', async () => {
    const id = await explosion();
    const { verbs } = story.responder;
    const line = { key: '新增确诊病例', text: '新增确诊5例', low: 5, unit: '例' };
    const asOf = isoLocal('2026-03-10 09:00');
    await expect(verbs['propose-fact'](id, { ...line, source: '市疾控中心' } as never, duty)).rejects.toThrow('asOf');
    await expect(verbs['propose-fact'](id, { ...line, asOf } as never, duty)).rejects.toThrow('source');
    await expect(
      verbs['propose-fact'](id, { ...line, asOf: isoLocal('2026-03-10 12:00'), source: '市疾控中心' }, duty),
    ).rejects.toThrow('截至时间不能晚于现在');
    await verbs['propose-fact'](id, { ...line, asOf, source: '市疾控中心' }, duty);
    await verbs['approve-fact'](id, { lineId: (await facts(id)).lines[0]!.id, version: 1, approve: true }, dutyLeader);
    expect((await facts(id)).lines[0]!.approved).toMatchObject({ asOf, source: '市疾控中心', decidedBy: '带班领导' });
  });
});
