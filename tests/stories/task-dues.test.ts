import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClocksDesk, RoomDesk } from '../../responder/index.ts';
import { duty, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
});
afterAll(() => story.close());
const { act, at, desk, handled } = ticketActs(() => story);

describe('a task serves a deadline', () => {
  it('comes forward with it, is told once when its time has passed, and stands in the backward plan', async () => {
    const { id } = await handled('2026-03-10 09:00', 'water_company', { occurredAt: null });
    await act(id, 'open-room', { question: '核实停水范围', units: ['water'], reason: '涉及两个单位' }, duty);
    const task = { unit: 'water', text: '核对停水户数', dueAt: isoLocal('2026-03-11 18:00') };
    const later = { ...task, text: '修订应急预案', dueAt: isoLocal('2026-04-30 18:00'), toward: 'later' };
    const sitting = { at: isoLocal('2026-03-10 09:00'), participants: '政府办、水务局', agreed: '由水务局核对户数' };
    await act(id, 'add-minutes', { ...sitting, tasks: [task, later] }, duty);
    const plan = async () => (await desk<ClocksDesk>(id, 'clocks')).plan.filter(({ kind }) => kind === 'task');
    expect((await plan()).map(({ at: due, state }) => [due, state])).toEqual([
      [isoLocal('2026-03-11 18:00'), 'open'],
      [isoLocal('2026-04-30 18:00'), 'open'],
    ]);
    // A person calls it Ⅱ: five hours. What comes after the answer stays.
    await at('2026-03-10 10:00');
    await act(id, 'set-level', { level: 'II', stage: 'duty', reason: '影响全城供水' }, duty);
    expect(await plan()).toMatchObject([
      { at: isoLocal('2026-03-10 14:00'), unit: { id: 'water' }, state: 'open', movedBy: '首次发布权威信息' },
      { at: isoLocal('2026-04-30 18:00'), movedBy: null },
    ]);
    for (const time of ['14:00', '14:01', '15:00']) await at(`2026-03-10 ${time}`);
    expect((await plan())[0]).toMatchObject({ state: 'overdue' });
    const { items } = await story.responder.queries.notifications(handlerOf('water'), { limit: 200 });
    const texts = items.map(({ text }) => text);
    expect(texts.filter((text) => text.includes('有一项任务的期限提前至3月10日14:00'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('有一项任务已到期'))).toHaveLength(1);
    const { minutes } = (await desk<RoomDesk>(id, 'room')).room!;
    expect(minutes[0]!.tasks.map(({ dueAt }) => dueAt)).toContain(isoLocal('2026-03-10 14:00'));
  });

  it('of an answer that is already late it is due at once, whatever was asked for, and says so', async () => {
    await at('2026-03-11 09:00');
    const { id } = await handled('2026-03-11 09:00', 'water_company', { occurredAt: null });
    await act(id, 'open-room', { question: '核实停水范围', units: ['water'], reason: '涉及两个单位' }, duty);
    await at('2026-03-13 10:00');
    const task = { unit: 'water', text: '核对停水户数', dueAt: isoLocal('2026-03-14 18:00') };
    const later = { ...task, text: '修订应急预案', toward: 'later' };
    const sitting = { at: isoLocal('2026-03-13 09:30'), participants: '政府办、水务局', agreed: '由水务局核对户数' };
    await act(id, 'add-minutes', { ...sitting, tasks: [task, later] }, duty);
    const plan = (await desk<ClocksDesk>(id, 'clocks')).plan.filter(({ kind }) => kind === 'task');
    expect(plan).toMatchObject([
      { at: isoLocal('2026-03-13 10:00'), state: 'overdue', movedBy: '回应其他政务舆情（已超时）' },
      { at: isoLocal('2026-03-14 18:00'), state: 'open', movedBy: null },
    ]);
    const { items } = await story.responder.queries.notifications(handlerOf('water'), { limit: 200 });
    expect(items.some(({ text }) => text.includes('“回应其他政务舆情”已超时，须立即办理'))).toBe(true);
  });
});
