import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, handlerOf, headOf, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/** A report that does not hold is no report: sending up half a thing early wins no time, and the hours it lay with its reviewer are not the unit's. */
let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());
const { act, at, detail, handled } = ticketActs(() => story);
const said = { facts: '主管道破裂', measures: '抢修', result: '已恢复' };
const orange = { opinion: { colour: 'orange' as const, score: 70, parts: [], floors: [] } };
const reporting = async (id: string) => {
  const { clocks } = await detail(id);
  const { state, dueAt } = clocks.find(({ rule }) => rule === 'L-07a')!;
  return { state, due: dueAt.slice(5, 16).replace('T', ' ') };
};

describe('a report sent back for mending', () => {
  it('lets the time to report go on with what was left of it, and stops it again with the mended one', async () => {
    const { id } = await handled('2026-03-10 09:40', 'water_company', orange);
    const given = await reporting(id);
    expect(given.state).toBe('running');
    await at('2026-03-10 12:00');
    await act(id, 'report', { ...said, result: '待定' }, handlerOf('water_company'));
    expect(await reporting(id)).toEqual({ ...given, state: 'met' });
    await at('2026-03-10 15:00');
    await act(id, 'review', { approve: false, note: '请写明恢复供水的时间' }, headOf('water_company'));
    const back = await reporting(id);
    expect(back).toEqual({ state: 'running', due: '03-11 13:00' });
    const { timeline } = await detail(id);
    expect(timeline.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('“核实情况反馈”原截止3月11日10:00，恢复计时后截止3月11日13:00'),
    );
    await at('2026-03-10 16:00');
    await act(id, 'report', said, handlerOf('water_company'));
    expect(await reporting(id)).toEqual({ ...back, state: 'met' });
  });

  it('does not count as the report of the unit that has the matter after it', async () => {
    const { id } = await handled('2026-03-10 15:40', 'water_company', orange);
    await at('2026-03-10 17:00');
    await act(id, 'report', said, handlerOf('water_company'));
    await act(id, 'review', { approve: false, note: '原因不在主管道，请核实' }, headOf('water_company'));
    await act(id, 'reassign', { lead: 'housing', reason: '属房屋内部管道' }, duty);
    expect((await reporting(id)).state).toBe('running');
    await at('2026-03-10 18:00');
    await act(id, 'accept', {}, handlerOf('housing'));
    expect((await reporting(id)).state).toBe('running');
  });
});
