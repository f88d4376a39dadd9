import { afterEach, describe, expect, it } from 'vitest';
import {
  A_SHEET,
  anEvent,
  duty,
  graveEvent,
  handlerOf,
  isoLocal,
  responderStory,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());

const clocksOf = async (eventId: string) => {
  const { clocks } = await story.ticketOf(eventId);
  return (rule: string) => clocks.find((clock) => clock.rule === rule)!;
};

describe('the first voice in the Spring Festival', () => {
  it('E11: the countdown of the first information stands on the case and on the wall board, ends at five hours, and turns late there', async () => {
    story = await responderStory('2026-02-17 08:00');
    const event = graveEvent('2026-02-17 08:00', { occurred: '2026-02-17 07:30' });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    await story.responder.verbs['set-level'](
      ticket.id,
      { revision: ticket.revision, level: 'II', stage: 'duty', reason: '死亡10人' },
      duty,
    );
    expect((await clocksOf(event.id))('N-01')).toMatchObject({ dueAt: isoLocal('2026-02-17 12:30'), overdue: false });
    const board = (await story.responder.queries.clocks(duty, { limit: 200 })).items;
    expect(board.find((clock) => clock.rule === 'N-01')).toMatchObject({ dueAt: isoLocal('2026-02-17 12:30') });
    await story.until('2026-02-17 12:29');
    expect((await clocksOf(event.id))('N-01').overdue).toBe(false);
    await story.until('2026-02-17 12:30');
    expect((await clocksOf(event.id))('N-01').overdue).toBe(true);
  });

  it('E14: the press conference is due exactly 24 natural hours after the occurrence, holiday or not, and working days have no say', async () => {
    story = await responderStory('2026-02-17 08:00');
    const event = graveEvent('2026-02-17 08:00', { occurred: '2026-02-17 07:30' });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    for (const level of ['II', 'I'] as const) {
      const { revision } = (await story.ticketOf(event.id)).ticket;
      await story.responder.verbs['set-level'](ticket.id, { revision, level, stage: 'duty', reason: '定级' }, duty);
      expect((await clocksOf(event.id))('N-02')).toMatchObject({
        dueAt: isoLocal('2026-02-18 07:30'),
        state: 'running',
      });
    }
    const { id } = (await clocksOf(event.id))('N-02');
    const { steps } = await story.responder.queries.explainClock(duty, id);
    expect(steps.at(-1)!.text).toContain('自然小时连续计算');
    await story.until('2026-02-18 07:31');
    expect((await clocksOf(event.id))('N-02').overdue).toBe(true);
  });
});

describe('the three lags', () => {
  it('H05: are kept to the second, and their monthly medians by unit are those a hand counts', async () => {
    story = await responderStory('2026-03-02 08:00');
    // Detected after 10, 20 and 60 minutes; judged after 5, 15 and 25 more; assigned 10 minutes after the judgement.
    const cases = [
      {
        unit: 'water_company',
        published: '2026-03-02 08:00',
        detected: '2026-03-02 08:10',
        judged: '2026-03-02 08:15',
      },
      {
        unit: 'water_company',
        published: '2026-03-02 09:00',
        detected: '2026-03-02 09:20',
        judged: '2026-03-02 09:35',
      },
      { unit: 'education', published: '2026-03-02 10:00', detected: '2026-03-02 11:00', judged: '2026-03-02 11:25' },
    ];
    for (const { unit, published, detected, judged } of cases) {
      await story.until(detected);
      const event = anEvent(published, { detectedAt: detected });
      await story.tell(event);
      const { ticket } = await story.ticketOf(event.id);
      await story.until(judged);
      const { verbs } = story.responder;
      await verbs.judge(
        ticket.id,
        {
          ...{ revision: (await story.ticketOf(event.id)).ticket.revision, outcome: 'direct_answer' },
          ...{ dispositions: ['D-2'], sheet: A_SHEET },
        },
        duty,
      );
      await story.until(judged.replace(/:(\d\d)$/, (_, minute: string) => `:${String(Number(minute) + 10)}`));
      const { revision } = (await story.ticketOf(event.id)).ticket;
      await verbs.dispatch(ticket.id, { revision, lead: unit, requirement: '核实并答复' }, duty);
      const { lags } = await story.ticketOf(event.id);
      expect(lags.disposal).toMatchObject({ seconds: 600, running: false });
    }
    await story.responder.sweep();
    const march = await story.responder.queries.unitFacts(
      supervisor,
      new Date('2026-03-01T00:00:00+08:00'),
      new Date('2026-04-01T00:00:00+08:00'),
    );
    const of = (id: string) => march.find((row) => row.unit.id === id)!.lags;
    expect(of('water_company')).toEqual({ detection: 15 * 60, judgement: 10 * 60, disposal: 600 });
    expect(of('education')).toEqual({ detection: 60 * 60, judgement: 25 * 60, disposal: 600 });
    await expect(story.responder.queries.unitFacts(handlerOf('education'), new Date(0), new Date())).rejects.toThrow();
  });
});
