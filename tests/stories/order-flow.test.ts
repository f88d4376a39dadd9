import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { VerbName } from '../../responder/index.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  handlerOf,
  headOf,
  isoLocal,
  responderStory,
  secondDuty,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
  await story.kernel.jobs.unschedule('responder.sweep', 'every-second');
});
afterAll(() => story.close());

async function act(id: string, verb: VerbName, input: Record<string, unknown>, actor: Actor) {
  const { ticket } = await story.responder.queries.ticket(duty, id);
  return story.responder.verbs[verb](id, { revision: ticket.revision, ...input } as never, actor);
}
const detail = (id: string) => story.responder.queries.ticket(duty, id);
const at = async (time: string): Promise<void> => {
  await story.until(time);
  await story.responder.sweep();
};
async function open(published: string, changes: Parameters<typeof anEvent>[1] = {}) {
  const event = anEvent(published, changes);
  await story.tell(event);
  return { id: (await story.ticketOf(event.id)).ticket.id, event };
}
const judgement = { outcome: 'public_answer', dispositions: ['D-2'] };
async function dispatched(published: string, lead: string, changes: Parameters<typeof anEvent>[1] = {}) {
  const { id, event } = await open(published, changes);
  await act(id, 'judge', judgement, duty);
  await act(id, 'dispatch', { lead, requirement: '核实并反馈' }, duty);
  return { id, event };
}
async function handled(published: string, lead: string, changes: Parameters<typeof anEvent>[1] = {}) {
  const opened = await dispatched(published, lead, changes);
  await act(opened.id, 'accept', {}, handlerOf(lead));
  await act(opened.id, 'start', {}, handlerOf(lead));
  return opened;
}
const reportClock = async (id: string) => (await detail(id)).clocks.find(({ rule }) => rule.startsWith('L-07'))!;

describe('signed for by telephone', () => {
  it('the clock stops at the call; the unit signs later, and before that nothing is closed', async () => {
    await at('2026-03-10 09:00');
    const { id } = await dispatched('2026-03-10 08:50', 'water_company');
    await at('2026-03-10 09:20');
    const call = { post: '总值班室', number: '13812345678', at: isoLocal('2026-03-10 09:12') };
    await expect(act(id, 'accept-by-phone', { ...call, at: isoLocal('2026-03-10 08:00') }, duty)).rejects.toThrow(
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
  });
});

describe('more time', () => {
  it('is asked for by the unit, granted once by the coordinating office, and bounded by the rule', async () => {
    await at('2026-03-10 10:30');
    const { id } = await handled('2026-03-10 10:20', 'water_company', {
      opinion: { colour: 'blue', score: 20, parts: [], floors: [] },
      upperRequest: true,
    });
    await act(id, 'judge', { outcome: 'prepared_line' }, duty);
    const clock = await reportClock(id);
    const wish = { clockId: clock.id, until: isoLocal('2026-03-13 12:00'), reason: '等待检测报告' };
    await expect(act(id, 'extend', wish, duty)).rejects.toThrow('承办单位尚未申请延期');
    const far = { ...wish, until: isoLocal('2026-04-20 12:00') };
    await expect(act(id, 'request-extension', far, handlerOf('water_company'))).rejects.toThrow('最长可延至');
    await act(id, 'request-extension', wish, handlerOf('water_company'));
    await expect(act(id, 'request-extension', wish, handlerOf('water_company'))).rejects.toThrow('已有待批');
    const more = { ...wish, until: isoLocal('2026-03-13 13:00') };
    await expect(act(id, 'extend', more, duty)).rejects.toThrow('不能晚于申请的时间');
    await act(id, 'extend', wish, duty);
    expect((await reportClock(id)).dueAt).toBe(wish.until);
    await expect(act(id, 'request-extension', wish, handlerOf('water_company'))).rejects.toThrow('以 1 次为限');
  });

  it('never reaches what the public waits for, and may be refused', async () => {
    await at('2026-03-10 11:00');
    const { id } = await handled('2026-03-10 10:50', 'water_company');
    const clock = await reportClock(id);
    const wish = { clockId: clock.id, until: isoLocal('2026-03-13 12:00'), reason: '等待检测报告' };
    await expect(act(id, 'request-extension', wish, handlerOf('water_company'))).rejects.toThrow('不得超过对外时限');
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
    const judged = await act(main.id, 'judge', { outcome: 'direct_answer', dispositions: ['D-4'] }, duty);
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
    const publicClock = ({ clocks }: typeof again) => clocks.filter(({ rule }) => rule === 'N-03').at(-1)!;
    expect(publicClock(again)).toMatchObject({ state: 'running', dueAt: publicClock(before).dueAt });
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
    // The parts see what the whole sees; the event opens no fourth ticket; a part merged back is undone.
    await story.tell({ ...event, revision: 2, outbreakPublishedAt: isoLocal('2026-03-10 07:00') });
    const power = all.find(({ lead }) => lead?.id === 'power_company')!;
    expect((await detail(power.id)).times.publishedAt).toBe(isoLocal('2026-03-10 07:00'));
    expect((await story.responder.queries.tickets(duty, { eventId: event.id })).items).toHaveLength(3);
    await act(power.id, 'merge', { into: id, reason: '并回' }, duty);
    expect((await detail(power.id)).ticket.flags).toEqual(expect.arrayContaining(['merged', 'split']));
    await expect(story.responder.queries.ticket(handlerOf('binjiang'), id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('an order that sat 40 hours in a district and reached the town with two left', () => {
  it('is the district’s lateness; the town reports, the district reviews', async () => {
    await at('2026-03-11 09:00');
    const calm = { opinion: { colour: 'blue', score: 20, parts: [], floors: [] }, upperRequest: true } as const;
    const { id } = await handled('2026-03-11 09:00', 'chengdong', { ...calm, topic: 'utilities' });
    const clock = await reportClock(id);
    const due = new Date(clock.dueAt);
    const hoursBefore = (hours: number) => new Date(due.getTime() - hours * 3_600_000);
    await story.time.advanceTo(hoursBefore(2));
    const [district, town] = [handlerOf('chengdong'), handlerOf('heping_street')];
    await expect(act(id, 'pass-down', { to: 'xinhua_street', requirement: '入户告知' }, district)).rejects.toThrow(
      '不是本单位的下级单位',
    );
    await act(id, 'pass-down', { to: 'heping_street', requirement: '入户告知' }, district);
    let view = await detail(id);
    expect(view.ticket).toMatchObject({ state: 'dispatched', lead: { id: 'heping_street' } });
    expect(view.timeline.at(-1)!.text).toContain('距反馈期限2小时');
    // The chain of those told begins anew with the town's own people.
    await story.responder.sweep();
    expect((await detail(id)).timeline.some(({ data }) => String(data['to']).includes('handler@heping_street'))).toBe(
      true,
    );
    await act(id, 'accept', {}, town);
    await act(id, 'start', {}, town);
    await story.time.advanceTo(new Date(due.getTime() + 3 * 3_600_000));
    await story.responder.sweep();
    await act(id, 'report', { facts: '已逐户告知', measures: '张贴公告', result: '完成' }, town);
    view = await detail(id);
    expect(view.hops.map(({ unit, lateSeconds }) => [unit.id, lateSeconds])).toEqual([
      ['chengdong', 3 * 3600],
      ['heping_street', 0],
    ]);
    expect(view.hops[0]!.usedSeconds).toBeGreaterThanOrEqual(40 * 3600);
    await expect(act(id, 'review', { approve: true }, headOf('heping_street'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await act(id, 'review', { approve: true }, headOf('chengdong'))).state).toBe('reviewed');
  });

  it('a county duty that no list gives to the town needs the consent of the coordinating office', async () => {
    await at('2026-03-16 09:00');
    const { id } = await handled('2026-03-16 08:50', 'chengdong', { topic: 'education' });
    const down = { to: 'heping_street', requirement: '处理学位问题' };
    const [district, town] = [handlerOf('chengdong'), handlerOf('heping_street')];
    await expect(act(id, 'pass-down', down, district)).rejects.toThrow('县级职责不得转由镇街办理');
    await expect(
      act(id, 'consent-pass-down', { to: 'heping_street', reason: '街道有专项任务' }, district),
    ).rejects.toThrow();
    await act(id, 'consent-pass-down', { to: 'heping_street', reason: '街道承担专项任务' }, duty);
    await act(id, 'pass-down', down, district);
    // The town may send it back: to the district, not to the city.
    const back = { reason: 'not_our_duty', explanation: '不在街道履职清单内' };
    expect(await act(id, 'return', back, town)).toMatchObject({ state: 'dispatched', lead: { id: 'chengdong' } });
    await act(id, 'accept', {}, district);
    await expect(act(id, 'pass-down', down, district)).rejects.toThrow('县级职责不得');
    // A department below the district is no town: the district's own line.
    await act(id, 'pass-down', { to: 'chengdong_education', requirement: '核实学位' }, district);
    expect((await detail(id)).ticket.lead).toMatchObject({ id: 'chengdong_education' });
    expect((await story.responder.queries.ticket(district, id)).ticket.flags).toContain('passed_down');
  });
});

describe('pressed and listed', () => {
  it('H15: unsigned → reminder → 督办单 drafted → issued by a person, each once', async () => {
    await at('2026-03-17 09:00');
    const { id } = await dispatched('2026-03-17 08:50', 'water_company', {
      opinion: { colour: 'orange', score: 65, parts: [], floors: [] },
    });
    for (const time of ['09:00', '09:10', '09:20', '09:30', '10:30', '12:00', '13:35', '13:36', '14:00'])
      await at(`2026-03-17 ${time}`);
    const { drafts, timeline } = await detail(id);
    const signing = drafts.filter(({ reason }) => reason.includes('签收'));
    expect(signing.map(({ kind }) => kind).sort()).toEqual(['supervise', 'urge']);
    const [urge, supervise] = ['urge', 'supervise'].map((kind) => signing.find((draft) => draft.kind === kind)!);
    const ladder = timeline
      .filter(({ text }) => text.includes('签收') && text.includes('逾期升级'))
      .map(({ text }) => text);
    expect(new Set(ladder).size).toBe(ladder.length);
    await expect(act(id, 'issue-draft', { draftId: urge!.id }, handlerOf('water_company'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await act(id, 'drop-draft', { draftId: urge!.id, reason: '已发督办单' }, duty);
    const issued = await act(id, 'issue-draft', { draftId: supervise!.id, requirement: '一小时内签收' }, supervisor);
    expect(issued.flags).toContain('supervised');
    await expect(act(id, 'issue-draft', { draftId: supervise!.id }, duty)).rejects.toThrow('该文稿已签发');
    const after = await detail(id);
    expect(after.timeline.at(-1)).toMatchObject({ kind: 'supervised' });
    expect(after.timeline.at(-1)!.text).toMatch(/签发督办督办〔2026〕1号，发江城水务集团/);
    const inbox = (await story.responder.queries.notifications(headOf('water_company'), { limit: 200 })).items;
    expect(inbox.filter((row) => row.text.includes('督办〔2026〕1号'))).toHaveLength(1);
  });

  it('挂牌督办 ends with its result', async () => {
    const { id } = await handled('2026-03-17 13:50', 'water_company');
    await act(id, 'list', { reason: '久拖不决' }, dutyLeader);
    await expect(act(id, 'list', { reason: '久拖不决' }, dutyLeader)).rejects.toThrow('已挂牌督办');
    await story.time.advance(3 * 86_400_000);
    const view = await act(id, 'unlist', { result: '管网改造完成，水压达标' }, supervisor);
    expect(view.flags).not.toContain('listed');
    expect((await detail(id)).timeline.at(-1)).toMatchObject({ text: '解除挂牌督办（挂牌3天）' });
    await expect(act(id, 'unlist', { result: '管网改造完成' }, secondDuty)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
