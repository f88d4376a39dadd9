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
  it('owes no conference a second time, and nothing of it is overdue that was not so before', async () => {
    id = (await releaseRoom(story, graveEvent('2026-03-10 11:00'))).id;
    await atLevel(id, 'II');
    await act(id, 'judge', judged);
    await act(id, 'record-release', { ...told('2026-03-10 12:30'), url: 'https://www.example.gov.cn/1' }, spokesperson);
    await story.responder.sweep();
    const late = await overdue(id);
    const approved = { by: '省政府新闻办', at: isoLocal('2026-03-10 12:20'), paper: '会议纪要第7号' };
    await act(id, 'close', { ...conclusion, notHeld: approved });
    expect(await overdue(id)).toEqual([]);
    await story.until('2026-03-13 09:00');
    await act(id, 'reopen', { reason: '又有家属反映' });
    expect(await clocksOf(id, 'N-02')).toEqual([['ended', isoLocal('2026-03-11 11:00')]]);
    expect(await overdue(id)).toEqual(late);
    expect((await detail(id)).timeline.at(-1)!.text).toContain('重启（经批准未召开新闻发布会的决定继续有效）；');
    await story.responder.duty.writeHandover({ unit: 'gov_office' }, duty);
    const [sheet] = (await story.responder.duty.handovers(duty, { unit: 'gov_office' })).items;
    expect(sheet!.lines.filter((line) => line.ticketId === id).map((line) => line.kind)).toContain('reopened');
    await story.until('2026-03-13 15:00');
    expect(await clocksOf(id, 'N-02')).toHaveLength(1);
  });

  it('owes one of its own once it is set graver than what was approved, in what was left of the 24 hours when it was closed', async () => {
    await atLevel(id, 'I');
    // Closed at 12:30 with 22 hours and a half to go; set graver at 15:00 today.
    expect(await clocksOf(id, 'N-02')).toEqual([['running', isoLocal('2026-03-14 13:30')]]);
  });
});

describe('a grave matter closed as not ours and opened again', () => {
  it('has its conference to hold within what was left of the 24 hours, from the reopening and not from an event of last week', async () => {
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
    expect(await clocksOf(id, 'N-02')).toEqual([['running', isoLocal('2026-03-21 08:00')]]);
    await story.until('2026-03-21 08:01');
    expect(await clocksOf(id, 'N-02')).toEqual([['overdue', isoLocal('2026-03-21 08:00')]]);
  });
});

describe('an order of 12345 closed and opened again', () => {
  const { handled } = ticketActs(() => story);
  const putAside = async (id: string) => {
    await act(id, 'judge', { ...judged, outcome: 'no_answer', dispositions: [] });
    await act(id, 'second-judge', { agree: true }, secondDuty);
    await act(id, 'close', conclusion);
  };

  it('owes its conclusion again by the time that was left, wherever its date has gone', async () => {
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
