import { afterEach, expect, it } from 'vitest';
import { duty, handlerOf, headOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/** A unit tells what it found, and the order is given to another one: that one owes a report of its own, with a deadline. */
let story: ResponderStory;
afterEach(() => story.close());
const { act, at, detail, handled } = ticketActs(() => story);

const REPORT = { facts: '管网属小区内部，非本单位管理', measures: '已移交产权单位', result: '已恢复供水' };
const reportClock = async (id: string) => {
  const { rule, state, overdue, dueAt } = (await detail(id)).clocks.findLast((clock) => clock.rule === 'L-07b')!;
  return { rule, state, overdue, dueAt };
};
const takenUp = async (id: string, unit: string) => {
  await act(id, 'accept', {}, handlerOf(unit));
  await act(id, 'start', {}, handlerOf(unit));
};

it('the next unit has what was left of the time when the first one reported, and its lateness is seen', async () => {
  story = await responderStory('2026-03-10 09:00');
  const { id } = await handled('2026-03-10 09:00', 'water_company');
  const first = await reportClock(id);
  await at('2026-03-10 12:00');
  await act(id, 'report', REPORT, handlerOf('water_company'));
  expect(await reportClock(id)).toMatchObject({ state: 'met', overdue: false });
  await at('2026-03-10 15:00');
  await act(id, 'reassign', { lead: 'housing', reason: '管网属小区内部' }, duty);
  const { dueAt, ...clock } = await reportClock(id);
  expect(clock).toMatchObject({ state: 'running', overdue: false });
  // Both end six hours before the public must be answered.
  expect([first.dueAt, dueAt]).toEqual([isoLocal('2026-03-12 03:00'), isoLocal('2026-03-12 03:00')]);
  await takenUp(id, 'housing');
  const [task] = (await story.responder.queries.tasks(handlerOf('housing'), { ticketId: id })).filter(
    ({ verb }) => verb === 'report',
  );
  expect(task).toMatchObject({ dueAt });
  await at('2026-03-16 09:00');
  expect(await reportClock(id)).toMatchObject({ state: 'running', overdue: true });
  await act(id, 'report', REPORT, handlerOf('housing'));
  expect(await reportClock(id)).toMatchObject({ state: 'met_late' });
  const [, second] = (await detail(id)).hops;
  expect(second!.lateSeconds).toBeGreaterThan(0);
});

it('in a matter closed and opened again it is not born overdue', async () => {
  story = await responderStory('2026-03-10 09:00');
  const { id } = await handled('2026-03-10 09:00', 'water_company');
  await at('2026-03-10 11:00');
  await act(id, 'report', REPORT, handlerOf('water_company'));
  await act(id, 'review', { approve: true }, headOf('water_company'));
  const release = { kind: 'reply', at: isoLocal('2026-03-10 10:59'), title: '答复', channel: '政府网站' };
  await act(id, 'record-release', { ...release, url: 'https://www.example.gov.cn/tz/1' }, duty);
  await act(
    id,
    'verify',
    { result: 'true', unit: '江城水务集团', post: '调度室', manner: 'phone', at: release.at },
    duty,
  );
  await act(id, 'close', { conclusion: '已恢复供水' }, duty);
  await at('2026-03-17 10:00');
  await act(id, 'reopen', { reason: '再次停水' }, duty);
  await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'], reason: '再次停水' }, duty);
  await act(id, 'reassign', { lead: 'housing', reason: '改由住建办理' }, duty);
  expect(await reportClock(id)).toMatchObject({ state: 'running', overdue: false });
});
