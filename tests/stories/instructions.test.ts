import { afterEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { InstructionsDesk } from '../../responder/index.ts';
import {
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  isoLocal,
  leader,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';

const [SCAN, SIGNED] = ['01981d5c-7a00-7000-8000-000000000001', '01981d5c-7a00-7000-8000-000000000002'];
const NOBODYS = '01981d5c-7a00-7000-8000-000000000003';
const uploaded = new Map([
  [SCAN, { sha256: 'a'.repeat(64), addedBy: duty.id }],
  [SIGNED, { sha256: 'b'.repeat(64), addedBy: dutyLeader.id }],
]);
let story: ResponderStory;
afterEach(() => story.close());

const desk = async (id: string, who = duty) =>
  (await story.responder.queries.desk(who, id, 'instructions')) as InstructionsDesk;
const notices = async (who = duty) => (await story.responder.queries.notifications(who)).items.map(({ text }) => text);
const housing = handlerOf('housing');

/** Night of 10 March: the mayor says by word of mouth what is to be done; the duty officer writes it down. */
async function oralInstruction(): Promise<{ id: string; instructionId: string }> {
  story = await responderStory('2026-03-10 21:00', { files: (id) => Promise.resolve(uploaded.get(id) ?? null) });
  const event = graveEvent('2026-03-10 20:40', { occurred: '2026-03-10 20:30' });
  await story.tell(event);
  const { ticket } = await story.ticketOf(event.id);
  const { verbs } = story.responder;
  await verbs.present(ticket.id, { leader: '市长', subject: '爆炸情况专报', at: isoLocal('2026-03-10 20:55') }, duty);
  const presentationId = (await desk(ticket.id)).presentations[0]!.id;
  await verbs['record-instruction'](
    ticket.id,
    {
      ...{ leader: '市长', manner: 'oral', text: '全力救人，23时前报告房屋受损情况', at: isoLocal('2026-03-10 21:00') },
      ...{ presentationId, readers: ['duty_leader@gov_office'], readerUnits: ['emergency'] },
    },
    duty,
  );
  return { id: ticket.id, instructionId: (await desk(ticket.id)).instructions[0]!.id };
}

describe('instructions of leaders', () => {
  it('an oral instruction: tasks with unit and due, countersigned after the reminder, reported on when all is done', async () => {
    const { id, instructionId } = await oralInstruction();
    const { verbs, queries } = story.responder;
    const task = { unit: 'housing', text: '报告房屋受损情况', dueAt: isoLocal('2026-03-10 23:00') };
    // It may tighten, never loosen: five hours after the explosion the first release is due.
    await expect(
      verbs['task-instruction'](id, { instructionId, tasks: [{ ...task, dueAt: isoLocal('2026-03-11 08:00') }] }, duty),
    ).rejects.toThrow('任务期限不得晚于“首次发布权威信息”的截止时间（3月11日01:30）');
    // Until then the lead body is asked to say who does it, by the hour the mayor named; nobody outside its readers is.
    const untasked = async (who = duty) =>
      (await queries.tasks(who, { ticketId: id })).filter(({ kind }) => kind === 'task-instruction');
    expect(await untasked()).toMatchObject([
      { kindTitle: '批示待分办', desk: 'instructions', dueAt: isoLocal('2026-03-10 23:00') },
    ]);
    expect(await untasked(secondDuty)).toEqual([]);
    expect((await desk(id)).instructions[0]!.namedTime).toBe(isoLocal('2026-03-10 23:00'));
    await verbs['task-instruction'](id, { instructionId, tasks: [task] }, duty);
    expect(await untasked()).toEqual([]);
    // What comes after the public answer may be later.
    const later = {
      ...task,
      unit: 'emergency',
      text: '组织隐患排查',
      dueAt: isoLocal('2026-03-20 17:30'),
      toward: 'later' as const,
    };
    await verbs['task-instruction'](id, { instructionId, tasks: [later] }, duty);
    expect(await queries.tasks(housing)).toMatchObject([
      { kindTitle: '批示任务', text: '报告房屋受损情况', overdue: false },
    ]);
    // 23:00 passes: the unit and the lead body are told once.
    await story.until('2026-03-10 23:30');
    expect((await notices(housing)).filter((text) => text.includes('任务已到期'))).toHaveLength(1);
    expect((await notices()).filter((text) => text.includes('任务已到期'))).toHaveLength(1);
    expect(await queries.tasks(housing)).toMatchObject([{ overdue: true }]);
    const owed = (await desk(id, housing)).ownTasks[0]!;
    await verbs['finish-task'](id, { taskId: owed.id, version: 1, report: '受损房屋12栋，已封控' }, housing);
    expect((await desk(id)).instructions[0]!.tasks[0]).toMatchObject({ state: 'done', overdue: true });
    // Next morning at nine the missing signature is asked for.
    expect((await desk(id)).instructions[0]!.countersignDue).toBe(isoLocal('2026-03-11 09:00'));
    await story.until('2026-03-11 08:59');
    expect((await notices()).join()).not.toContain('口头批示尚未补签');
    await story.until('2026-03-11 09:01');
    expect((await notices()).filter((text) => text.includes('口头批示尚未补签'))).toHaveLength(1);
    const answer = { instructionId, text: '救援结束，受损房屋12栋', at: isoLocal('2026-03-11 09:00') };
    await expect(verbs['report-on-instruction'](id, answer, duty)).rejects.toThrow(
      /口头批示尚未补签，请先补签；市应急管理局“.+”尚未办结/,
    );
    const sign = { instructionId, scan: SIGNED, at: isoLocal('2026-03-11 09:00') };
    await expect(verbs['countersign-instruction'](id, { ...sign, scan: '随便写的' }, duty)).rejects.toThrow(
      '请先上传扫描件',
    );
    const before = { ...sign, at: isoLocal('2025-03-11 09:00') };
    await expect(verbs['countersign-instruction'](id, before, duty)).rejects.toThrow('不能早于批示时间');
    // Another's upload would be opened by naming it; one that nobody made is no scan.
    for (const scan of [SCAN, NOBODYS])
      await expect(verbs['countersign-instruction'](id, { ...sign, scan }, dutyLeader)).rejects.toThrow(
        '扫描件须由登记人本人上传，或已在本工单内',
      );
    await verbs['countersign-instruction'](id, sign, dutyLeader);
    await expect(verbs['countersign-instruction'](id, sign, dutyLeader)).rejects.toThrow('已经补签');
    const second = (await desk(id, handlerOf('emergency'))).instructions[0]!.tasks.find(({ own }) => own)!;
    await verbs['finish-task'](id, { taskId: second.id, version: 1, report: '已排查' }, handlerOf('emergency'));
    await verbs['report-on-instruction'](id, answer, duty);
    expect((await desk(id)).instructions[0]).toMatchObject({
      ...{ leader: '市长', text: '全力救人，23时前报告房屋受损情况', countersignDue: null },
      ...{ countersign: { scan: SIGNED, by: '带班领导' }, reports: [{ text: '救援结束，受损房屋12栋' }] },
    });
  });

  it('need to know: others see that there is one, a unit with a task reads its task alone, the timeline tells nothing', async () => {
    const { id, instructionId } = await oralInstruction();
    const { verbs, queries } = story.responder;
    const task = { unit: 'housing', text: '报告房屋受损情况', dueAt: isoLocal('2026-03-10 23:00') };
    await verbs['task-instruction'](id, { instructionId, tasks: [task] }, duty);
    expect(await desk(id, secondDuty)).toMatchObject({ instructions: [], withheld: 1 });
    expect(await desk(id, leader)).toMatchObject({ instructions: [], withheld: 1, presentations: [] });
    expect(await desk(id, housing)).toMatchObject({
      instructions: [],
      withheld: 1,
      ownTasks: [{ text: '报告房屋受损情况' }],
    });
    expect((await queries.ticket(housing, id)).desks.map(({ name }) => name)).toEqual(['instructions']);
    expect((await desk(id, handlerOf('emergency'))).instructions[0]).toMatchObject({ leader: '市长' });
    await expect(desk(id, handlerOf('education'))).rejects.toThrow('没有这个工单');
    await expect(
      verbs['countersign-instruction'](id, { instructionId, scan: SCAN, at: isoLocal('2026-03-10 21:00') }, secondDuty),
    ).rejects.toThrow('不在其知悉范围内');
    const told = JSON.stringify((await queries.ticket(duty, id)).timeline);
    expect(told).toContain('登记批示（口头，待补签）');
    for (const secret of ['全力救人', '市长', '专报', '房屋受损']) expect(told).not.toContain(secret);
  });

  it('is kept as recorded: the database refuses to change or delete it', async () => {
    const { id, instructionId } = await oralInstruction();
    const { db } = story.kernel;
    const change = sql`update responder_instructions set text = '改过的' where id = ${instructionId}`.execute(db);
    await expect(change).rejects.toThrow('登记后不得修改或删除');
    await expect(sql`delete from responder_instructions where id = ${instructionId}`.execute(db)).rejects.toThrow(
      '登记后不得修改或删除',
    );
    expect((await desk(id)).instructions[0]!.text).toBe('全力救人，23时前报告房屋受损情况');
  });

  it('a written one brings its scan, nobody records one of tomorrow, and who may know is named', async () => {
    const { id } = await oralInstruction();
    const { verbs } = story.responder;
    const paper = {
      leader: '市长',
      manner: 'paper' as const,
      text: '请妥善处置',
      at: isoLocal('2026-03-10 20:59'),
      readerUnits: ['gov_office'],
    };
    await expect(verbs['record-instruction'](id, paper, duty)).rejects.toThrow('须附扫描件');
    await expect(
      verbs['record-instruction'](id, { ...paper, scan: SCAN, at: isoLocal('2026-03-11 21:00') }, duty),
    ).rejects.toThrow('不能晚于现在');
    await expect(verbs['record-instruction'](id, { ...paper, scan: SCAN, readerUnits: [] }, duty)).rejects.toThrow(
      '须写明知悉范围',
    );
    await expect(verbs['record-instruction'](id, { ...paper, scan: SCAN }, housing)).rejects.toThrow();
    const toNobody = { ...paper, scan: SCAN, readers: ['wizard@gov_office'] };
    await expect(verbs['record-instruction'](id, toNobody, duty)).rejects.toThrow('岗位须是系统内的岗位');
    const foreign = { ...paper, scan: SIGNED };
    await expect(verbs['record-instruction'](id, foreign, duty)).rejects.toThrow('扫描件须由登记人本人上传');
    await verbs['record-instruction'](id, { ...paper, scan: SCAN }, duty);
    // What hangs on the ticket may be named again by who may read it there, by nobody else.
    await expect(verbs['record-instruction'](id, { ...paper, scan: SCAN }, secondDuty)).rejects.toThrow('本人上传');
    // The scan is opened by whoever may read the instruction, by nobody else.
    const { queries } = story.responder;
    expect([await queries.attachment(dutyLeader, SCAN), await queries.attachment(secondDuty, SCAN)]).toEqual([
      true,
      false,
    ]);
    expect(await queries.attachment(leader, 's2')).toBe(false);
    expect((await desk(id, dutyLeader)).instructions.map(({ manner }) => manner)).toEqual(['paper', 'oral']);
    const oral = (await desk(id)).instructions.find(({ manner }) => manner === 'oral')!;
    const onHand = { instructionId: oral.id, scan: SCAN, at: isoLocal('2026-03-10 21:00') };
    await verbs['countersign-instruction'](id, onHand, dutyLeader);
  });
});
