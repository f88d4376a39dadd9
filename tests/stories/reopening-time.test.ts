import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  duty,
  handlerOf,
  headOf,
  isoLocal,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-20 10:00');
});
afterAll(() => story.close());

const { act: actAs, at, detail, handled, open } = ticketActs(() => story);
type Act = Parameters<typeof actAs>;
const act = (id: string, verb: Act[1], input: Act[2], by = duty) => actAs(id, verb, input, by);
const clocksOf = async (id: string, rule: string) =>
  (await detail(id)).clocks
    .filter((clock) => clock.rule === rule)
    .map(({ state, overdue, dueAt, provisional }) => [overdue ? 'overdue' : state, dueAt, provisional]);
const lastText = async (id: string) => (await detail(id)).timeline.at(-1)!.text;
const NO_ANSWER = { outcome: 'no_answer' as const, reason: '现场已处置' };
const PUBLIC = {
  outcome: 'public_answer' as const,
  dispositions: ['D-2' as const],
  reason: '群众再次反映，须公开回应',
};

describe('the 48 hours of a matter put aside and taken up again', () => {
  const ids: string[] = [];
  it('keep what was left of them when they ended, whether it was closed in between or not, early or in the last half hour', async () => {
    for (let n = 0; n < 3; n += 1) ids.push((await open('2026-03-20 09:30')).id);
    const [judged, closed, late] = ids as [string, string, string];
    for (const id of ids) await act(id, 'judge', NO_ANSWER);
    await at('2026-03-20 10:30');
    for (const id of [judged, closed]) await act(id, 'second-judge', { agree: true }, secondDuty);
    await at('2026-03-20 11:00');
    await act(closed, 'close', { conclusion: '已处置' });
    await at('2026-03-22 09:00');
    await act(late, 'second-judge', { agree: true }, secondDuty);
    await act(late, 'close', { conclusion: '已处置' });
    await at('2026-03-22 12:00');
    for (const id of [closed, late]) await act(id, 'reopen', { reason: '研判有误' });
    // As open as a new matter: the answer is owed unless the new judgement says otherwise.
    expect(await clocksOf(closed, 'N-03')).toEqual([['running', isoLocal('2026-03-24 11:00'), true]]);
    expect(await clocksOf(late, 'N-03')).toEqual([['running', isoLocal('2026-03-22 12:30'), true]]);
    expect(await lastText(closed)).toContain('“回应其他政务舆情”原截止3月22日09:30，恢复计时后截止3月24日11:00');
    await act(judged, 'judge', PUBLIC);
    expect(await clocksOf(judged, 'N-03')).toEqual([['running', isoLocal('2026-03-24 11:00'), false]]);
    expect(await lastText(judged)).toContain('原截止3月22日09:30，恢复计时后截止3月24日11:00');
  });

  it('owes its judgement again, in the full time for one from the reopening', async () => {
    const [, closed] = ids as [string, string];
    expect((await clocksOf(closed, 'L-04-yellow')).map(([state]) => state)).toEqual(['met', 'running']);
    const task = (await story.responder.queries.tasks(duty, { ticketId: closed })).find(({ verb }) => verb === 'judge');
    expect(task).toMatchObject({ kindTitle: '待重新研判', dueAt: isoLocal('2026-03-23 10:30') });
    await act(closed, 'judge', PUBLIC);
    expect((await clocksOf(closed, 'L-04-yellow')).map(([state]) => state)).toEqual(['met', 'met']);
    expect(await clocksOf(closed, 'N-03')).toEqual([['running', isoLocal('2026-03-24 11:00'), false]]);
  });

  it('are overdue as before where they had run out before the closing, and are not rung a second time', async () => {
    const { id } = await open('2026-03-22 09:30');
    await act(id, 'judge', PUBLIC);
    await at('2026-03-24 10:00');
    await act(id, 'judge', NO_ANSWER);
    await act(id, 'second-judge', { agree: true }, secondDuty);
    const rung = () =>
      detail(id).then(({ timeline }) => timeline.filter(({ kind }) => kind === 'clock-overdue').length);
    const before = await rung();
    if ((await detail(id)).ticket.state !== 'closed') await act(id, 'close', { conclusion: '已处置' });
    await at('2026-03-26 09:00');
    await act(id, 'reopen', { reason: '研判有误' });
    await act(id, 'judge', PUBLIC);
    await story.responder.sweep();
    expect(await clocksOf(id, 'N-03')).toEqual([['overdue', isoLocal('2026-03-24 09:30'), false]]);
    expect(await rung()).toBe(before);
  });
});

describe('working days of a petition', () => {
  it('count on from the reopening by what was left of them', async () => {
    await at('2026-04-06 09:00');
    const { id } = await handled('2026-04-07 08:40', 'housing', { intakeKinds: ['complaint'] as never });
    await act(id, 'judge', PUBLIC);
    expect(await clocksOf(id, 'L-08b')).toEqual([['running', isoLocal('2026-04-14 17:30'), false]]);
    await at('2026-04-09 10:00');
    await act(id, 'judge', NO_ANSWER);
    await act(id, 'second-judge', { agree: true }, secondDuty);
    await act(id, 'close', { conclusion: '已处置' });
    await at('2026-04-20 15:00');
    await act(id, 'reopen', { reason: '来电人反映未解决' });
    // Five and a half hours of the Thursday of the closing were left and three days; of the Monday of the reopening there are two and a half hours.
    expect(await clocksOf(id, 'L-08b')).toEqual([['running', isoLocal('2026-04-24 11:30'), false]]);
  });
});

describe('a clock that a person started', () => {
  it('goes on with the matter it ended with', async () => {
    await at('2026-05-11 09:00');
    const { id } = await open('2026-05-11 08:40');
    const start = {
      rule: 'N-10',
      startAt: isoLocal('2026-05-11 08:50'),
      source: '110指令单',
      reason: '事故须逐级上报',
    };
    await act(id, 'start-clock', start);
    await act(id, 'judge', NO_ANSWER);
    await act(id, 'second-judge', { agree: true }, secondDuty);
    await at('2026-05-11 09:50');
    await act(id, 'close', { conclusion: '已处置' });
    await at('2026-05-13 09:00');
    await act(id, 'reopen', { reason: '事故报告仍须上报' });
    expect(await clocksOf(id, 'N-10')).toEqual([['running', isoLocal('2026-05-13 10:00'), false]]);
  });
});

describe('a matter that was reported, answered and closed, and flares up again', () => {
  it('owes a report and an answer once more, in full from the reopening, and what was said the first time stops neither', async () => {
    await at('2026-05-13 09:00');
    const { id } = await handled('2026-05-13 08:30', 'water_company');
    await act(id, 'report', { facts: '阀门损坏', measures: '更换', result: '已恢复' }, handlerOf('water_company'));
    await act(id, 'review', { approve: true }, headOf('water_company'));
    await at('2026-05-13 15:00');
    const said = { ...{ channel: '政务微博', at: isoLocal('2026-05-13 14:50') }, url: 'https://www.example.gov.cn/1' };
    await act(id, 'record-release', { kind: 'reply', title: '供水说明', ...said });
    await act(id, 'judge', { ...PUBLIC, verification: 'true' });
    await act(id, 'close', { conclusion: '已恢复供水' });
    await at('2026-05-14 10:00');
    await act(id, 'reopen', { reason: '同一小区再次停水' });
    const owed = async (rule: string) => (await clocksOf(id, rule)).map(([state, due]) => [state, due]);
    const answer = ['running', isoLocal('2026-05-16 10:00')];
    expect((await owed('N-03')).at(-1)).toEqual(answer);
    expect((await owed('L-07b')).map(([state]) => state)).toEqual(['met', 'running']);
    await act(id, 'judge', PUBLIC);
    expect((await owed('N-03')).at(-1)).toEqual(answer);
    await at('2026-05-14 16:00');
    await act(id, 'report', { facts: '另一阀门损坏', measures: '更换', result: '已恢复' }, handlerOf('water_company'));
    expect((await owed('L-07b')).map(([state]) => state)).toEqual(['met', 'met']);
    expect((await owed('N-03')).at(-1)).toEqual(answer);
  });
});
