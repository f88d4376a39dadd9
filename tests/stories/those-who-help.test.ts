import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEvent, duty, dutyLeader, handlerOf, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

const water = handlerOf('water_company');

const acts = ticketActs(() => story);
const { act } = acts;
const open = (changes: Parameters<typeof anEvent>[1] = {}) => acts.open('2026-03-10 09:40', changes);
const order = { lead: 'water_company', requirement: '核实并恢复供水', emergency: '供水中断，先交办' };

describe('those who help', () => {
  it('stay named through a return; the ruling leaves them, without the unit that leads now', async () => {
    const { id } = await open();
    const back = { reason: 'not_our_duty', explanation: '依据三定规定不属我单位' };
    await act(id, 'dispatch', { ...order, coHandlers: ['housing', 'chengdong'] }, duty);
    const said = await story.responder.queries.ticket(duty, id);
    expect(said.timeline.at(-1)?.text).toMatch(/^交办给.+（协办：.+、.+）.*：核实并恢复供水$/);
    await act(id, 'return', back, water);
    const helping = (view: { coHandlers: { id: string }[] }) => view.coHandlers.map((unit) => unit.id);
    const ruled = await act(id, 'rule', { uphold: false, lead: 'housing', reason: '小区二次供水' }, dutyLeader);
    expect(ruled).toMatchObject({ lead: { id: 'housing' }, flags: expect.arrayContaining(['ruled']) });
    expect(helping(ruled)).toEqual(['chengdong']);
  });

  it('a unit blamed meanwhile helps no longer after the ruling', async () => {
    const { id, event } = await open();
    const back = { reason: 'not_our_duty', explanation: '依据三定规定不属我单位' };
    await act(id, 'dispatch', { ...order, coHandlers: ['housing', 'education'] }, duty);
    await act(id, 'return', back, water);
    await story.tell({ ...event, revision: event.revision + 1, accused: [{ id: 'education', name: '市教育局' }] });
    const ruled = await act(id, 'rule', { uphold: true, reason: '供水主体' }, dutyLeader);
    expect(ruled.lead?.id).toBe('water_company');
    expect(ruled.coHandlers.map((unit) => unit.id)).toEqual(['housing']);
  });
});
