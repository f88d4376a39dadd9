import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, dutyLeader, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
});
afterAll(() => story.close());

const { act, detail, at, open } = ticketActs(() => story);
const waits = { outcome: 'keep_watching', reviewAt: isoLocal('2026-06-01 09:00'), reason: '系小区内部事项' };
const blue: Parameters<typeof open>[1] = {
  opinion: { colour: 'blue', score: 20, parts: [], floors: [] },
  upperRequest: true,
};
/** Watched, not answered in public: no deadline of the public comes before those inside. */
const dispatched = async (published: string, lead: string, event: Parameters<typeof open>[1], judgement: object) => {
  const opened = await open(published, event);
  await act(opened.id, 'judge', { ...judgement }, duty);
  await act(opened.id, 'dispatch', { lead, requirement: '核实并反馈' }, duty);
  return opened;
};
const clocksOf = async (id: string, family: string) =>
  (await detail(id)).clocks
    .filter(({ rule }) => rule.startsWith(family))
    .map(({ rule, state, dueAt }) => [rule, state, dueAt]);

describe('a matter left over from before', () => {
  it('has five working days to be reported on, counted day by day from the same order, and the mark stands on the sheet', async () => {
    const { id } = await dispatched('2026-03-10 08:50', 'housing', blue, waits);
    expect(await clocksOf(id, 'L-07')).toEqual([['L-07b', 'running', isoLocal('2026-03-12 17:30')]]);
    await expect(act(id, 'judge', { ...waits, leftover: true }, duty)).rejects.toThrow('须写明理由');
    await act(id, 'judge', { ...waits, leftover: true, leftoverReason: '2019年交付时遗留' }, duty);
    expect((await clocksOf(id, 'L-07')).sort()).toEqual([
      ['L-07b', 'ended', isoLocal('2026-03-12 17:30')],
      ['L-07c', 'running', isoLocal('2026-03-17 17:30')],
    ]);
    const { clocks, timeline } = await detail(id);
    expect(JSON.stringify(timeline.at(-1))).toContain('标注历史遗留问题：2019年交付时遗留');
    const clock = clocks.find(({ rule }) => rule === 'L-07c')!;
    const { steps } = await story.responder.queries.explainClock(duty, clock.id);
    expect(steps[0]!.text).toContain('人工标注“历史遗留问题”（值班员甲：2019年交付时遗留）');
    expect(steps.length).toBeGreaterThan(6);
    const desk = (await story.responder.queries.desk(duty, id, 'judgement')) as { judgements: { marks: unknown[] }[] };
    expect(desk.judgements.at(-1)!.marks).toEqual([
      { title: '历史遗留问题', reason: '2019年交付时遗留', notice: null },
    ]);
  });

  it('taken off again, the two days count from the same order and may be over at once', async () => {
    const { id } = await dispatched('2026-03-10 08:55', 'housing', blue, {
      ...waits,
      ...{ leftover: true, leftoverReason: '2019年交付时遗留' },
    });
    expect(await clocksOf(id, 'L-07')).toEqual([['L-07c', 'running', isoLocal('2026-03-17 17:30')]]);
    await at('2026-03-13 09:00');
    await act(id, 'judge', { ...waits, leftover: false, leftoverReason: '查明系新发' }, duty);
    await at('2026-03-13 09:01');
    expect((await detail(id)).clocks.find(({ rule }) => rule === 'L-07b')).toMatchObject({
      ...{ dueAt: isoLocal('2026-03-12 17:30'), overdue: true },
    });
  });

  it('a mark set after the time has run out takes no lateness away', async () => {
    await at('2026-03-16 09:00');
    const { id } = await dispatched('2026-03-16 08:50', 'housing', blue, waits);
    await at('2026-03-19 09:00');
    await act(id, 'judge', { ...waits, leftover: true, leftoverReason: '事后补说' }, duty);
    const left = (await detail(id)).clocks.filter(({ rule }) => rule.startsWith('L-07'));
    expect(left).toMatchObject([{ rule: 'L-07b', overdue: true }]);
  });
});

describe('a complex complaint', () => {
  it('has fifteen working days once whoever complained was told', async () => {
    await at('2026-03-23 09:00');
    const { id } = await dispatched('2026-03-23 08:50', 'housing', { ...blue, intakeKinds: ['complaint'] }, waits);
    await act(id, 'accept', {}, handlerOf('housing'));
    expect(await clocksOf(id, 'L-08')).toEqual([['L-08b', 'running', isoLocal('2026-03-30 17:30')]]);
    const complex = { ...waits, complex: true, complexReason: '涉及三个部门' };
    await expect(act(id, 'judge', complex, duty)).rejects.toThrow('须告知来件人');
    await act(id, 'judge', { ...complex, complexNotice: '3月23日电话告知' }, duty);
    const fifteen = (await clocksOf(id, 'L-08')).find(([rule]) => rule === 'L-08c');
    // 4 to 6 April are free.
    expect(fifteen).toEqual(['L-08c', 'running', isoLocal('2026-04-14 17:30')]);
    // A part of it is no simpler: whoever complained was told of all of it.
    await act(id, 'split', { title: '电梯维修部分', lead: 'market', requirement: '核查', reason: '分办' }, duty);
    const parts = (await story.responder.queries.tickets(duty, { sort: 'latest', limit: 200 })).items;
    const part = parts.find(({ title }) => title === '电梯维修部分')!;
    await act(part.id, 'accept', {}, handlerOf('market'));
    expect(await clocksOf(part.id, 'L-08')).toEqual([['L-08c', 'running', isoLocal('2026-04-14 17:30')]]);
  });
});

describe('a grave matter between telling daily and watching', () => {
  const judged = { outcome: 'public_answer', dispositions: ['D-3'], level: 'II' };
  const cadence = async (id: string) => (await clocksOf(id, 'L-14')).filter(([, state]) => state !== 'met');

  it('is told of every 24 hours until a person turns to watching, and again when things change', async () => {
    await at('2026-04-08 09:00');
    const { id } = await open('2026-04-08 09:00', { kind: 'work_safety', occurredAt: null });
    await act(id, 'judge', judged, duty);
    const watch = { ...judged, concluded: true, concludedReason: '处置结束，无新情况' };
    await expect(act(id, 'judge', watch, duty)).rejects.toThrow('尚未公开发布，不能转入观察');
    const first = { kind: 'first_information', title: '情况通报', channel: '微博', url: 'https://weibo.example.cn/9' };
    await act(id, 'record-release', { ...first, at: isoLocal('2026-04-08 09:00') }, duty);
    expect(await cadence(id)).toEqual([['L-14', 'running', isoLocal('2026-04-09 09:00')]]);
    await act(id, 'judge', watch, duty);
    expect(await cadence(id)).toMatchObject([['L-14', 'ended', expect.anything()]]);
    // Nothing is owed on the second and the third day, and nothing falls due when it is judged again because things changed.
    await at('2026-04-10 12:00');
    await story.kernel.db
      .updateTable('responder_tickets')
      .set({ rejudge_due: true, rejudge_why: '舆情颜色升级' })
      .where('id', '=', id)
      .execute();
    await act(id, 'judge', judged, duty);
    expect((await cadence(id)).at(-1)).toEqual(['L-14', 'running', isoLocal('2026-04-11 12:00')]);
    expect(JSON.stringify((await detail(id)).timeline.at(-1))).toContain('取消转入观察：舆情颜色升级');
  });

  it('what was already late stays late', async () => {
    await at('2026-04-11 09:00');
    const { id } = await open('2026-04-11 09:00', { kind: 'work_safety', occurredAt: null });
    await act(id, 'judge', judged, duty);
    const first = { kind: 'first_information', title: '情况通报', channel: '微博', url: 'https://weibo.example.cn/8' };
    await act(id, 'record-release', { ...first, at: isoLocal('2026-04-11 09:00') }, duty);
    await at('2026-04-12 10:00');
    await act(id, 'judge', { ...judged, concluded: true, concludedReason: '无新情况' }, duty);
    expect((await detail(id)).clocks.find(({ rule }) => rule === 'L-14')).toMatchObject({ overdue: true });
  });

  it('is told of again when a matter that is not watched is merged into it, until the merge is undone', async () => {
    await at('2026-04-12 19:00');
    const told = async () => {
      const opened = await open('2026-04-12 19:00', { kind: 'work_safety', occurredAt: null });
      await act(opened.id, 'judge', judged, duty);
      const first = {
        kind: 'first_information',
        title: '情况通报',
        channel: '微博',
        url: 'https://weibo.example.cn/7',
      };
      await act(opened.id, 'record-release', { ...first, at: isoLocal('2026-04-12 19:00') }, duty);
      return opened;
    };
    const watched = async () => {
      const opened = await told();
      await act(opened.id, 'judge', { ...judged, concluded: true, concludedReason: '处置结束' }, duty);
      return opened;
    };
    const [main, watchedToo, other] = [await watched(), await watched(), await told()];
    await at('2026-04-12 20:00');
    const merge = (id: string) => act(id, 'merge', { into: main.id, reason: '同一事项' }, duty);
    await merge(watchedToo.id);
    expect(await cadence(main.id)).toMatchObject([['L-14', 'ended', expect.anything()]]);
    await merge(other.id);
    expect((await detail(main.id)).timeline.at(-1)!.text).toContain('取消本单转入观察');
    expect((await cadence(main.id)).at(-1)).toEqual(['L-14', 'running', isoLocal('2026-04-13 20:00')]);
    await act(main.id, 'unmerge', { from: other.id, reason: '不是同一事件' }, duty);
    expect((await cadence(main.id)).map(([, state]) => state)).not.toContain('running');
  });
});

describe('evaluation after closing', () => {
  const red: Parameters<typeof open>[1] = { opinion: { colour: 'red', score: 85, parts: [], floors: [] } };
  const closing = { conclusion: '依规不答' };
  /** Closed without a public answer, confirmed by a second person. */
  const closed = async (published: string, event: Parameters<typeof open>[1], more = {}) => {
    const { id } = await open(published, event);
    await act(id, 'judge', { ...waits, reviewAt: undefined, outcome: 'no_answer', colour: 'blue' }, duty);
    if ((await detail(id)).ticket.flags.includes('needs_second'))
      await act(id, 'second-judge', { agree: true, reason: '同意' }, dutyLeader);
    await act(id, 'close', { ...closing, ...more }, duty);
    return id;
  };
  const owed = async (id: string) =>
    (await story.responder.queries.tasks(duty, { ticketId: id })).filter(({ verb }) => verb === 'evaluate');

  it('is owed within five working days where the matter was once red, though blue at the end, and waits for the lead body', async () => {
    await at('2026-04-13 09:00');
    const id = await closed('2026-04-13 08:50', red);
    expect(await clocksOf(id, 'L-12')).toEqual([['L-12', 'running', isoLocal('2026-04-20 17:30')]]);
    expect(await owed(id)).toMatchObject([{ kindTitle: '待评估', dueAt: isoLocal('2026-04-20 17:30') }]);
    await act(id, 'archive', {}, duty);
    await at('2026-04-15 09:00');
    await act(id, 'evaluate', { effect: '疑问已回应，未见新的误传', problems: '首次发声偏晚' }, duty);
    expect(await clocksOf(id, 'L-12')).toMatchObject([['L-12', 'met', expect.anything()]]);
    expect(await owed(id)).toEqual([]);
  });

  it('is not owed for an everyday matter unless somebody takes it into the sample', async () => {
    await at('2026-04-16 09:00');
    const plain = await closed('2026-04-16 08:50', blue);
    expect(await clocksOf(plain, 'L-12')).toEqual([]);
    const sampled = await closed('2026-04-16 08:55', blue, { sampled: true });
    expect(await clocksOf(sampled, 'L-12')).toMatchObject([['L-12', 'running', expect.anything()]]);
  });

  it('ends when the matter is opened again, and begins anew with the next closing', async () => {
    await at('2026-04-17 09:00');
    const id = await closed('2026-04-17 08:50', blue, { sampled: true });
    await act(id, 'evaluate', { effect: '已说明' }, duty);
    await act(id, 'reopen', { reason: '再次反映' }, duty);
    await expect(act(id, 'evaluate', { effect: '已说明' }, duty)).rejects.toThrow('不能执行“登记评估”');
    await at('2026-04-17 11:00');
    await act(id, 'judge', { ...waits, reviewAt: undefined, outcome: 'no_answer' }, duty);
    await act(id, 'close', { ...closing, sampled: true }, duty);
    expect((await clocksOf(id, 'L-12')).map(([, state]) => state).sort()).toEqual(['met', 'running']);
    await act(id, 'reopen', { reason: '又有新情况' }, duty);
    expect((await clocksOf(id, 'L-12')).map(([, state]) => state).sort()).toEqual(['ended', 'met']);
  });
});
