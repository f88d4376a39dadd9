import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  duty,
  graveEvent,
  isoLocal,
  responderStory,
  secondDuty,
  spokesperson,
  supervisor,
} from '../harness/responder.ts';
import type { ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/**
 * 10 March, 06:00: water runs into an underpass of 滨江区. The machine holds Ⅲ or Ⅱ for possible; who is missing is counted for twenty hours
 * before the matter becomes Ⅱ. Every due time is counted from 06:00, whoever decided what in between.
 */
let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 06:20');
});
afterAll(() => story.close());

const { act, detail, at } = ticketActs(() => story);
const flood = () =>
  graveEvent('2026-03-10 06:15', {
    ...{ occurred: '2026-03-10 06:00', detectedAt: '2026-03-10 06:18', title: '滨江区解放路下穿隧道进水，多车被困' },
    ...{
      kind: 'flood',
      topic: 'work_safety',
      departments: [{ id: 'water', name: '市水务局', role: 'lead' as const, score: 0.9, reason: '职责：防汛' }],
    },
    level: { low: 'III', high: 'II', rule: 'T-flood', status: 'suggested' },
    facts: { deaths: { low: 3, high: 12 } },
  });
async function opened(): Promise<string> {
  const event = flood();
  await story.tell(event);
  return (await story.ticketOf(event.id)).ticket.id;
}
const clocks = async (id: string, rule: string) => (await detail(id)).clocks.filter((one) => one.rule === rule);
const judgement = { outcome: 'public_answer', dispositions: ['D-3'], reason: '人员被困，须公开' };
const counted = { level: 'II', stage: 'duty', reason: '核实死亡10人以上' };

describe('a tunnel flood that becomes Ⅱ at hour 20', () => {
  let undecided: string;
  let decided: string;

  it('06:20 five hours and a day run on trial from 06:00, for Ⅱ is possible', async () => {
    [undecided, decided] = [await opened(), await opened()];
    for (const id of [undecided, decided]) {
      expect(await clocks(id, 'N-01')).toMatchObject([{ provisional: true, dueAt: isoLocal('2026-03-10 11:00') }]);
      expect(await clocks(id, 'N-02')).toMatchObject([{ provisional: true, dueAt: isoLocal('2026-03-11 06:00') }]);
    }
  });

  it('07:00 one desk judges without a level, and they run on; the other decides Ⅲ, and they end with the reason', async () => {
    await at('2026-03-10 07:00');
    await act(undecided, 'judge', judgement, duty);
    expect(await clocks(undecided, 'N-02')).toMatchObject([{ provisional: true, state: 'running' }]);
    await act(decided, 'judge', { ...judgement, level: 'III', reason: '现有3人失联，按较大处置' }, duty);
    expect(await clocks(decided, 'N-01')).toMatchObject([{ state: 'ended' }]);
    expect(await clocks(decided, 'N-02')).toMatchObject([{ state: 'ended' }]);
    // What is owed at Ⅲ: an answer within 48 hours of the detection.
    expect(await clocks(decided, 'N-03')).toMatchObject([{ state: 'running', dueAt: isoLocal('2026-03-12 06:18') }]);
  });

  it('11:00 the fifth hour passes: on trial it is told as a possibility, and once', async () => {
    await at('2026-03-10 11:00');
    await at('2026-03-10 12:00');
    const [first] = await clocks(undecided, 'N-01');
    expect(first).toMatchObject({ provisional: true, overdue: true });
    const { firings } = await story.responder.queries.explainClock(duty, first!.id);
    expect(firings.filter(({ point }) => point.startsWith('due'))).toHaveLength(1);
    expect((await clocks(decided, 'N-01')).every(({ overdue }) => !overdue)).toBe(true);
  });

  it('hour 20: Ⅲ becomes Ⅱ. Both stand where they would have stood all along: five hours overdue, four hours to the conference', async () => {
    await at('2026-03-11 02:00');
    const before = (await clocks(undecided, 'N-02'))[0]!;
    for (const id of [undecided, decided]) await act(id, 'set-level', counted, duty);
    for (const id of [undecided, decided]) {
      const [voice, press] = [(await clocks(id, 'N-01')).at(-1)!, (await clocks(id, 'N-02')).at(-1)!];
      expect(voice).toMatchObject({ provisional: false, overdue: true, dueAt: isoLocal('2026-03-10 11:00') });
      expect(press).toMatchObject({ provisional: false, state: 'running', dueAt: isoLocal('2026-03-11 06:00') });
      expect(press.startAt).toBe(isoLocal('2026-03-10 06:00'));
      // The milder duty is gone, the same matter does not owe twice.
      expect((await clocks(id, 'N-03')).filter(({ state }) => state === 'running')).toEqual([]);
    }
    // It is the very clock that had been running, not a second one beside it.
    expect((await clocks(undecided, 'N-02')).map(({ id }) => id)).toEqual([before.id]);
    const { timeline } = await detail(decided);
    expect(timeline.filter(({ kind }) => kind === 'regraded').map(({ text }) => text)).toEqual([
      '值班初判由Ⅲ级（较大）调整为Ⅱ级（重大）',
    ]);
  });

  it('no moment that has passed rings a second time; the missed five hours are a lead for 督查 in either', async () => {
    await at('2026-03-11 02:01');
    const points = async (id: string) => {
      const found = await Promise.all(
        (await clocks(id, 'N-01')).map((one) => story.responder.queries.explainClock(duty, one.id)),
      );
      return found.flatMap(({ clock, firings }) => firings.map(({ point }) => `${clock.id} ${point}`));
    };
    for (const id of [undecided, decided]) {
      const told = await points(id);
      expect(new Set(told).size).toBe(told.length);
    }
    const leads = await story.responder.queries.accountability(supervisor);
    const missed = leads.filter(({ rule }) => rule === 'N-01').map(({ ticketId }) => ticketId);
    expect(missed).toEqual(expect.arrayContaining([undecided, decided]));
  });

  it('05:10 the conference is held, fifty minutes before the day is over', async () => {
    await at('2026-03-11 05:40');
    const proofs = [
      { kind: 'video', value: '发布会全程录像', outside: false },
      { kind: 'link', value: 'https://news.example.cn/live/2', outside: true },
    ];
    const held = {
      startedAt: isoLocal('2026-03-11 05:10'),
      title: '隧道进水事件新闻发布会',
      place: '新闻发布厅',
      proofs,
    };
    for (const id of [undecided, decided]) {
      await act(id, 'record-conference', { ...held, speaker: '某某', speakerPost: '市水务局局长' }, spokesperson);
      const { id: releaseId } = (await detail(id)).releases.find(({ needsConfirmation }) => needsConfirmation)!;
      await act(id, 'confirm-release', { releaseId }, secondDuty);
      expect((await clocks(id, 'N-02')).at(-1)).toMatchObject({
        state: 'met',
        stoppedAt: isoLocal('2026-03-11 05:10'),
      });
      // The conference is the first the public heard: late, and it stays late.
      expect((await clocks(id, 'N-01')).at(-1)).toMatchObject({ state: 'met_late', overdue: true });
    }
  });
});
