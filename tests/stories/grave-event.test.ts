import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  duty,
  graveEvent,
  isoLocal,
  responderStory,
  secondDuty,
  spokesperson,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

const proofs = [
  { kind: 'transcript' as const, value: '发布会文字实录', outside: false },
  { kind: 'link' as const, value: 'https://news.example.cn/live/1', outside: true },
];

describe('a grave accident, before anybody has looked', () => {
  it('opens one ticket with provisional 5 h and 24 h clocks from the occurrence', async () => {
    const event = graveEvent('2026-03-10 09:40', { occurred: '2026-03-10 08:30', detectedAt: '2026-03-10 09:55' });
    await story.tell(event);
    const ticket = await story.ticketOf(event.id);
    expect(ticket.ticket.number).toBe('舆交〔2026〕1号');
    expect(ticket.openedBy).toMatchObject({ rule: 'O-03', why: expect.stringContaining('Ⅱ级') });
    const [n01, n02] = ['N-01', 'N-02'].map((rule) => ticket.clocks.find((clock) => clock.rule === rule)!);
    expect(n01).toMatchObject({ provisional: true, state: 'running', dueAt: isoLocal('2026-03-10 13:30') });
    expect(n02).toMatchObject({ provisional: true, state: 'running', dueAt: isoLocal('2026-03-11 08:30') });
    const why = await story.responder.queries.explainClock(duty, n01!.id);
    expect(why.startedBecause).toContain('事件发生时间（文本）');
    expect(why.clock.source.doc).toContain('国办发〔2016〕80号');
  });

  it('starts them from the first public post, else the detection, when nobody knows the occurrence', async () => {
    const event = graveEvent('2026-03-10 09:40', { detectedAt: '2026-03-10 09:55' });
    await story.tell(event);
    const ticket = await story.ticketOf(event.id);
    expect(ticket.clocks.find((clock) => clock.rule === 'N-01')).toMatchObject({
      dueAt: isoLocal('2026-03-10 14:40'),
      startOf: '首条公开信息时间（首条公开信息）',
    });
  });

  it('keeps the clocks when a person confirms Ⅱ, with the same start', async () => {
    const event = graveEvent('2026-03-10 09:40', { occurred: '2026-03-10 08:30' });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const kept = await story.responder.verbs['keep-provisional'](ticket.id, { revision: ticket.revision }, duty);
    expect(kept.level).toMatchObject({ machine: 'II', duty: 'II', official: null });
    expect(kept.clocks.find((clock) => clock.rule === 'N-01')).toMatchObject({
      provisional: false,
      dueAt: isoLocal('2026-03-10 13:30'),
    });
    expect(kept.clocks.some((clock) => clock.rule === 'N-03' && clock.state === 'running')).toBe(false);
  });

  it('is judged while nobody has set a level, and the record says so; it is not closed like that', async () => {
    const event = graveEvent('2026-03-10 09:40', { occurred: '2026-03-10 08:30' });
    await story.tell(event);
    const { verbs, queries } = story.responder;
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const notOurs = { outcome: 'not_ours' as const, reason: '发生在外市' };
    let view = await verbs.judge(id, { revision, ...notOurs }, duty);
    const text = (await queries.ticket(duty, id)).timeline.at(-1)!.text;
    expect(text).toContain('（未定级，暂按重大计时的时限继续）');
    expect(view.clocks.find((clock) => clock.rule === 'N-02')).toMatchObject({ state: 'running', provisional: true });
    const close = { conclusion: '已移送' };
    await expect(verbs.close(id, { revision: view.revision, ...close }, duty)).rejects.toThrow(
      '暂按重大计时的时限尚未确认或终止，请先定级',
    );
    view = await verbs['end-provisional'](id, { revision: view.revision, reason: '不在本市' }, duty);
    view = await verbs['second-judge'](id, { revision: view.revision, agree: true }, secondDuty);
    expect((await verbs.close(id, { revision: view.revision, ...close }, duty)).state).toBe('closed');
  });

  it('ends them with the reason when a person rejects, and brings them back only for graver facts', async () => {
    const event = graveEvent('2026-03-10 09:40');
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const { verbs } = story.responder;
    await expect(verbs['end-provisional'](ticket.id, { revision: ticket.revision, reason: '' }, duty)).rejects.toThrow(
      '请写明原因',
    );
    const ended = await verbs['end-provisional'](
      ticket.id,
      { revision: ticket.revision, reason: '经电话核实系演练' },
      duty,
    );
    const n02 = ended.clocks.find((clock) => clock.rule === 'N-02')!;
    expect(n02.state).toBe('ended');
    expect((await story.responder.queries.explainClock(duty, n02.id)).stoppedBecause).toBe('经电话核实系演练');

    await story.tell({ ...event, revision: 2, counts: { ...event.counts, mentions: 9 } });
    expect(running(await story.ticketOf(event.id), 'N-01')).toHaveLength(0);
    await story.tell({ ...event, revision: 3, level: { ...event.level, low: 'I', high: 'I' } });
    const again = await story.ticketOf(event.id);
    expect(running(again, 'N-01')).toMatchObject([{ provisional: true }]);
  });

  it('a plan stops nothing; a conference with proof, confirmed by a second person, stops the 24 h at its actual start', async () => {
    const event = graveEvent('2026-03-10 09:40', { occurred: '2026-03-10 08:30' });
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const { verbs, queries } = story.responder;
    let view = await verbs['keep-provisional'](id, { revision }, duty);
    view = await verbs['record-conference'](
      id,
      { revision: view.revision, planned: true, startedAt: isoLocal('2026-03-10 18:00'), title: '爆炸事故新闻发布会' },
      spokesperson,
    );
    expect(view.clocks.find((clock) => clock.rule === 'N-02')!.state).toBe('running');

    await story.until('2026-03-10 19:00');
    const fact = {
      startedAt: isoLocal('2026-03-10 18:10'),
      title: '爆炸事故新闻发布会',
      speaker: '某某',
      speakerPost: '市应急管理局局长',
      place: '市政府新闻发布厅',
      proofs,
    };
    const current = async () => (await queries.ticket(duty, id)).ticket.revision;
    await expect(
      verbs['record-conference'](id, { ...fact, proofs: [], revision: await current() }, spokesperson),
    ).rejects.toThrow('发布会登记缺：文字实录或视频、一项外部证明');
    view = await verbs['record-conference'](id, { ...fact, revision: await current() }, spokesperson);
    expect(view.clocks.find((clock) => clock.rule === 'N-02')!.state).toBe('running');

    const held = (await queries.ticket(duty, id)).releases.find((release) => !release.planned)!;
    expect(held).toMatchObject({ needsConfirmation: true, backDated: true });
    const confirm = { revision: view.revision, releaseId: held.id };
    await expect(verbs['confirm-release'](id, confirm, spokesperson)).rejects.toThrow('须由第二人确认');
    // The second person may find that it was not so: the record stays, answers nobody, and is recorded anew.
    await expect(verbs['confirm-release'](id, { ...confirm, agree: false }, secondDuty)).rejects.toThrow();
    view = await verbs['confirm-release'](id, { ...confirm, agree: false, note: '视频打不开' }, secondDuty);
    expect(view.clocks.find((clock) => clock.rule === 'N-02')!.state).toBe('running');
    const refused = (await queries.ticket(duty, id)).releases.find((release) => release.id === held.id)!;
    expect(refused).toMatchObject({ needsConfirmation: false, refusal: { reason: '视频打不开' } });
    const again = { ...confirm, revision: view.revision };
    await expect(verbs['confirm-release'](id, again, secondDuty)).rejects.toThrow('没有待复核的发布会登记');

    view = await verbs['record-conference'](id, { ...fact, revision: view.revision }, spokesperson);
    const anew = (await queries.ticket(duty, id)).releases.find((release) => release.needsConfirmation)!;
    const second = { revision: view.revision, releaseId: anew.id };
    view = await verbs['confirm-release'](id, second, secondDuty);
    expect(view.clocks.find((clock) => clock.rule === 'N-02')).toMatchObject({
      state: 'met',
      stoppedAt: isoLocal('2026-03-10 18:10'),
    });
    // The 5 h were missed at 13:30: the conference is the first information, and late.
    expect(view.clocks.find((clock) => clock.rule === 'N-01')).toMatchObject({ state: 'met_late', overdue: true });
  });

  it('runs the overdue path to its end: warnings, due, every step of the ladder, a lead for 督查 only', async () => {
    const event = graveEvent('2026-03-12 07:50', { occurred: '2026-03-12 07:30', detectedAt: '2026-03-12 07:55' });
    await story.until('2026-03-12 08:00');
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const view = await story.responder.verbs['keep-provisional'](id, { revision }, duty);
    const n01 = view.clocks.find((clock) => clock.rule === 'N-01')!;

    await story.until('2026-03-13 09:30');
    const { firings } = await story.responder.queries.explainClock(duty, n01.id);
    const points = firings.map((firing) => firing.point);
    expect(points.slice(-3)).toEqual(['due', 'L-10-red-1', 'L-10-red-2']);
    expect(points.slice(0, -3).sort()).toEqual(
      ['P-05a', 'P-05b', 'P-05c', 'amber-240m', 'amber-60m', 'warn-180m', 'warn-60m'].sort(),
    );
    for (const firing of firings) expect(firing.firedAt).toBe(firing.plannedAt);
    const { timeline, drafts } = await story.responder.queries.ticket(duty, id);
    expect(timeline.filter((entry) => entry.data['clockId'] === n01.id && entry.kind === 'clock.overdue')).toHaveLength(
      1,
    );
    expect(drafts.map((draft) => draft.kind)).toContain('supervise');

    const leads = await story.responder.queries.accountability(supervisor);
    expect(
      leads
        .filter((lead) => lead.ticketId === id)
        .map((lead) => lead.rule)
        .sort(),
    ).toEqual(['L-01-red', 'L-02', 'N-01', 'N-02']);
    await expect(story.responder.queries.accountability(duty)).rejects.toThrow('仅督查人员可见');
  });
});

const running = (ticket: Awaited<ReturnType<ResponderStory['ticketOf']>>, rule: string) =>
  ticket.clocks.filter((clock) => clock.rule === rule && clock.state === 'running');
