import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseRoom } from '../harness/release-desk.ts';
import { ticketActs } from '../harness/ticket-acts.ts';
import {
  duty,
  graveEvent,
  isoLocal,
  responderStory,
  secondDuty,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 12:30');
});
afterAll(() => story.close());

const detail = (id: string) => story.responder.queries.ticket(duty, id);
const clocksOf = async (id: string, rule: string) =>
  (await detail(id)).clocks
    .filter((clock) => clock.rule === rule)
    .map((clock) => [clock.overdue && clock.state === 'running' ? 'overdue' : clock.state, clock.dueAt]);
const overdue = async (id: string) =>
  (await detail(id)).clocks.filter((clock) => clock.overdue && clock.state === 'running').map(({ rule }) => rule);
type Verbs = ResponderStory['responder']['verbs'];
async function act<N extends 'set-level' | 'record-release' | 'close' | 'reopen' | 'judge' | 'second-judge'>(
  id: string,
  verb: N,
  input: Omit<Parameters<Verbs[N]>[1], 'revision'>,
  by = duty,
): Promise<void> {
  const { revision } = (await detail(id)).ticket;
  await (story.responder.verbs[verb] as (id: string, input: unknown, by: unknown) => Promise<unknown>)(
    id,
    { ...input, revision },
    by,
  );
}
const atLevel = (id: string, level: 'I' | 'II') =>
  act(id, 'set-level', { level, stage: 'duty', reason: '据通报' }, duty);
const told = (at: string) => ({ kind: 'first_information' as const, at: isoLocal(at), title: '通报', channel: '网站' });
const judged = {
  ...{ outcome: 'public_answer' as const, dispositions: ['D-4' as const], verification: 'true' as const },
  reason: '重大，须公开回应',
};
const conclusion = { conclusion: '处置完毕' };

describe('a matter closed with 经批准未召开 and opened again', () => {
  let id: string;
  it('owes no conference a second time, and nothing of it is overdue at birth', async () => {
    id = (await releaseRoom(story, graveEvent('2026-03-10 11:00'))).id;
    await atLevel(id, 'II');
    await act(id, 'judge', judged);
    await act(id, 'record-release', { ...told('2026-03-10 12:30'), url: 'https://www.example.gov.cn/1' }, spokesperson);
    await act(id, 'close', { ...conclusion, notHeld: '省政府新闻办批准' });
    await story.until('2026-03-13 09:00');
    await act(id, 'reopen', { reason: '又有家属反映' });
    expect(await clocksOf(id, 'N-02')).toEqual([['ended', isoLocal('2026-03-11 11:00')]]);
    expect(await overdue(id)).toEqual([]);
    expect((await detail(id)).timeline.at(-1)!.text).toBe('重启（经批准未召开新闻发布会的决定继续有效）');
    await story.until('2026-03-13 15:00');
    expect(await clocksOf(id, 'N-02')).toHaveLength(1);
  });

  it('owes one of its own once it is set graver than what was approved, counted from the reopening', async () => {
    await atLevel(id, 'I');
    expect(await clocksOf(id, 'N-02')).toEqual([
      ['ended', isoLocal('2026-03-11 11:00')],
      ['running', isoLocal('2026-03-14 09:00')],
    ]);
  });
});

describe('a grave matter closed as not ours and opened again', () => {
  it('has its conference to hold within 24 hours of the reopening, not of an event of last week', async () => {
    await story.until('2026-03-16 10:00');
    const { id } = await releaseRoom(story, graveEvent('2026-03-16 09:00'));
    await atLevel(id, 'II');
    const verdict = { outcome: 'not_ours' as const, dispositions: [], reason: '属外省', link: undefined };
    await act(id, 'judge', verdict);
    if ((await detail(id)).ticket.flags.includes('needs_second'))
      await act(id, 'second-judge', { agree: true, reason: '同意' }, secondDuty);
    await act(id, 'close', conclusion);
    await story.until('2026-03-20 09:00');
    await act(id, 'reopen', { reason: '查明确属我市' });
    expect(await clocksOf(id, 'N-02')).toEqual([
      ['ended', isoLocal('2026-03-17 09:00')],
      ['running', isoLocal('2026-03-21 09:00')],
    ]);
    await story.until('2026-03-21 09:01');
    expect((await clocksOf(id, 'N-02')).at(-1)).toEqual(['overdue', isoLocal('2026-03-21 09:00')]);
  });
});

describe('an order of 12345 closed and opened again', () => {
  const { handled } = ticketActs(() => story);
  const putAside = async (id: string) => {
    await act(id, 'judge', { ...judged, outcome: 'no_answer', dispositions: [] });
    await act(id, 'second-judge', { agree: true }, secondDuty);
    await act(id, 'close', conclusion);
  };

  it('owes its conclusion again by the time that was left, or anew where that has run out', async () => {
    await story.until('2026-03-25 09:00');
    const { id } = await handled('2026-03-25 08:30', 'water_company', { intakeKinds: ['complaint'] });
    const owed = await clocksOf(id, 'L-08b');
    expect(owed).toEqual([['running', isoLocal('2026-04-01 17:30')]]);
    await putAside(id);
    expect((await clocksOf(id, 'L-08b'))[0]![0]).not.toBe('running');
    await act(id, 'reopen', { reason: '来电人反映未解决' });
    expect(await clocksOf(id, 'L-08b')).toEqual(owed);
    await putAside(id);
    await story.until('2026-04-03 09:00');
    await act(id, 'reopen', { reason: '来电人又反映' });
    expect(await overdue(id)).not.toContain('L-08b');
    expect((await clocksOf(id, 'L-08b')).at(-1)).toEqual(['running', isoLocal('2026-04-13 17:30')]);
  });
});
