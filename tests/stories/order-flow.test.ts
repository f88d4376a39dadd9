import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { ClocksDesk } from '../../responder/index.ts';
import { duty, dutyLeader, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
  await story.kernel.jobs.unschedule('responder.sweep', 'every-second');
});
afterAll(() => story.close());

const { act, detail, desk, at, open, dispatched, handled } = ticketActs(() => story);
const judgement = { outcome: 'public_answer', dispositions: ['D-2'] };
const reportClock = async (id: string) => (await detail(id)).clocks.find(({ rule }) => rule.startsWith('L-07'))!;

describe('signed for by telephone', () => {
  it('the clock stops at the call; the unit signs later, and before that nothing is closed', async () => {
    await at('2026-03-10 09:00');
    const { id } = await dispatched('2026-03-10 08:50', 'water_company');
    await at('2026-03-10 09:20');
    const call = { post: '总值班室', number: '13812345678', at: isoLocal('2026-03-10 09:12') };
    await expect(act(id, 'accept-by-phone', { ...call, at: isoLocal('2026-03-10 08:55') }, duty)).rejects.toThrow(
      '不能早于交办时间',
    );
    await act(id, 'accept-by-phone', call, duty);
    const { ticket, clocks, hops, timeline } = await detail(id);
    expect(clocks.find(({ rule }) => rule.startsWith('L-03'))).toMatchObject({ state: 'met', stoppedAt: call.at });
    expect(hops[0]).toMatchObject({ acceptedAt: call.at, phoned: { number: '138****5678', countersignedAt: null } });
    expect(JSON.stringify(timeline)).not.toContain('13812345678');
    expect([ticket.state, ticket.flags]).toEqual(['accepted', expect.arrayContaining(['countersign_due'])]);
    await expect(act(id, 'close', { conclusion: '完' }, duty)).rejects.toThrow('电话签收尚未补签');
    await expect(act(id, 'countersign', {}, handlerOf('housing'))).rejects.toMatchObject({ code: 'not_found' });
    const signed = await act(id, 'countersign', {}, handlerOf('water_company'));
    expect(signed.flags).not.toContain('countersign_due');
    await expect(act(id, 'countersign', {}, handlerOf('water_company'))).rejects.toThrow('没有待补签');
  });
});

describe('a return', () => {
  it('leaves the sign-in clock running until the next unit has it, and after the ruling there is none', async () => {
    await at('2026-03-10 10:00');
    const { id } = await dispatched('2026-03-10 09:50', 'water_company');
    const back = { reason: 'not_our_duty', explanation: '依据三定规定不属我单位' };
    await act(id, 'return', back, handlerOf('water_company'));
    const signing = async () => (await detail(id)).clocks.filter(({ rule }) => rule.startsWith('L-03'));
    expect(await signing()).toMatchObject([{ state: 'running' }]);
    await act(id, 'rule', { uphold: true, reason: '供水主体' }, dutyLeader);
    expect((await signing()).map(({ state }) => state).sort()).toEqual(['ended', 'running']);
    await expect(act(id, 'return', back, handlerOf('water_company'))).rejects.toThrow('不得再次退回');
    // The ruling was about this unit: another that gets the order after it is heard once, too, and the first is told that it is free.
    await act(id, 'reassign', { lead: 'housing', reason: '查明属房屋内部管道' }, duty);
    expect((await detail(id)).ticket.flags).not.toContain('ruled');
    const told = (await story.responder.queries.notifications(handlerOf('water_company'))).items;
    expect(told.map(({ text }) => text).join()).toContain('贵单位不再承办：查明属房屋内部管道');
    await act(id, 'return', back, handlerOf('housing'));
  });
});

describe('more time', () => {
  it('is asked for by the unit, granted once by the coordinating office, and bounded by the rule', async () => {
    await at('2026-03-10 10:30');
    const { id } = await handled('2026-03-10 10:20', 'water_company', {
      opinion: { colour: 'blue', score: 20, parts: [], floors: [] },
      upperRequest: true,
    });
    await act(id, 'judge', { outcome: 'prepared_line', reason: '改为备答' }, duty);
    const clock = await reportClock(id);
    const wish = { clockId: clock.id, until: isoLocal('2026-03-13 12:00'), reason: '等待检测报告' };
    await expect(act(id, 'extend', wish, duty)).rejects.toThrow('承办单位尚未申请延期');
    const far = { ...wish, until: isoLocal('2026-04-20 12:00') };
    await expect(act(id, 'request-extension', far, handlerOf('water_company'))).rejects.toThrow(/最晚可延至\d+月\d+日/);
    await act(id, 'request-extension', wish, handlerOf('water_company'));
    await expect(act(id, 'request-extension', wish, handlerOf('water_company'))).rejects.toThrow('已有待批');
    const more = { ...wish, until: isoLocal('2026-03-13 13:00') };
    await expect(act(id, 'extend', more, duty)).rejects.toThrow('不能晚于申请的时间');
    await act(id, 'extend', wish, duty);
    expect((await reportClock(id)).dueAt).toBe(wish.until);
    const { clocks } = await desk<ClocksDesk>(id, 'clocks');
    expect(clocks.flatMap(({ extensions }) => extensions)).toMatchObject([
      {
        state: 'approved',
        until: wish.until,
        dueBefore: clock.dueAt,
        reason: '等待检测报告',
        decided: { by: duty.name },
      },
    ]);
    await expect(act(id, 'request-extension', wish, handlerOf('water_company'))).rejects.toThrow('以 1 次为限');
  });

  it('never reaches what the public waits for, and may be refused', async () => {
    await at('2026-03-10 11:00');
    const { id } = await handled('2026-03-10 10:50', 'water_company');
    const clock = await reportClock(id);
    const wish = { clockId: clock.id, until: isoLocal('2026-03-13 12:00'), reason: '等待检测报告' };
    await expect(act(id, 'request-extension', wish, handlerOf('water_company'))).rejects.toThrow(
      /最晚可延至3月12日\d\d:\d\d（规则所定时长与对外时限中较早的一个）/,
    );
    const short = { ...wish, until: isoLocal('2026-03-12 10:00') };
    await act(id, 'request-extension', short, handlerOf('water_company'));
    await act(id, 'refuse-extension', { clockId: clock.id, reason: '时间足够' }, duty);
    expect((await reportClock(id)).dueAt).toBe(clock.dueAt);
  });
});

describe('merged, unmerged, split', () => {
  const anOrder = (number: string): EventSnapshot['orders'][number] => ({
    ...{ number, owner: '江城水务集团', dueAt: isoLocal('2026-03-16 12:00'), mentionId: randomUUID(), source: '12345' },
  });

  it('the answer a merged ticket owed is owed by the main one', async () => {
    await at('2026-03-10 11:30');
    const owing = await open('2026-03-10 11:10');
    const main = await open('2026-03-10 11:20', {
      opinion: { colour: 'blue', score: 20, parts: [], floors: [] },
      upperRequest: true,
    });
    await act(owing.id, 'judge', { ...judgement, level: 'III', reason: '影响范围大' }, duty);
    await act(main.id, 'judge', { outcome: 'no_answer', reason: '重复反映' }, duty);
    await act(owing.id, 'merge', { into: main.id, reason: '同一事项' }, duty);
    const after = await detail(main.id);
    expect(after.rejudge).toContain('应予回应');
    expect(after.ticket).toMatchObject({ colour: 'yellow', level: { duty: 'III' } });
    await expect(act(main.id, 'close', { conclusion: '不答' }, duty)).rejects.toThrow('须重新研判');
    await expect(act(main.id, 'judge', { outcome: 'already_answered', link: 'https://a.cn/1' }, duty)).rejects.toThrow(
      '应予回应',
    );
    const answered = { outcome: 'direct_answer', dispositions: ['D-4'], reason: '并入的事项应予回应' };
    const judged = await act(main.id, 'judge', answered, duty);
    expect(judged.flags).not.toContain('needs_second');
    expect((await detail(main.id)).judgement!.dispositions).toEqual(['D-2', 'D-4']);
  });

  it('two answering tickets merged owe both answers, in the stronger way', async () => {
    const [one, two] = [await open('2026-03-10 11:10'), await open('2026-03-10 11:20')];
    await act(one.id, 'judge', judgement, duty);
    await act(two.id, 'judge', { outcome: 'direct_answer', dispositions: ['D-4'] }, duty);
    await act(one.id, 'merge', { into: two.id, reason: '同一事项' }, duty);
    expect((await detail(two.id)).judgement).toMatchObject({ outcome: 'public_answer', dispositions: ['D-2', 'D-4'] });
  });

  it('undone: orders go back, clocks run from their old starts, timelines stay where they were', async () => {
    const child = await open('2026-03-10 08:30', { orders: [anOrder('DH-901')] });
    const main = await open('2026-03-10 11:00');
    await act(child.id, 'judge', judgement, duty);
    await act(child.id, 'dispatch', { lead: 'water_company', requirement: '核实' }, duty);
    const before = await detail(child.id);
    await act(child.id, 'merge', { into: main.id, reason: '同一事项' }, duty);
    expect((await detail(main.id)).times.publishedAt).toBe(isoLocal('2026-03-10 08:30'));
    await act(main.id, 'unmerge', { from: child.id, reason: '地点不同' }, duty);
    const [gone, again] = [await detail(main.id), await detail(child.id)];
    expect(gone.orders).toEqual([]);
    expect(gone.times.publishedAt).toBe(isoLocal('2026-03-10 11:00'));
    expect(again.orders.map(({ number }) => number)).toEqual(['DH-901']);
    expect(again.ticket).toMatchObject({ state: 'dispatched', lead: { id: 'water_company' } });
    const publicClock = ({ clocks }: typeof again) =>
      clocks.find(({ rule, state }) => rule === 'N-03' && state === 'running')!;
    expect(publicClock(again).dueAt).toBe(publicClock(before).dueAt);
    expect(again.timeline.slice(0, before.timeline.length)).toEqual(before.timeline);
    await expect(act(main.id, 'unmerge', { from: child.id, reason: '地点不同' }, duty)).rejects.toThrow('没有并入');
  });

  it('a part gets its own number and units and the same starts; two districts and a vertical bureau each answer for theirs', async () => {
    const { id, event } = await handled('2026-03-10 11:20', 'chengdong', {
      title: '跨区道路施工挖断电缆',
      places: [
        { code: '990102', name: '城东区', path: ['江城市', '城东区'] },
        { code: '990103', name: '城西区', path: ['江城市', '城西区'] },
      ],
    });
    const part = (lead: string) => ({
      title: `${lead}部分`,
      lead,
      requirement: '各负其责',
      reason: '涉及两区和垂管单位',
    });
    await act(id, 'split', part('chengxi'), duty);
    await act(id, 'split', part('power_company'), duty);
    const all = (await story.responder.queries.tickets(duty, { eventId: event.id })).items;
    expect(new Set(all.map(({ number }) => number)).size).toBe(3);
    const main = await detail(id);
    for (const row of all.filter((each) => each.id !== id)) {
      const each = await detail(row.id);
      expect(each.ticket.flags).toContain('split');
      expect(each.times).toMatchObject({ publishedAt: main.times.publishedAt, detectedAt: main.times.detectedAt });
      const due = (clocks: typeof each.clocks) => clocks.find(({ rule }) => rule === 'N-03')!.dueAt;
      expect(due(each.clocks)).toBe(due(main.clocks));
      expect(each.timeline[0]!.text).toContain(main.ticket.number);
      expect(main.timeline.some(({ text }) => text.includes(each.ticket.number))).toBe(true);
    }
    // Each leads to the others.
    const names = (view: typeof main) => view.related.map(({ name, number }) => `${name} ${number}`);
    const parts = all.filter((each) => each.id !== id);
    expect(names(main).sort()).toEqual(parts.map(({ number }) => `已拆分出 ${number}`).sort());
    expect(names(await detail(parts[0]!.id))).toEqual([`拆分自 ${main.ticket.number}`]);
    // The parts see what the whole sees; the event opens no fourth ticket; a part merged back is undone.
    await story.tell({ ...event, revision: 2, outbreakPublishedAt: isoLocal('2026-03-10 07:00') });
    const power = all.find(({ lead }) => lead?.id === 'power_company')!;
    expect((await detail(power.id)).times.publishedAt).toBe(isoLocal('2026-03-10 07:00'));
    expect((await story.responder.queries.tickets(duty, { eventId: event.id })).items).toHaveLength(3);
    await act(power.id, 'merge', { into: id, reason: '并回' }, duty);
    expect((await detail(power.id)).ticket.flags).toEqual(expect.arrayContaining(['merged', 'split']));
    expect(names(await detail(power.id))).toEqual([`已并入 ${main.ticket.number}`, `拆分自 ${main.ticket.number}`]);
    expect(names(await detail(id))).toContain(`并入本工单 ${power.number}`);
    await expect(story.responder.queries.ticket(handlerOf('binjiang'), id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
