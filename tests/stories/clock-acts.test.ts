import { afterEach, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks } from '../../responder/index.ts';
import { anEvent, duty, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
afterEach(() => story.close());

const clockOf = async (id: string, rule: string) => {
  const desk = (await story.responder.queries.desk(duty, id, 'clocks')) as {
    clocks: { id: string; rule: string; dueAt: string; state: string; paused: boolean; outdated: boolean }[];
  };
  const found = desk.clocks.filter((clock) => clock.rule === rule);
  return found.at(-1)!;
};

describe('what a person may do to a deadline', () => {
  it('two authorities report an accident upwards: each has its own two hours, started and met by hand', async () => {
    story = await responderStory('2026-03-02 09:00');
    const event = anEvent('2026-03-02 09:00', { kind: 'work_safety', title: '滨江区某工地坍塌' });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const { verbs } = story.responder;
    const start = { rule: 'N-10', source: '接报记录', reason: '事故逐级上报' };
    await verbs['start-clock'](ticket.id, { ...start, startAt: isoLocal('2026-03-02 08:30') }, duty);
    await verbs['start-clock'](ticket.id, { ...start, startAt: isoLocal('2026-03-02 09:00') }, duty);
    const second = await clockOf(ticket.id, 'N-10');
    expect(second.dueAt).toBe(isoLocal('2026-03-02 11:00'));
    await story.until('2026-03-02 10:45');
    await verbs['meet-clock'](
      ticket.id,
      { clockId: second.id, at: isoLocal('2026-03-02 10:40'), proof: '江城报〔2026〕3号' },
      duty,
    );
    expect((await clockOf(ticket.id, 'N-10')).state).toBe('satisfied');
    const states = (await story.ticketOf(event.id)).clocks.filter((clock) => clock.rule === 'N-10');
    expect(states.map((clock) => [clock.dueAt, clock.state, clock.overdue])).toEqual([
      [isoLocal('2026-03-02 10:30'), 'running', true],
      [isoLocal('2026-03-02 11:00'), 'met', false],
    ]);
  });

  it('the same report started twice, or by six hands at once, is one clock, and the others read who began it', async () => {
    story = await responderStory('2026-03-02 09:00');
    const event = anEvent('2026-03-02 09:00', { kind: 'work_safety', title: '滨江区某工地坍塌' });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const start = { rule: 'N-09', source: '接报记录', reason: '事故单位报告', startAt: isoLocal('2026-03-02 08:30') };
    const begin = (changes = {}) => story.responder.verbs['start-clock'](ticket.id, { ...start, ...changes }, duty);
    const six = await Promise.allSettled(Array.from({ length: 6 }, () => begin()));
    expect(six.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(begin()).rejects.toThrow(
      `${duty.name}已于3月2日09:00起算“事故单位报告（单位负责人接报后）”，自3月2日08:30起（接报记录），正在计时`,
    );
    await expect(begin({ startAt: isoLocal('1900-01-01 08:00') })).rejects.toThrow('请核对年月');
    // Typed by another hand from the same paper: a space, a full-width letter, some minutes on.
    for (const typed of [{ source: '接报 记录' }, { startAt: isoLocal('2026-03-02 08:41') }])
      await expect(begin(typed)).rejects.toThrow('另有机关另行起算的，请写明不同的来源');
    await begin({ source: '江城区应急局接报' });
    const first = await story.ticketOf(event.id);
    expect(first.clocks.filter(({ rule }) => rule === 'N-09')).toHaveLength(2);
    // Met, the duty may begin anew.
    const { id: clockId } = first.clocks.find(({ rule, startOf }) => rule === 'N-09' && startOf.includes('接报记录'))!;
    const met = { clockId, at: isoLocal('2026-03-02 08:50'), proof: '江城报〔2026〕4号' };
    await story.responder.verbs['meet-clock'](ticket.id, met, duty);
    await begin();
  });

  it('S27: asking a third party does not count among the twenty working days, and every day is explained', async () => {
    story = await responderStory('2026-09-14 09:00');
    const event = anEvent('2026-09-14 09:00', { intakeKinds: ['disclosure'] });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const before = await clockOf(ticket.id, 'N-16a');
    // 14 September is not counted; 20 September and 10 October are worked, 25–27 September and 1–7 October are free.
    expect(before.dueAt).toBe(isoLocal('2026-10-16 17:30'));
    const { verbs } = story.responder;
    await story.until('2026-09-16 10:00');
    const act = { clockId: before.id, reason: '征求第三方意见', proof: '江城征函〔2026〕1号' };
    await verbs['pause-clock'](ticket.id, act, duty);
    await expect(verbs['pause-clock'](ticket.id, act, duty)).rejects.toThrow('已在停计中');
    expect((await story.ticketOf(event.id)).clocks.find((clock) => clock.id === before.id)?.state).toBe('paused');
    // While it stands still nothing rings, not even when the old due time passes.
    await story.until('2026-10-20 09:00');
    expect((await clockOf(ticket.id, 'N-16a')).state).toBe('running');
    await verbs['resume-clock'](ticket.id, { clockId: before.id, reason: '第三方已复函' }, duty);
    const after = await clockOf(ticket.id, 'N-16a');
    // A day and an hour and a half were used before the stop on 16 September; the rest is counted from 9:00 on 20 October on, where half an hour
    // had gone before: all that is left of the twentieth day is one hour less than the day.
    expect(after.dueAt).toBe(isoLocal('2026-11-13 16:30'));
    const explained = await story.responder.queries.explainClock(duty, before.id);
    expect(explained.steps.filter(({ text }) => text.includes('停计')).length).toBeGreaterThan(20);
  });

  it('natural hours never stop, a fact stops its own clock, and only the office lays hand on one', async () => {
    story = await responderStory('2026-03-02 09:00');
    const event = anEvent('2026-03-02 09:00');
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const { verbs } = story.responder;
    const answer = await clockOf(ticket.id, 'N-03');
    const why = { clockId: answer.id, reason: '想缓一缓', proof: '无' };
    await expect(verbs['pause-clock'](ticket.id, { ...why, proof: '口头请示' }, duty)).rejects.toThrow('不得停计');
    await expect(
      verbs['meet-clock'](ticket.id, { clockId: answer.id, at: isoLocal('2026-03-02 09:00'), proof: '已回应' }, duty),
    ).rejects.toThrow('凭相应事实停止');
    await expect(
      verbs['start-clock'](
        ticket.id,
        { rule: 'N-03', startAt: isoLocal('2026-03-02 09:00'), source: '值班记录', reason: '重新起算' },
        duty,
      ),
    ).rejects.toThrow('由系统按事实起算');
    await expect(
      verbs['start-clock'](
        ticket.id,
        { rule: 'N-10', startAt: isoLocal('2026-03-02 12:00'), source: '值班记录', reason: '预先起算' },
        duty,
      ),
    ).rejects.toThrow('不能晚于现在');
    await expect(
      verbs['resume-clock'](ticket.id, { clockId: answer.id, reason: '恢复' }, handlerOf('water_company')),
    ).rejects.toThrow();
  });

  it('a rulebook that was tightened moves no running clock until a person takes the new text over', async () => {
    story = await responderStory('2026-03-02 09:00');
    const event = anEvent('2026-03-02 09:00');
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const old = await clockOf(ticket.id, 'N-03');
    expect(old.outdated).toBe(false);
    await expect(
      story.responder.verbs['rebase-clock'](ticket.id, { clockId: old.id, reason: '市里收紧' }, duty),
    ).rejects.toThrow('无需重算');
    await story.close();

    const books = loadResponderBooks(shippedConfigFolder());
    books.clocks.tighten.push({
      ...{ tightens: 'N-03', layer: 'city', limit: 'PT24H' },
      source: { doc: '江城市政务舆情回应办法', grade: 'P' },
    });
    story = await responderStory('2026-03-02 09:00', { books });
    await story.tell(event);
    expect((await clockOf((await story.ticketOf(event.id)).ticket.id, 'N-03')).dueAt).toBe(
      isoLocal('2026-03-03 09:00'),
    );
    books.clocks.tighten.pop();
    const { id } = (await story.ticketOf(event.id)).ticket;
    const frozen = await clockOf(id, 'N-03');
    expect(frozen).toMatchObject({ dueAt: isoLocal('2026-03-03 09:00'), outdated: true });
    await story.responder.verbs['rebase-clock'](id, { clockId: frozen.id, reason: '办法修订' }, duty);
    const now = await clockOf(id, 'N-03');
    expect(now).toMatchObject({ dueAt: isoLocal('2026-03-04 09:00'), outdated: false });
    const desk = (await story.responder.queries.desk(duty, id, 'clocks')) as {
      clocks: { id: string; replaced: { dueAt: string; reason: string }[] }[];
    };
    expect(desk.clocks.find((clock) => clock.id === now.id)?.replaced).toMatchObject([
      { dueAt: isoLocal('2026-03-03 09:00'), reason: '办法修订' },
    ]);
  });

  it('time asked for, granted while the clock stands still, runs on afterwards and ends on a working day', async () => {
    story = await responderStory('2026-04-07 09:00');
    const blue = { opinion: { colour: 'blue' as const, score: 20, parts: [], floors: [] }, upperRequest: true };
    const { act, handled } = ticketActs(() => story);
    const { id } = await handled('2026-04-07 08:50', 'housing', { ...blue, intakeKinds: ['complaint'] });
    await act(id, 'judge', { outcome: 'prepared_line', reason: '系小区内部事项' }, duty);
    const clock = await clockOf(id, 'L-08b');
    const [unit, until] = [handlerOf('housing'), isoLocal('2026-04-17 17:30')];
    await act(id, 'request-extension', { clockId: clock.id, until, reason: '须第三方鉴定' }, unit);
    await act(id, 'pause-clock', { clockId: clock.id, reason: '征求第三方意见', proof: '江城征函〔2026〕2号' }, duty);
    await story.until('2026-04-15 09:00');
    // Its old due time of 14 April is behind, but it stood still.
    await act(id, 'extend', { clockId: clock.id, until, reason: '同意' }, duty);
    expect(await clockOf(id, 'L-08b')).toMatchObject({ dueAt: until, state: 'running', paused: true });
    await act(id, 'resume-clock', { clockId: clock.id, reason: '第三方已复函' }, duty);
    // Six working days it stood still, 7 to 14 April: the granted 17 April moves by as many.
    expect(await clockOf(id, 'L-08b')).toMatchObject({ dueAt: isoLocal('2026-04-27 17:30'), paused: false });
  });
});
