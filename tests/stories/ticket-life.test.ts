import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anEvent,
  duty,
  dutyLeader,
  evaluator,
  handlerOf,
  headOf,
  isoLocal,
  responderStory,
  secondDuty,
  spokesperson,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';
import type { JudgementDesk } from '../../responder/index.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

const water = handlerOf('water_company');

const acts = ticketActs(() => story);
const { act } = acts;
const open = (changes: Parameters<typeof anEvent>[1] = {}) => acts.open('2026-03-10 09:40', changes);
const order = { lead: 'water_company', requirement: '核实并恢复供水', emergency: '供水中断，先交办' };

describe('an everyday matter, all the way', () => {
  it('is judged, assigned, signed for, handled, reported, reviewed, published, closed and archived', async () => {
    const { id } = await open();
    const opened = await story.responder.queries.ticket(duty, id);
    expect(opened.clocks.find((clock) => clock.rule === 'N-03')).toMatchObject({
      provisional: true,
      dueAt: isoLocal('2026-03-12 09:40'),
    });
    expect(opened.routing.suggested[0]).toMatchObject({ unit: { id: 'water_company' }, role: 'lead' });
    expect(opened.ticket.lead).toBeNull();

    const judgement = { outcome: 'public_answer', level: 'IV', dispositions: ['D-2'] };
    let view = await act(id, 'judge', judgement, duty);
    expect(view.clocks.find((clock) => clock.rule === 'N-03')!.provisional).toBe(false);
    view = await act(id, 'dispatch', order, duty);
    expect(view.clocks.find((clock) => clock.rule.startsWith('L-03'))).toMatchObject({
      state: 'running',
      owner: { id: 'water_company' },
    });
    view = await act(id, 'accept', {}, water);
    expect(view.clocks.find((clock) => clock.rule.startsWith('L-03'))!.state).toBe('met');
    await act(id, 'start', {}, water);
    const draft = '经抢修，14时已恢复供水。';
    await act(id, 'report', { facts: '主管道破裂', measures: '抢修', result: '已恢复供水', draft }, water);
    await expect(act(id, 'review', { approve: true }, water)).rejects.toThrow();
    await act(id, 'review', { approve: true }, headOf('water_company'));
    await expect(act(id, 'close', { conclusion: '完' }, duty)).rejects.toThrow('没有公开回应的登记');
    await expect(
      act(
        id,
        'record-release',
        { kind: 'reply', at: isoLocal('2026-03-10 09:59'), title: '答复', channel: '微博' },
        water,
      ),
    ).rejects.toThrow('须附发布链接或其他证明');
    const release = {
      kind: 'follow_up',
      title: '恢复供水',
      channel: '微博',
      url: 'https://weibo.example.cn/1',
      text: draft,
    };
    await expect(act(id, 'record-release', { ...release, at: isoLocal('2026-03-10 23:00') }, water)).rejects.toThrow(
      '只能登记为计划',
    );
    view = await act(id, 'record-release', { ...release, at: isoLocal('2026-03-10 09:58') }, water);
    expect(view).toMatchObject({ state: 'released' });
    expect(view.clocks.find((clock) => clock.rule === 'N-03')).toMatchObject({
      state: 'met',
      stoppedAt: isoLocal('2026-03-10 09:58'),
    });
    expect((await story.responder.queries.ticket(duty, id)).releases[0]).toMatchObject({ matchesApproval: true });
    await expect(act(id, 'close', { conclusion: '完' }, duty)).rejects.toThrow('信息仍为“未核实”');
    await act(id, 'judge', { ...judgement, verification: 'true' }, duty);
    view = await act(id, 'close', { conclusion: '已恢复供水并公开' }, duty);
    const last = async () => (await story.responder.queries.ticket(duty, id)).timeline.at(-1);
    expect(await last()).toMatchObject({ kind: 'close', text: expect.stringContaining('未满观察期24小时') });
    expect(view.clocks.every((clock) => clock.state !== 'running')).toBe(true);
    await expect(act(id, 'archive', {}, duty)).rejects.toThrow('观察期至3月11日09:58，尚未满');
    expect((await act(id, 'archive', { early: '已回访当事人' }, duty)).state).toBe('archived');
    expect(await last()).toMatchObject({ text: '归档（观察期至3月11日09:58，未满）', reason: '已回访当事人' });
  });

  it('属实 said with a judgement says whom we asked, and stands on the desk; 核实中 needs nobody yet', async () => {
    const { id } = await open();
    const judgement = { outcome: 'public_answer', dispositions: ['D-4'], asked: undefined };
    await act(id, 'judge', { ...judgement, verification: 'verifying' }, duty);
    for (const verification of ['true', 'partly_true', 'false', 'unverifiable'])
      await expect(act(id, 'judge', { ...judgement, verification }, duty)).rejects.toThrow(
        '须写明向哪个单位、哪个岗位核实，以及方式和时间',
      );
    const asked = { unit: '江城水务集团', post: '调度室', manner: 'phone', at: isoLocal('2026-03-10 08:00') };
    await expect(
      act(id, 'judge', { ...judgement, verification: 'false', asked: { ...asked, post: undefined } }, duty),
    ).rejects.toThrow('哪个岗位');
    await act(id, 'judge', { ...judgement, verification: 'false', asked }, duty);
    const { verifications } = (await story.responder.queries.desk(duty, id, 'judgement')) as JudgementDesk;
    expect(verifications.at(-1)).toMatchObject({ unit: '江城水务集团', post: '调度室' });
    // What is on record need not be asked again.
    await act(id, 'judge', { ...judgement, verification: 'false' }, duty);
  });

  it('refuses what a role, a unit or a state does not allow', async () => {
    const { id } = await open();
    await expect(act(id, 'accept', {}, water)).rejects.toMatchObject({ code: 'not_found' });
    await expect(act(id, 'archive', {}, duty)).rejects.toMatchObject({ code: 'illegal_move' });
    await expect(act(id, 'judge', { outcome: 'public_answer' }, duty)).rejects.toThrow('须选定处置类型');
    await act(id, 'dispatch', order, duty);
    await expect(act(id, 'judge', { outcome: 'no_answer', reason: '无诉求' }, water)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(act(id, 'supervise', { reason: '催' + '办' }, water)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('shows a department its own tickets only; administrators see none, an evaluator no names', async () => {
    const { id } = await open();
    await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-4'] }, duty);
    await act(id, 'dispatch', order, duty);
    const { queries } = story.responder;
    expect((await queries.tickets(water, {})).items.map((row) => row.id)).toContain(id);
    await expect(queries.ticket(handlerOf('education'), id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await queries.tickets(handlerOf('education'), {})).items).toEqual([]);
    expect((await queries.tickets({ ...evaluator, roles: ['system_admin'] }, {})).items).toEqual([]);
    for (const row of (await queries.tickets(evaluator, {})).items) {
      expect(['closed', 'archived']).toContain(row.state);
      const detail = await queries.ticket(evaluator, row.id);
      expect(detail.timeline.every((entry) => entry.actor.name === '—')).toBe(true);
    }
    expect((await queries.ticket(water, id)).allowedVerbs).toContainEqual({
      verb: 'accept',
      name: '签收',
      desk: null,
      blocked: null,
    });
  });
});

describe('not answering', () => {
  it('at yellow needs a second person, who is not the first, and the 48 h run until then', async () => {
    const { id } = await open();
    let view = await act(id, 'judge', { outcome: 'no_answer', reason: '系玩笑' }, duty);
    expect(view.flags).toContain('needs_second');
    expect(view.clocks.find((clock) => clock.rule === 'N-03')!.state).toBe('running');
    await expect(act(id, 'close', { conclusion: '不答' }, duty)).rejects.toThrow('尚未经第二人确认');
    await expect(act(id, 'second-judge', { agree: true }, duty)).rejects.toThrow('以外的第二人');
    view = await act(id, 'second-judge', { agree: true }, secondDuty);
    expect(view.clocks.find((clock) => clock.rule === 'N-03')!.state).toBe('ended');
    expect((await act(id, 'close', { conclusion: '依规不答' }, duty)).state).toBe('closed');
  });

  it('lowering the colour in the same act does not do away with the second person', async () => {
    const { id } = await open();
    const view = await act(id, 'judge', { outcome: 'no_answer', reason: '系玩笑', colour: 'blue' }, duty);
    expect([view.colour, view.flags]).toEqual(['blue', expect.arrayContaining(['needs_second'])]);
  });

  it('a judgement does not go behind the level the competent body has set', async () => {
    const { id } = await open();
    const paper = { body: '省应急厅', paper: '文〔2026〕1号', decidedAt: story.time.now().toISOString() };
    await act(id, 'set-level', { level: 'II', stage: 'official', reason: '主管部门认定', ...paper }, duty);
    const judgement = { outcome: 'public_answer', dispositions: ['D-3'], reason: '初判较低' } as const;
    await expect(act(id, 'judge', { ...judgement, level: 'IV' }, duty)).rejects.toThrow('须登记新的认定文件');
    expect((await act(id, 'judge', { ...judgement, level: 'II' }, duty)).level).toMatchObject({ official: 'II' });
  });

  it('is judged again when the claims grow', async () => {
    const { id, event } = await open({
      opinion: { colour: 'blue', score: 20, parts: [], floors: [] },
      upperRequest: true,
    });
    await act(id, 'judge', { outcome: 'no_answer', reason: '个别情绪表达' }, duty);
    await story.tell({ ...event, revision: 2, counts: { ...event.counts, mentions: 7 } });
    expect((await story.ticketOf(event.id)).rejudge).toBeNull();
    await story.tell({ ...event, revision: 3, counts: { ...event.counts, mentions: 15 } });
    const grown = await story.ticketOf(event.id);
    expect(grown.rejudge).toBe('信息由 6 条增至 15 条');
    await expect(act(id, 'close', { conclusion: '不答' }, duty)).rejects.toThrow('须重新研判');
  });

  it('keep watching asks again at its review time', async () => {
    const { id } = await open();
    const never = { outcome: 'keep_watching' as const, reviewAt: isoLocal('2098-03-10 16:00') };
    await expect(act(id, 'judge', never, duty)).rejects.toThrow('复看时间填为2098年3月10日，最远可填至2026年');
    await act(id, 'judge', { outcome: 'keep_watching', reviewAt: isoLocal('2026-03-10 16:00') }, duty);
    await act(id, 'second-judge', { agree: true }, secondDuty);
    expect((await story.responder.queries.watchdog()).state).toBe('ok');
    await story.until('2026-03-10 16:00');
    expect((await story.responder.queries.ticket(duty, id)).rejudge).toBe('复看时间已到');
  });
});

describe('who has to answer', () => {
  it('the unit that is accused is refused as lead, with the reason', async () => {
    const { id } = await open({ accused: [{ id: 'education', name: '市教育局' }], topic: 'education' });
    await expect(act(id, 'dispatch', { ...order, lead: 'education' }, duty)).rejects.toThrow('是被反映单位');
    expect((await story.responder.queries.ticket(duty, id)).routing.suggested[0]?.unit.id).not.toBe('education');
  });

  it('a return war ends in a ruling after which nobody returns it', async () => {
    const { id } = await open();
    const back = { reason: 'not_our_duty', explanation: '依据三定规定不属我单位' };
    await act(id, 'dispatch', order, duty);
    await act(id, 'return', back, water);
    await expect(act(id, 'dispatch', order, duty)).rejects.toThrow('须先裁定');
    await act(id, 'dispatch', { ...order, lead: 'housing' }, duty);
    let view = await act(id, 'return', back, handlerOf('housing'));
    expect(view.flags).toContain('returned');
    await expect(act(id, 'reassign', { lead: 'water', reason: '改派水务' }, duty)).rejects.toThrow('退回次数已达上限');
    view = await act(id, 'rule', { uphold: false, lead: 'water_company', reason: '供水主体' }, dutyLeader);
    expect(view).toMatchObject({ state: 'dispatched', lead: { id: 'water_company' } });
    await expect(act(id, 'return', back, water)).rejects.toThrow('不得再次退回');
    const { hops } = await story.responder.queries.ticket(duty, id);
    expect(hops.map((hop) => [hop.unit.id, hop.why])).toEqual([
      ['water_company', '不属于本单位职责'],
      ['housing', '不属于本单位职责'],
      ['water_company', null],
    ]);
  });

  it('assigned before judged is marked 补研判, with a lag of its own', async () => {
    const { id } = await open();
    await act(id, 'dispatch', order, duty);
    await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-4'] }, duty);
    const detail = await story.responder.queries.ticket(duty, id);
    expect(detail.ticket).toMatchObject({ state: 'dispatched', flags: ['late_judgement'] });
    expect(detail.lags.disposal.seconds).toBe(0);
    expect(detail.lags.lateJudgement).not.toBeNull();
  });

  it('an author never reviews the own report, and a new report loses the approval', async () => {
    const { id } = await open();
    const head = headOf('water_company');
    await act(id, 'dispatch', order, duty);
    await act(id, 'accept', {}, head);
    await act(id, 'start', {}, head);
    await act(id, 'report', { facts: '甲', measures: '乙' }, head);
    await expect(act(id, 'review', { approve: true }, head)).rejects.toThrow('撰写人不能审核');
    await act(id, 'review', { approve: false, note: '补充结果' }, dutyLeader);
    await act(id, 'report', { facts: '甲', measures: '乙', result: '丙' }, head);
    const view = await act(id, 'review', { approve: true }, dutyLeader);
    expect(view.state).toBe('reviewed');
  });
});

describe('telling and comparing', () => {
  it('tells the duty desk once with a reason; marking seen is personal', async () => {
    const { id } = await open();
    const { queries } = story.responder;
    const mine = (await queries.notifications(duty, { limit: 200 })).items.filter(
      (row) => row.ticketId === id && row.reason.startsWith('ticket:'),
    );
    expect(mine).toMatchObject([{ why: '黄色舆情', lane: 'shift', unverified: true }]);
    await queries.markSeen(duty, [mine[0]!.id]);
    const after = (await queries.notifications(duty, { limit: 200 })).items.find(
      (row) => row.reason === mine[0]!.reason,
    )!;
    expect(after.seenAt).not.toBeNull();
    const other = (await queries.notifications(secondDuty, { limit: 200 })).items.find(
      (row) => row.reason === mine[0]!.reason,
    )!;
    expect(other.seenAt).toBeNull();
    expect((await queries.notifications(spokesperson, {})).items.some((row) => row.ticketId === id)).toBe(false);
  });

  it('counts per unit process facts, and gives the overview its numbers', async () => {
    const { queries } = story.responder;
    const facts = await queries.unitFacts(supervisor, new Date('2026-03-01'), new Date('2026-04-01'));
    expect(facts.find((row) => row.unit.id === 'housing')).toMatchObject({ returned: 1 });
    const counters = await queries.counters(duty);
    const listed = await queries.tickets(duty, { open: true, limit: 200 });
    expect(counters.openTickets).toBe(listed.items.length);
    expect((await queries.clocks(duty, { limit: 200 })).items.length).toBeGreaterThan(0);
    expect((await queries.lagSummary(duty)).tickets.detection).toBeGreaterThan(5);
  });

  it('pages by keyset without loss or repetition', async () => {
    for (const sort of ['due', 'latest'] as const) {
      const all = (await story.responder.queries.tickets(duty, { sort, limit: 200 })).items.map((row) => row.id);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await story.responder.queries.tickets(duty, { sort, limit: 3, cursor });
        seen.push(...page.items.map((row) => row.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(all);
    }
  });
});
