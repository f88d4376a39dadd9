import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import {
  duty,
  handlerOf,
  headOf,
  isoLocal,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
});
afterAll(() => story.close());

const { act, at, open, handled, detail } = ticketActs(() => story);
const tasks = (actor: Actor, ticketId?: string) => story.responder.queries.tasks(actor, { ticketId });
const titles = async (actor: Actor, ticketId: string) =>
  (await tasks(actor, ticketId)).map(({ kindTitle }) => kindTitle);
const [water, waterHead] = [handlerOf('water_company'), headOf('water_company')];

describe('what waits for each of those who handle a matter', () => {
  it('goes from hand to hand with the ticket, each with the deadline of that step', async () => {
    const { id } = await open('2026-03-10 08:50');
    const [judge] = await tasks(duty, id);
    expect(judge).toMatchObject({
      verb: 'judge',
      desk: null,
      page: 'ticket',
      why: '本工单由贵单位牵头',
      overdue: false,
    });
    const judging = (await detail(id)).clocks.filter(({ name }) => name.includes('研判'));
    expect(judging.map(({ dueAt }) => dueAt)).toContain(judge!.dueAt);
    expect(await tasks(secondDuty, id)).toEqual([]);
    await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'] }, duty);
    expect(await titles(duty, id)).toEqual(['待交办']);
    await act(id, 'dispatch', { lead: 'water_company', requirement: '核实并反馈' }, duty);
    expect(await titles(duty, id)).toEqual([]);
    const [sign] = await tasks(water, id);
    expect(sign).toMatchObject({ kindTitle: '待签收', why: '贵单位为主办单位', verb: 'accept' });
    const clock = (await detail(id)).clocks.find(({ name, state }) => name.includes('签收') && state === 'running');
    expect(sign!.dueAt).toBe(clock!.dueAt);
    await act(id, 'accept', {}, water);
    await act(id, 'start', {}, water);
    await act(id, 'report', { facts: '管道破裂', measures: '抢修' }, waterHead);
    // The answer is owed to the public meanwhile.
    expect(await titles(waterHead, id)).toEqual(['待拟发布稿']);
    expect(await titles(water, id)).toEqual(['待拟发布稿']);
    expect(await titles(duty, id)).toEqual(['待审核']);
  });

  it('a request of the unit waits for the lead body, with its object; without one the act is refused as on the page', async () => {
    await at('2026-03-10 09:30');
    const { id } = await handled('2026-03-10 09:20', 'water_company');
    const blocked = async (verb: string) =>
      (await story.responder.queries.ticket(duty, id)).allowedVerbs.find((item) => item.verb === verb)!.blocked;
    const clock = (await detail(id)).clocks.find(({ rule }) => rule.startsWith('L-07'))!;
    const refusal = { clockId: clock.id, reason: '时间足够' };
    expect(await blocked('refuse-extension')).toBe('没有待批的延期申请');
    await expect(act(id, 'refuse-extension', refusal, duty)).rejects.toMatchObject({
      ...{ code: 'precondition_failed', message: '没有待批的延期申请' },
    });
    const until = new Date(new Date(clock.dueAt).getTime() + 3_600_000).toISOString();
    await act(id, 'request-extension', { clockId: clock.id, until, reason: '需开挖查漏' }, water);
    expect(await blocked('refuse-extension')).toBeNull();
    expect(await tasks(duty, id)).toMatchObject([{ kindTitle: '待批延期', dueAt: clock.dueAt, verb: 'extend' }]);
    await act(id, 'refuse-extension', refusal, duty);
    expect(await titles(duty, id)).toEqual([]);
  });

  it('an accused unit is asked for its answer on a page of its own and learns nothing of the ticket', async () => {
    const { id } = await open('2026-03-10 09:20', {
      title: '反映教育局窗口办理转学推诿',
      ...{ topic: 'education', accused: [{ id: 'education', name: '市教育局' }] },
    });
    const letter = {
      ...{ unit: 'education', summary: '有群众反映贵局窗口一次性告知不到位，多次往返。' },
      ...{ questions: '请说明3月9日窗口办理情况。', dueAt: isoLocal('2026-03-11 17:00') },
    };
    await act(id, 'inquire-accused', letter, duty);
    const [task, ...others] = await tasks(handlerOf('education'));
    expect(task).toMatchObject({ kindTitle: '待答复核实函', page: 'papers', dueAt: letter.dueAt, ticketId: null });
    expect([task!.ticketNumber, task!.ticketTitle, ...others]).toEqual([null, null]);
    expect(await tasks(handlerOf('education'), id)).toEqual([]);
  });

  it('stands in the order of the deadlines, what is overdue marked, and counts nothing twice', async () => {
    await at('2026-03-12 18:00');
    const all = await tasks(duty);
    const dues = all.map(({ dueAt }) => dueAt ?? '9');
    expect(dues).toEqual([...dues].sort());
    expect(all.some(({ overdue }) => overdue)).toBe(true);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

describe('a request nobody answered in its time', () => {
  it('can no longer be granted and waits to be refused: the unit is owed an answer', async () => {
    const now = toLocalIso(story.time.now()).slice(0, 16).replace('T', ' ');
    const { id } = await handled(now, 'water_company');
    const clock = (await detail(id)).clocks.find(({ rule }) => rule.startsWith('L-07'))!;
    const until = new Date(new Date(clock.dueAt).getTime() + 3_600_000).toISOString();
    await act(id, 'request-extension', { clockId: clock.id, until, reason: '需开挖查漏' }, water);
    await at(clock.dueAt.slice(0, 16).replace('T', ' '));
    const asked = async () => (await tasks(duty, id)).filter(({ kind }) => kind === 'extension');
    expect(await asked()).toMatchObject([
      { verb: 'refuse-extension', text: expect.stringContaining('须答复承办单位') },
    ]);
    await expect(act(id, 'extend', { clockId: clock.id, until, reason: '同意' }, duty)).rejects.toThrow(
      '不能再批准，请用“不同意延期”答复',
    );
    await act(id, 'refuse-extension', { clockId: clock.id, reason: '已到期' }, duty);
    expect(await asked()).toEqual([]);
  });
});
