import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
});
afterAll(() => story.close());

const { act, open, detail, dispatched } = ticketActs(() => story);
const UPWARD = /是上级单位，不得向其交办；需上级支持的，请在“上报”页报告/u;
const requirement = '核实并反馈';

describe('an order never goes up', () => {
  it('to a body of the province, as lead or as helper, by 交办 or by 改派', async () => {
    const { id } = await open('2026-03-10 08:30');
    await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'] }, duty);
    await expect(act(id, 'dispatch', { lead: 'province_gov', requirement }, duty)).rejects.toThrow(UPWARD);
    const beside = { lead: 'water_company', coHandlers: ['province_tax'], requirement };
    await expect(act(id, 'dispatch', beside, duty)).rejects.toThrow(UPWARD);
    const given = await dispatched('2026-03-10 08:40', 'water_company');
    const elsewhere = { lead: 'province_gov', reason: '请上级办理' };
    await expect(act(given.id, 'reassign', elsewhere, duty)).rejects.toThrow(UPWARD);
    const { ticket, routing } = await detail(given.id);
    expect(ticket.lead!.id).toBe('water_company');
    // Nor does a form offer them.
    expect(routing.above).toEqual(expect.arrayContaining(['province_gov', 'province_tax']));
    expect(routing.above).not.toContain('gov_office');
  });

  it('and one that moves says anew what is asked, or lets it stand', async () => {
    const { id } = await dispatched('2026-03-10 08:45', 'water_company');
    const before = (await detail(id)).requirement;
    await act(id, 'reassign', { lead: 'housing', reason: '管网属小区内部' }, duty);
    expect((await detail(id)).requirement).toBe(before);
    await act(id, 'reassign', { lead: 'water_company', reason: '主管破裂', requirement: '抢修并公布恢复时间' }, duty);
    expect((await detail(id)).requirement).toBe('抢修并公布恢复时间');
  });

  it('but to the superior of a bureau that is complained of, wherever it stands', async () => {
    const accused = [{ id: 'tax', name: '江城市税务局' }];
    const { id } = await dispatched('2026-03-10 08:50', 'province_tax', { accused });
    const { ticket, routing } = await detail(id);
    expect(ticket.lead!.id).toBe('province_tax');
    expect(routing.above).not.toContain('province_tax');
  });
});
