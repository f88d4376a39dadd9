import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, isoLocal, responderStory, secondDuty, spokesperson, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

const { act, detail, open } = ticketActs(() => story);
const merge = (id: string, into: string) => act(id, 'merge', { into, reason: '同一事项' }, duty);

describe('what is owed to whoever wrote in', () => {
  const owed = async (id: string, rule: string) =>
    (await detail(id)).clocks.filter((clock) => clock.rule === rule).map(({ state, dueAt }) => [state, dueAt]);
  const merged = async (how: 'hand' | 'machine') => {
    const main = await open('2026-03-10 09:20');
    const child = await open('2026-03-10 09:50', { intakeKinds: ['disclosure'] as never });
    const before = await owed(child.id, 'N-16a');
    if (how === 'hand') await merge(child.id, main.id);
    else await story.tell({ ...child.event, revision: 2, mergedInto: main.event.id });
    return { main, child, before };
  };

  it.each(['hand', 'machine'] as const)('goes on in the main ticket, merged by %s, in its own time', async (how) => {
    const { main, child, before } = await merged(how);
    expect(before).toHaveLength(1);
    expect(await owed(main.id, 'N-16a')).toEqual(before);
    expect((await owed(child.id, 'N-16a')).map(([state]) => state)).toEqual(['ended']);
  });

  it('is owed by the main ticket from the reopening, where he was told once and asked again before the merge', async () => {
    const main = await open('2026-03-10 09:20');
    const child = await open('2026-03-10 09:50', { intakeKinds: ['disclosure'] as never });
    await act(child.id, 'judge', { outcome: 'no_answer', reason: '依申请办理' }, duty);
    await act(child.id, 'second-judge', { agree: true }, secondDuty);
    const proofs = [{ kind: 'text', value: '送达回证', outside: false }];
    const reply = { kind: 'reply', at: isoLocal('2026-03-10 10:00'), title: '答复申请人', channel: '邮寄', proofs };
    await act(child.id, 'record-release', reply, spokesperson);
    await act(child.id, 'close', { conclusion: '已答复' }, duty);
    await story.until('2026-03-12 09:00');
    await act(child.id, 'reopen', { reason: '申请人反映答复不全' }, duty);
    const again = (await owed(child.id, 'N-16a')).at(-1);
    expect(again).toEqual(['running', isoLocal('2026-04-10 17:30')]);
    await merge(child.id, main.id);
    expect(await owed(main.id, 'N-16a')).toEqual([again]);
  });

  it('comes to the main ticket also where it came after the merge, and leaves it when that is undone', async () => {
    const main = await open('2026-03-10 09:20');
    const child = await open('2026-03-10 09:50');
    await merge(child.id, main.id);
    expect(await owed(main.id, 'N-16a')).toEqual([]);
    await story.tell({ ...child.event, revision: 2, intakeKinds: ['disclosure'] as never });
    expect((await owed(main.id, 'N-16a')).map(([state]) => state)).toEqual(['running']);
    await act(main.id, 'unmerge', { from: child.id, reason: '不是同一事项' }, duty);
    expect((await owed(main.id, 'N-16a')).map(([state]) => state)).toEqual(['ended']);
    expect((await owed(child.id, 'N-16a')).map(([state]) => state)).toEqual(['running']);
  });
});
