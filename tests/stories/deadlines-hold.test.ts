import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anEvent,
  duty,
  dutyLeader,
  evaluator,
  graveEvent,
  isoLocal,
  leader,
  responderStory,
  spokesperson,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-02-12 15:00');
});
afterAll(() => story.close());

const ticketOf = async (id: string) => (await story.responder.queries.ticket(duty, id)).ticket;

describe('deadlines', () => {
  it('count make-up workdays: two working days from Friday 13 February end after the Spring Festival', async () => {
    await story.until('2026-02-13 16:00');
    const event = anEvent('2026-02-13 15:50', {
      opinion: { colour: 'blue', score: 20, parts: [], floors: [] },
      upperRequest: true,
    });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const { verbs, queries } = story.responder;
    let view = await verbs.judge(ticket.id, { revision: ticket.revision, outcome: 'prepared_line' }, duty);
    view = await verbs.dispatch(
      ticket.id,
      { revision: view.revision, lead: 'water_company', requirement: '核实' },
      duty,
    );
    const report = view.clocks.find((clock) => clock.rule === 'L-07b')!;
    expect(report.dueAt).toBe(isoLocal('2026-02-24 17:30'));
    const { steps } = await queries.explainClock(duty, report.id);
    expect(steps.map((step) => step.text).join('\n')).toContain('调休上班');
    expect(steps.filter((step) => step.text.startsWith('不计：')).length).toBeGreaterThanOrEqual(9);
  });

  it('one that was overdue when its ticket was closed stays late, for the unit and for the evaluator', async () => {
    await story.until('2026-03-02 09:00');
    const event = anEvent('2026-03-02 08:50', {
      opinion: { colour: 'blue', score: 20, parts: [], floors: [] },
      upperRequest: true,
    });
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const { verbs, queries } = story.responder;
    const judged = { outcome: 'prepared_line' as const, level: 'IV' as const, verification: 'true' as const };
    const judgedView = await verbs.judge(id, { revision, ...judged }, duty);
    await verbs.dispatch(id, { revision: judgedView.revision, lead: 'education', requirement: '核实' }, duty);
    await story.until('2026-03-04 09:00');
    const view = await verbs.close(id, { revision: (await ticketOf(id)).revision, conclusion: '已备口径' }, duty);
    const signing = view.clocks.find((clock) => clock.rule.startsWith('L-03'))!;
    expect(signing).toMatchObject({ state: 'ended', overdue: true });
    const facts = await queries.unitFacts(supervisor, new Date('2026-03-01'), new Date('2026-03-05'));
    expect(facts.find((row) => row.unit.id === 'education')!.clocksLate).toBeGreaterThanOrEqual(1);
    const sample = (await queries.samples(evaluator)).find((row) => row.id === id)!;
    expect(sample.clocks).toHaveLength(view.clocks.length);
    expect(sample.clocks.find((clock) => clock.rule === signing.rule)).toMatchObject({ late: true, ended: '办结' });
  });

  it('a regrade Ⅲ → Ⅱ at hour 20 starts the stricter clocks from the same start, one of them already overdue', async () => {
    await story.until('2026-03-10 08:00');
    const event = graveEvent('2026-03-10 08:00', {
      occurred: '2026-03-10 07:00',
      level: { low: 'III', high: 'III', rule: 'T-work-safety', status: 'suggested' },
      facts: { deaths: { low: 3, high: 3 } },
    });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const { verbs, queries } = story.responder;
    const judged = await verbs.judge(
      ticket.id,
      { revision: ticket.revision, outcome: 'public_answer', level: 'III', dispositions: ['D-3'] },
      duty,
    );
    expect(judged.clocks.some((clock) => clock.rule === 'N-01')).toBe(false);
    await story.until('2026-03-11 03:00');
    const { revision } = await ticketOf(ticket.id);
    const view = await verbs['set-level'](
      ticket.id,
      { revision, level: 'II', stage: 'duty', reason: '死亡人数增至10人' },
      duty,
    );
    const rule = (id: string) => view.clocks.find((clock) => clock.rule === id)!;
    expect(rule('N-01')).toMatchObject({ dueAt: isoLocal('2026-03-10 12:00'), overdue: true, provisional: false });
    expect(rule('N-02')).toMatchObject({ dueAt: isoLocal('2026-03-11 07:00'), overdue: false });
    expect(rule('N-03').state).toBe('ended');
    await story.responder.sweep();
    const late = (await queries.notifications(leader, { limit: 200 })).items.filter(
      (row) => row.ticketId === ticket.id,
    );
    expect(late.map((row) => row.why)).toEqual([expect.stringContaining('N-01')]);

    const official = await verbs['set-level'](
      ticket.id,
      {
        revision: (await ticketOf(ticket.id)).revision,
        level: 'II',
        stage: 'official',
        reason: '正式认定',
        body: '省应急管理厅',
        paper: '某应急〔2026〕1号',
        decidedAt: isoLocal('2026-03-11 02:30'),
      },
      duty,
    );
    expect(official.level).toEqual({ machine: 'III', duty: 'II', official: 'II' });
  });

  it('a release recorded late counts at its actual time and is shown as 补记', async () => {
    await story.until('2026-03-20 09:00');
    const event = graveEvent('2026-03-20 09:00', { occurred: '2026-03-20 09:00' });
    await story.tell(event);
    const { verbs, queries } = story.responder;
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    await verbs['keep-provisional'](id, { revision }, duty);
    await story.until('2026-03-20 15:00');
    const view = await verbs['record-release'](
      id,
      {
        revision: (await ticketOf(id)).revision,
        kind: 'first_information',
        at: isoLocal('2026-03-20 12:00'),
        title: '情况通报',
        channel: '微博',
        url: 'https://weibo.example.cn/2',
      },
      spokesperson,
    );
    expect(view.clocks.find((clock) => clock.rule === 'N-01')).toMatchObject({
      state: 'met',
      stoppedAt: isoLocal('2026-03-20 12:00'),
    });
    const entry = (await queries.ticket(duty, id)).timeline.at(-1)!;
    expect(entry).toMatchObject({ at: isoLocal('2026-03-20 15:00'), factAt: isoLocal('2026-03-20 12:00') });
    // Continued release: a new 24 h clock from this release on.
    expect(view.clocks.find((clock) => clock.rule === 'L-14')).toMatchObject({
      state: 'running',
      dueAt: isoLocal('2026-03-21 12:00'),
    });
  });

  it('a corrected occurrence time moves the clocks and keeps both values', async () => {
    await story.until('2026-03-21 10:00');
    const event = graveEvent('2026-03-21 09:50', { occurred: '2026-03-21 09:00' });
    await story.tell(event);
    const { verbs, queries } = story.responder;
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const view = await verbs.judge(
      id,
      {
        revision,
        outcome: 'public_answer',
        dispositions: ['D-3'],
        level: 'II',
        occurredAt: { at: isoLocal('2026-03-21 08:20'), source: '119接警记录' },
      },
      duty,
    );
    const n01 = view.clocks.find((clock) => clock.rule === 'N-01')!;
    expect(n01).toMatchObject({
      provisional: false,
      dueAt: isoLocal('2026-03-21 13:20'),
      startOf: '事件发生时间（119接警记录）',
    });
    expect((await queries.explainClock(duty, n01.id)).startHistory).toHaveLength(1);
    expect((await queries.ticket(duty, id)).occurredHistory).toMatchObject([{ source: '文本' }]);
  });

  it('an occurrence that gives more time than is known needs the leader on duty, and what nobody can have known is refused', async () => {
    await story.until('2026-03-22 10:00');
    const event = graveEvent('2026-03-22 08:50', { occurred: '2026-03-22 08:30', detectedAt: '2026-03-22 08:55' });
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const { verbs } = story.responder;
    const grave = (at: string, ours = revision) => ({
      ...{ revision: ours, level: 'II' as const, stage: 'duty' as const, reason: '现场核实' },
      occurredAt: { at: isoLocal(at), source: '110接警记录' },
    });
    const refused = { code: 'precondition_failed', message: expect.stringContaining('由带班领导办理') };
    await expect(verbs['set-level'](id, grave('2026-03-22 09:55'), duty)).rejects.toMatchObject(refused);
    await expect(verbs['set-level'](id, grave('2026-03-22 10:05'), dutyLeader)).rejects.toThrow('不能晚于现在');

    const mended = await verbs['set-level'](id, grave('2026-03-22 08:45'), duty);
    expect(mended.clocks.find((clock) => clock.rule === 'N-01')).toMatchObject({
      dueAt: isoLocal('2026-03-22 13:45'),
    });
    const entries = async () => (await story.responder.queries.ticket(duty, id)).timeline.map(({ text }) => text);
    expect((await entries()).at(-1)).toContain('原截止3月22日13:30，起算时间更正后截止3月22日13:45');
    await expect(verbs['set-level'](id, grave('2026-03-22 08:50', mended.revision), duty)).rejects.toMatchObject(
      refused,
    );
    const later = await verbs['set-level'](id, grave('2026-03-22 08:50', mended.revision), dutyLeader);
    expect((await story.responder.queries.ticket(duty, id)).times['occurredAt']).toBe(isoLocal('2026-03-22 08:50'));
    expect(later.clocks.find((clock) => clock.rule === 'N-01')).toMatchObject({ dueAt: isoLocal('2026-03-22 13:50') });
    // Whoever reads the timeline sees what was moved, from where to where and on whose word.
    const text = (await entries()).at(-1);
    expect(text).toContain('事发时间登记为3月22日08:50（110接警记录），原为3月22日08:45（110接警记录）');
    expect(text).toContain('原截止3月22日13:45，起算时间更正后截止3月22日13:50');
  });

  it('nothing happened after what answered it: one of the two times is wrong, and neither stops a clock unasked', async () => {
    await story.until('2026-03-22 15:00');
    const event = graveEvent('2026-03-22 14:20', { occurred: '2026-03-22 14:00' });
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const { verbs } = story.responder;
    const up = { revision, manner: 'phone' as const, to: '省政府总值班室', at: isoLocal('2026-03-22 14:30') };
    const view = await verbs['report-up'](id, up, duty);
    const began = (at: string) => ({
      ...{ revision: view.revision, level: 'II' as const, stage: 'duty' as const, reason: '现场核实' },
      occurredAt: { at: isoLocal(at), source: '110接警记录' },
    });
    await expect(verbs['set-level'](id, began('2026-03-22 14:40'), dutyLeader)).rejects.toThrow(
      '发生时间晚于已登记的电话首报（3月22日14:30），请核对',
    );
    await verbs['set-level'](id, began('2026-03-22 14:30'), dutyLeader);
  });

  it('another hour in a newer post gives no time back: what is overdue stays overdue until a person corrects it', async () => {
    await story.until('2026-03-23 10:00');
    const event = graveEvent('2026-03-23 09:40', { occurred: '2026-03-23 08:30' });
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const level = { revision, level: 'II' as const, stage: 'duty' as const, reason: '现场核实' };
    await story.responder.verbs['set-level'](id, level, duty);
    await story.until('2026-03-23 14:00');
    await story.responder.sweep();
    const said = { at: isoLocal('2026-03-23 13:30'), source: '网民反映“下午一点半”' };
    await story.tell({ ...event, revision: 2, occurredAt: said });
    const { clocks, timeline } = await story.responder.queries.ticket(duty, id);
    expect(clocks.find(({ rule }) => rule === 'N-01')).toMatchObject({
      ...{ overdue: true, dueAt: isoLocal('2026-03-23 13:30') },
    });
    expect(timeline.at(-1)!.text).toContain('文本又述发生时间为3月23日13:30（网民反映“下午一点半”）');
  });
});
