import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anEvent,
  duty,
  graveEvent,
  handlerOf,
  headOf,
  isoLocal,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/** What a merge must not do away with: clocks nobody has decided about, and the recusal of whom a complaint accuses. */
let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

const { act, desk, detail, handled, open } = ticketActs(() => story);
const merge = (id: string, into: string, by = duty) => act(id, 'merge', { into, reason: '同一事项' }, by);
const grave = async (published: string) => {
  const event = graveEvent(published);
  await story.tell(event);
  return { id: (await story.ticketOf(event.id)).ticket.id, event };
};
const provisional = async (id: string) =>
  (await detail(id)).clocks
    .filter((clock) => clock.provisional && clock.state === 'running' && ['N-01', 'N-02'].includes(clock.rule))
    .map(({ rule, dueAt }) => [rule, dueAt]);

describe('a merge decides no level', () => {
  const FIVE_AND_DAY = [
    ['N-01', isoLocal('2026-03-10 14:30')],
    ['N-02', isoLocal('2026-03-11 09:30')],
  ];

  it('by hand: the 5 h and 24 h nobody has decided about go on in the main ticket from their old start', async () => {
    const child = await grave('2026-03-10 09:30');
    const main = await open('2026-03-10 09:50');
    expect(await provisional(main.id)).toEqual([]);
    await merge(child.id, main.id);
    expect(await provisional(main.id)).toEqual(expect.arrayContaining(FIVE_AND_DAY));
    // A newer picture of the main event, which knows nothing of it, changes nothing; a person does.
    await story.tell({ ...main.event, revision: 2, outbreakPublishedAt: isoLocal('2026-03-10 09:40') });
    expect((await provisional(main.id)).map(([rule]) => rule).sort()).toEqual(['N-01', 'N-02']);
    await act(main.id, 'end-provisional', { reason: '经核实无人员伤亡' }, duty);
    expect(await provisional(main.id)).toEqual([]);
  });

  it('by the machine: the same', async () => {
    const child = await grave('2026-03-10 09:30');
    const main = await open('2026-03-10 09:50');
    await story.tell({ ...child.event, revision: 2, mergedInto: main.event.id });
    expect((await detail(child.id)).ticket.flags).toContain('merged');
    expect(await provisional(main.id)).toEqual(expect.arrayContaining(FIVE_AND_DAY));
  });

  it('wins no time: a later occurrence does not take the place of the first post', async () => {
    const main = await grave('2026-03-10 09:00');
    const child = await open('2026-03-10 09:50', { occurred: '2026-03-10 09:45' });
    const due = await provisional(main.id);
    expect(due).toContainEqual(['N-01', isoLocal('2026-03-10 14:00')]);
    await merge(child.id, main.id);
    expect(await provisional(main.id)).toEqual(due);
  });

  it('a time to look again is the child’s again with the undoing, however it was merged', async () => {
    const child = await open('2026-03-10 09:30');
    const main = await open('2026-03-10 09:50');
    const watched = {
      outcome: 'keep_watching',
      colour: 'blue',
      reason: '小区内部事项',
      reviewAt: isoLocal('2026-03-12 09:00'),
    };
    await act(child.id, 'judge', watched, duty);
    await merge(child.id, main.id);
    await act(main.id, 'unmerge', { from: child.id, reason: '不是同一事项' }, duty);
    const { review_at: at } = await story.kernel.db
      .selectFrom('responder_tickets')
      .select('review_at')
      .where('id', '=', child.id)
      .executeTakeFirstOrThrow();
    expect(at).toEqual(new Date(watched.reviewAt));
  });

  it('undone: they are the child’s again, and the main one has none', async () => {
    const child = await grave('2026-03-10 09:30');
    const main = await open('2026-03-10 09:50');
    await merge(child.id, main.id);
    await act(main.id, 'unmerge', { from: child.id, reason: '不是同一事件' }, duty);
    expect(await provisional(main.id)).toEqual([]);
    expect(await provisional(child.id)).toEqual(expect.arrayContaining(FIVE_AND_DAY));
  });
});

describe('what lies on a ticket when it is merged', () => {
  const owing = async () => {
    const child = await handled('2026-03-10 09:30', 'water_company');
    await act(
      child.id,
      'record-release',
      {
        ...{ kind: 'first_information', at: isoLocal('2026-03-10 09:50'), title: '关于停水的通报', channel: '微博' },
        ...{ url: 'https://weibo.example.cn/9', text: '预计今晚恢复供水。' },
      },
      duty,
    );
    const promise = {
      text: '今晚八时前恢复供水',
      unit: 'water_company',
      saidIn: '现场接访',
      dueAt: isoLocal('2026-03-10 20:00'),
    };
    await act(child.id, 'register-promise', promise, duty);
    const question = { outlet: '江城晚报', question: '何时恢复供水', dueAt: isoLocal('2026-03-10 18:00') };
    await act(child.id, 'register-media-question', question, duty);
    const main = await open('2026-03-10 09:50');
    await merge(child.id, main.id);
    return { child, main };
  };

  it('stays there and is brought to its end there; what is new belongs on the main ticket', async () => {
    const { child, main } = await owing();
    const [promise] = (await desk<{ promises: { id: string; version: number }[] }>(child.id, 'promises')).promises;
    const kept = {
      promiseId: promise!.id,
      version: promise!.version,
      at: isoLocal('2026-03-10 10:00'),
      proof: '供水调度记录',
    };
    await act(child.id, 'keep-promise', kept, handlerOf('water_company'));
    const { releases } = await desk<{ releases: { id: string; standing: string }[] }>(child.id, 'release');
    await act(child.id, 'correct-release', { releaseId: releases[0]!.id, reason: '恢复时间有误' }, duty);
    const { questions } = await desk<{ questions: { id: string; version: number }[] }>(child.id, 'media');
    const reply = { questionId: questions[0]!.id, version: questions[0]!.version, reply: '今晚八时前恢复供水。' };
    await act(child.id, 'draft-media-reply', reply, duty);
    const { allowedVerbs, ticket } = await detail(child.id);
    expect(ticket).toMatchObject({ state: 'closed', flags: expect.arrayContaining(['merged']) });
    const blocked = new Map(allowedVerbs.map((one) => [one.verb, one.blocked]));
    expect([blocked.get('withdraw-release'), blocked.get('move-promise')]).toEqual([null, null]);
    for (const verb of ['register-promise', 'draft-release', 'note', 'reopen', 'judge'] as const)
      expect([verb, blocked.get(verb)]).toEqual([verb, '已并入其他工单']);
    const again = {
      text: '明日公布原因',
      unit: 'water_company',
      saidIn: '现场接访',
      dueAt: isoLocal('2026-03-11 20:00'),
    };
    await expect(act(child.id, 'register-promise', again, duty)).rejects.toThrow('请在主工单上办理');
    await act(main.id, 'register-promise', again, duty);
  });

  it('a joint room is brought to its conclusion there, its minutes kept; a new one is opened on the main ticket', async () => {
    const { id } = await handled('2026-03-10 09:30', 'water_company');
    const main = await open('2026-03-10 09:50');
    const opening = { question: '何时恢复供水', units: ['water_company'], reason: '涉及多家单位' };
    await act(id, 'open-room', opening, duty);
    const met = (at: string) => ({ at: isoLocal(at), participants: '政府办、水务集团', agreed: `${at} 先保居民供水` });
    await act(id, 'add-minutes', met('2026-03-10 09:55'), duty);
    await merge(id, main.id);
    await act(id, 'add-minutes', met('2026-03-10 09:58'), handlerOf('water_company'));
    await expect(act(id, 'add-members', { units: ['market'], reason: '了解情况' }, duty)).rejects.toThrow(
      '请在主工单上办理',
    );
    await act(id, 'close-room', { conclusion: '由主工单继续会商' }, duty);
    const { room } = await desk<{ room: { state: string; conclusion: string; minutes: { agreed: string }[] } }>(
      id,
      'room',
    );
    expect(room).toMatchObject({ state: 'closed', conclusion: '由主工单继续会商' });
    expect(room.minutes.map(({ agreed }) => agreed.slice(11, 16))).toEqual(['09:58', '09:55']);
    await expect(act(id, 'open-room', opening, duty)).rejects.toThrow('请在主工单上办理');
    await act(main.id, 'open-room', opening, duty);
  });

  it('is in its place when the merge is undone', async () => {
    const { child, main } = await owing();
    await act(main.id, 'unmerge', { from: child.id, reason: '地点不同' }, duty);
    const { promises } = await desk<{ promises: { state: string }[] }>(child.id, 'promises');
    expect(promises).toMatchObject([{ state: 'open' }]);
    expect((await desk<{ promises: unknown[] }>(main.id, 'promises')).promises).toEqual([]);
  });
});

describe('a complaint against 市水务局', () => {
  const complaint = () =>
    open('2026-03-10 09:30', { title: '反映市水务局推诿', accused: [{ id: 'water', name: '市水务局' }] });
  const ledBy = async (lead: string, coHandlers: string[] = []) => {
    const main = await open('2026-03-10 09:50');
    await act(main.id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'] }, duty);
    await act(main.id, 'dispatch', { lead, coHandlers, requirement: '核实' }, duty);
    return main;
  };

  it.each([
    ['it leads', 'water', []],
    ['it helps', 'housing', ['water']],
    ['the company below it leads', 'water_company', []],
  ])('is not merged by hand into a ticket where %s', async (_how, lead, coHandlers) => {
    const child = await complaint();
    const main = await ledBy(lead, coHandlers);
    await expect(merge(child.id, main.id)).rejects.toThrow('不能并入；请先将主工单改派');
    await act(main.id, 'reassign', { lead: 'supervision', reason: '原承办单位应当回避' }, duty);
    await merge(child.id, main.id);
    expect((await detail(child.id)).ticket.flags).toContain('merged');
  });

  it('is not merged by the machine either: both go on and say so once, and the bureau reads nothing of it', async () => {
    const child = await complaint();
    const main = await ledBy('water');
    for (const revision of [2, 3]) await story.tell({ ...child.event, revision, mergedInto: main.event.id });
    const held = async (id: string) => (await detail(id)).timeline.filter(({ kind }) => kind === 'merge-held');
    expect((await detail(child.id)).ticket).toMatchObject({ state: 'received', flags: [] });
    expect((await held(child.id)).map(({ text }) => text)).toEqual([expect.stringContaining('市水务局是工单')]);
    expect((await held(main.id)).map(({ text }) => text)).toEqual(['所属事件合并，另有工单未自动并入，待人工处理']);
    const { number } = (await detail(child.id)).ticket;
    const seen = await story.responder.queries.ticket(headOf('water'), main.id);
    expect(JSON.stringify(seen)).not.toContain(number);
    const told = (await story.responder.queries.notifications(duty, { limit: 200 })).items;
    expect(told.filter(({ text }) => text.includes(`${number} 与`))).toHaveLength(1);
  });

  it('once merged, the bureau is accused on the main ticket too, until the merge is undone', async () => {
    const child = await complaint();
    const main = await open('2026-03-10 09:50');
    await act(main.id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'] }, duty);
    await merge(child.id, main.id);
    const order = { lead: 'water', requirement: '核实' };
    await expect(act(main.id, 'dispatch', order, duty)).rejects.toThrow('是被反映单位');
    await story.tell({ ...main.event, revision: 2, title: '新的标题' });
    await expect(act(main.id, 'dispatch', order, duty)).rejects.toThrow('是被反映单位');
    await act(main.id, 'unmerge', { from: child.id, reason: '不是同一事项' }, duty);
    await act(main.id, 'dispatch', order, duty);
    expect((await detail(main.id)).ticket.lead!.id).toBe('water');
  });

  it('an office merges nothing into a complaint against itself, and does not learn that there is one', async () => {
    const everyday = await open('2026-03-10 09:30');
    const accused = [{ id: 'gov_office', name: '市政府办公室' }];
    const event = anEvent('2026-03-10 09:40', { accused, departments: [], topic: 'other_civic' });
    await story.tell(event);
    const { id } = (await story.responder.queries.tickets(secondDuty, { eventId: event.id })).items[0]!;
    await expect(merge(everyday.id, id)).rejects.toThrow('没有可并入的工单');
  });

  it('who was let into the main matter by two persons is not let into the complaint by the merge', async () => {
    const child = await complaint();
    const main = await open('2026-03-10 09:50', { accused: [{ id: 'water', name: '市水务局' }] });
    const why = '管网图纸仅由该局保管，须其协助';
    await act(main.id, 'propose-admission', { unit: 'water', reason: why }, duty);
    const { overrides } = (await story.responder.queries.desk(duty, main.id, 'inquiries')) as {
      overrides: { id: string }[];
    };
    await act(main.id, 'confirm-admission', { overrideId: overrides[0]!.id, reason: why }, secondDuty);
    await merge(child.id, main.id);
    await act(main.id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'] }, duty);
    await expect(act(main.id, 'dispatch', { lead: 'water', requirement: '核实' }, duty)).rejects.toThrow(
      '是被反映单位',
    );
  });

  it('an event without a ticket takes the ticket of the complaint, and the bureau stays accused', async () => {
    const child = await complaint();
    const next = { ...(await open('2026-03-10 09:50')).event };
    const bare = { ...next, id: crypto.randomUUID(), accused: [] };
    await story.tell({ ...child.event, revision: 2, mergedInto: bare.id });
    await story.tell({ ...bare, title: '和平街道停水' });
    await act(child.id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'] }, duty);
    await expect(act(child.id, 'dispatch', { lead: 'water', requirement: '核实' }, duty)).rejects.toThrow(
      '是被反映单位',
    );
    await expect(story.responder.queries.ticket(handlerOf('water'), child.id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
