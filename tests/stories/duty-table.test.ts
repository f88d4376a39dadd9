import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anEvent,
  duty,
  handlerOf,
  leader,
  responderStory,
  secondDuty,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-14 08:00');
  await story.kernel.jobs.unschedule('responder.sweep', 'every-second');
});
afterAll(() => story.close());
const at = (time: string): Promise<void> => story.until(time);

describe('the duty table', () => {
  const lead = async () => {
    const event = anEvent('2026-03-14 08:50');
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    return { event, id: ticket.id, ...(await routing(ticket.id)) };
  };
  const routing = async (id: string) => {
    const { routing: advice } = await story.responder.queries.ticket(duty, id);
    return { lead: advice.suggested.find(({ role }) => role === 'lead')!.unit.id, why: advice.explanation };
  };

  it('H21: changed by a lead body, new tickets follow it and old ones keep theirs; the history is kept', async () => {
    await at('2026-03-14 09:00');
    const old = await lead();
    expect(old.lead).toBe('water_company');
    const { duty: desk } = story.responder;
    const line = { topic: 'utilities', unit: 'water', reason: '机构改革，供水划归市水务局' };
    await at('2026-03-14 09:01');
    await expect(desk.changeTable(line, handlerOf('water'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(desk.changeTable(line, supervisor)).rejects.toMatchObject({ code: 'forbidden' });
    await desk.changeTable(line, duty);
    await at('2026-03-14 09:02');
    const fresh = await lead();
    expect(fresh.lead).toBe('water');
    expect(fresh.why.join()).toContain('W-02');
    expect(fresh.why.join()).toContain('市水务局：职责表（2026-03-14起，值班员甲：机构改革，供水划归市水务局）');
    // A newer picture of the old matter is routed by the table of its opening.
    await story.tell({ ...old.event, revision: 2, counts: { ...old.event.counts, mentions: 60 } });
    expect(await routing(old.id)).toMatchObject({ lead: 'water_company' });
    await at('2026-03-14 09:03');
    await desk.changeTable({ topic: 'utilities', keyword: '停水', unit: 'housing', reason: '二次供水' }, secondDuty);
    expect((await lead()).lead).toBe('housing');
    await at('2026-03-14 09:04');
    await desk.changeTable({ topic: 'utilities', keyword: '停水', unit: null, reason: '取消' }, duty);
    expect((await lead()).lead).toBe('water');
    const { lines } = await desk.table(leader);
    expect(lines.map((one) => [one.keyword, one.unit.id, one.setBy.name, one.endedBy?.name ?? null])).toEqual([
      ['', 'water', '值班员甲', null],
      ['停水', 'housing', '值班员乙', '值班员甲'],
    ]);
  });
});
