import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anEvent,
  duty,
  dutyLeader,
  headOf,
  leader,
  responderStory,
  secondDuty,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

describe('a complaint against a lead body', () => {
  const against = async (...units: string[]) => {
    const accused = units.map((id) => ({ id, name: id }));
    const event = anEvent('2026-03-10 09:40', { accused, departments: [], topic: 'other_civic' });
    await story.tell(event);
    return (await story.responder.queries.tickets(leader, { eventId: event.id })).items[0]!;
  };
  const judgement = { outcome: 'direct_answer', dispositions: ['D-2'] };
  const sees = async (actor: typeof duty, id: string) => {
    const listed = (await story.responder.queries.tickets(actor, { limit: 200 })).items.some((row) => row.id === id);
    const read = await story.responder.queries.ticket(actor, id).then(
      () => true,
      () => false,
    );
    expect(read).toBe(listed);
    return read;
  };
  const bySecond = async (id: string, verb: 'judge' | 'note', input: object, actor: typeof duty) => {
    const { revision } = (await story.responder.queries.ticket(actor, id)).ticket;
    return story.responder.verbs[verb](id, { revision, ...input } as never, actor);
  };

  it('is not seen, heard of or decided there; the other lead body and 督查 go on', async () => {
    const { id } = await against('gov_office');
    const head = { ...leader, unitId: 'gov_office' };
    for (const own of [duty, dutyLeader, head]) expect(await sees(own, id)).toBe(false);
    for (const own of [duty, dutyLeader])
      await expect(story.responder.verbs.judge(id, { revision: 1, ...judgement } as never, own)).rejects.toMatchObject({
        code: 'not_found',
      });
    const told = (await story.responder.queries.notifications(duty, { limit: 200 })).items;
    expect(told.filter((row) => row.ticketId === id)).toEqual([]);
    const tasks = (actor: typeof duty) => story.responder.queries.tasks(actor);
    expect((await tasks(duty)).filter((row) => row.ticketId === id)).toEqual([]);
    // Nobody is left waiting for the accused office: the step waits for those who keep it.
    for (const keeper of [secondDuty, supervisor])
      expect((await tasks(keeper)).filter((row) => row.ticketId === id)).toMatchObject([{ verb: 'judge' }]);
    expect((await bySecond(id, 'judge', judgement, secondDuty)).state).toBe('judged');
    expect(await sees(leader, id)).toBe(true);
  });

  it('is opened by hand by those who keep it, never by the office, which learns nothing of it', async () => {
    const accused = [{ id: 'gov_office', name: '市政府办公室' }];
    const few = { mentions: 1, voices: 1, sources: 1, platforms: 1, media: 0 };
    const event = anEvent('2026-03-10 09:40', {
      ...{ accused, departments: [], topic: 'other_civic', sensitivity: 0, counts: few },
      opinion: { colour: null, score: 0, parts: [], floors: [] },
    });
    await story.tell(event);
    const opens = (by: typeof duty) => story.responder.verbs.open({ eventId: event.id, reason: '群众来访反映' }, by);
    for (const own of [duty, dutyLeader]) await expect(opens(own)).rejects.toMatchObject({ code: 'not_found' });
    expect((await opens(supervisor)).state).toBe('received');
    await expect(opens(secondDuty)).rejects.toThrow('已有在办工单');
    await expect(opens(duty)).rejects.toThrow('没有这个事件');
  });

  it.each([
    ['both that assign: 督查 keeps it', ['gov_office', 'cyberspace'], supervisor],
    ['督查 too: 纪检监察 keeps it', ['gov_office', 'cyberspace', 'supervision'], headOf('discipline')],
    [
      'and 纪检监察: the head of the government keeps it',
      ['gov_office', 'cyberspace', 'supervision', 'discipline'],
      leader,
    ],
  ])('against %s', async (_who, units, keeper) => {
    const { id } = await against(...units);
    for (const one of [duty, secondDuty, dutyLeader]) expect(await sees(one, id)).toBe(false);
    expect(await sees(keeper, id)).toBe(true);
    expect((await bySecond(id, 'judge', judgement, keeper)).state).toBe('judged');
    if (units.includes('discipline')) expect(await sees(headOf('discipline'), id)).toBe(false);
  });
});
