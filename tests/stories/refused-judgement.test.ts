import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, isoLocal, responderStory, secondDuty, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
});
afterAll(() => story.close());

const { act, open, detail, at } = ticketActs(() => story);
const noAnswer = { outcome: 'no_answer', reason: '已有答复' };
const answer = { outcome: 'public_answer', dispositions: ['D-2'], reason: '第二人意见属实' };
const refusal = { agree: false, reason: '群众关切未答复' };

describe('a judgement that the second person refuses', () => {
  let id: string;
  const judging = async () => (await detail(id)).clocks.find(({ rule }) => rule.startsWith('L-04'))!;

  it('was none: its time runs on to the old due time, and the matter waits to be judged', async () => {
    id = (await open('2026-03-10 08:55')).id;
    const { dueAt } = await judging();
    await at('2026-03-10 09:20');
    await act(id, 'judge', noAnswer, duty);
    expect((await judging()).state).toBe('met');
    await at('2026-03-10 09:40');
    await act(id, 'second-judge', refusal, secondDuty);
    expect(await judging()).toMatchObject({ state: 'running', dueAt });
    expect((await story.responder.queries.tasks(duty, { ticketId: id })).map(({ verb }) => verb)).toContain('judge');
  });

  it('and the next one bears its own hour, for the page and for what must follow', async () => {
    await at('2026-03-10 10:05');
    await act(id, 'judge', answer, duty);
    const { judgement, times } = (await detail(id)) as unknown as {
      judgement: { at: string };
      times: { judgedAt: string };
    };
    expect(judgement.at).toBe(isoLocal('2026-03-10 10:05'));
    expect(times.judgedAt).toBe(isoLocal('2026-03-10 10:05'));
    const [order] = (await story.responder.queries.tasks(duty, { ticketId: id })).filter(
      ({ verb }) => verb === 'dispatch',
    );
    expect(order!.dueAt! > isoLocal('2026-03-10 10:05')).toBe(true);
  });

  it('judged anew later, it shows when it was, not when it was first', async () => {
    await at('2026-03-10 11:00');
    await act(id, 'judge', { ...answer, outcome: 'direct_answer', reason: '改为直接答复' }, duty);
    const { judgement } = (await detail(id)) as unknown as { judgement: { at: string } };
    expect(judgement.at).toBe(isoLocal('2026-03-10 11:00'));
  });
});
