import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { EVENT_CHANGED } from '../../analyzer/messages.ts';
import {
  anEvent,
  duty,
  graveEvent,
  handlerOf,
  isoLocal,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-02-12 15:00');
});
afterAll(() => story.close());

const ticketOf = async (id: string) => (await story.responder.queries.ticket(duty, id)).ticket;

describe('nothing is lost and nothing doubled', () => {
  it('the same revision delivered three times opens one ticket', async () => {
    await story.until('2026-04-01 09:00');
    const event = graveEvent('2026-04-01 08:50');
    await Promise.all([story.tell(event), story.tell(event), story.tell(event)]);
    const page = await story.responder.queries.tickets(duty, { eventId: event.id });
    expect(page.items).toHaveLength(1);
    expect((await story.responder.queries.ticket(duty, page.items[0]!.id)).timeline).toHaveLength(1);
  });

  it('history opens no ticket, but a person may', async () => {
    const event = graveEvent('2026-01-05 08:50', { history: true });
    await story.tell(event);
    expect((await story.responder.queries.tickets(duty, { eventId: event.id })).items).toEqual([]);
    const view = await story.responder.verbs.open({ eventId: event.id, reason: '群众再次反映' }, duty);
    expect(view.state).toBe('received');
    await expect(story.responder.verbs.open({ eventId: event.id, reason: '再开一次' }, duty)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      story.responder.verbs.open({ eventId: event.id, reason: '越权' }, handlerOf('education')),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('merged events leave one open ticket, with the earlier start', async () => {
    const first = graveEvent('2026-04-01 07:00', { occurred: '2026-04-01 06:30' });
    const second = graveEvent('2026-04-01 08:00');
    await story.tell(first);
    await story.tell(second);
    await story.tell({ ...first, revision: 2, mergedInto: second.id });
    const absorbed = await story.ticketOf(first.id);
    const main = await story.ticketOf(second.id);
    expect(absorbed.ticket).toMatchObject({ state: 'closed', flags: expect.arrayContaining(['merged']) });
    expect(absorbed.clocks.every((clock) => clock.state === 'ended')).toBe(true);
    expect(main.clocks.find((clock) => clock.rule === 'N-01')!.dueAt).toBe(isoLocal('2026-04-01 11:30'));
  });

  it('two people at once: the second is told who won and when', async () => {
    const event = anEvent('2026-04-01 08:50');
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const order = { revision, lead: 'water_company', requirement: '核实', emergency: '先交办' };
    const { verbs } = story.responder;
    const results = await Promise.allSettled([verbs.dispatch(id, order, duty), verbs.dispatch(id, order, secondDuty)]);
    const lost = results.find((result) => result.status === 'rejected')!.reason as AppError;
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(lost.code).toBe('conflict');
    expect(lost.message).toMatch(/值班员[甲乙] 已于 4月1日09:00 先行处理/);
    expect(lost.details['current']).toMatchObject({ kind: 'dispatch', revision: revision + 1 });
  });

  it('64 notes at once, all on the same revision: one wins, and with fresh revisions none is lost', async () => {
    const event = anEvent('2026-04-01 08:50');
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const { verbs, queries } = story.responder;
    const stale = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) => verbs.note(id, { revision, text: `第${n}条` }, duty)),
    );
    expect(stale.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const persist = async (n: number): Promise<void> => {
      for (;;) {
        try {
          await verbs.note(id, { revision: (await ticketOf(id)).revision, text: `坚持${n}` }, duty);
          return;
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, n) => persist(n)));
    const { timeline, ticket } = await queries.ticket(duty, id);
    expect(timeline.filter((entry) => entry.text.startsWith('坚持'))).toHaveLength(16);
    expect(ticket.revision).toBe(revision + 17);
  });

  it('a request sent again with its key acts once; the key with another request is refused', async () => {
    const event = anEvent('2026-04-01 08:50');
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const { verbs } = story.responder;
    const note = { revision, text: '已电话联系', idempotencyKey: 'form-1234567' };
    const once = await verbs.note(id, note, duty);
    expect((await verbs.note(id, note, duty)).revision).toBe(once.revision);
    await expect(verbs.note(id, { ...note, text: '另一条' }, duty)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('numbers have no gap when an opening fails, and origins count apart', async () => {
    const next = graveEvent('2026-04-01 08:55', { origin: 'demo' });
    await story.tell(next);
    expect((await story.ticketOf(next.id)).ticket.number).toBe('演交〔2026〕1号');
    const { rows } = await sql<{ gaps: number }>`
      select count(*) as gaps from responder_counters c
      where c.last <> (select count(*) from responder_tickets t where t.origin = c.origin and t.year = c.year)`.execute(
      story.kernel.db,
    );
    expect(rows[0]!.gaps).toBe(0);
  });

  it('clocks that fell due while nobody swept come out once each, however many sweep at once', async () => {
    const events = Array.from({ length: 60 }, () => graveEvent('2026-04-01 08:55', { occurred: '2026-04-01 08:30' }));
    for (const event of events)
      await story.kernel.transact(async (unit) => unit.emit({ ...EVENT_CHANGED, key: event.id, payload: event }));
    await story.settle();
    await story.responder.stop();
    // The process is gone, its rounds and its wake-up hints with it.
    await story.kernel.jobs.close();
    const due = await overdueClocks();
    await story.time.advance(72 * 3_600_000);
    await Promise.all([story.responder.sweep(), story.responder.sweep(), story.responder.sweep()]);
    await story.responder.sweep();
    const { rows } = await sql<{ clocks: number; fired: number; distinct: number }>`
      select (select count(*) from responder_clocks where state = 'overdue') as clocks,
        (select count(*) from responder_clock_firings f where point like 'due%') as fired,
        (select count(distinct clock_id || point) from responder_clock_firings f where point like 'due%') as distinct`.execute(
      story.kernel.db,
    );
    expect(rows[0]!.clocks).toBeGreaterThan(due + 100);
    expect(rows[0]!.fired).toBe(rows[0]!.distinct);
    expect(await story.responder.queries.watchdog()).toMatchObject({ late: 0 });
    const early = await story.kernel.db
      .selectFrom('responder_clock_firings')
      .select('clock_id')
      .whereRef('fired_at', '<', 'planned_at')
      .execute();
    expect(early).toEqual([]);
    await toldOnceAndWhole();
  });
});

/** After a long stop nobody gets five messages about one clock: one names all that passed. */
async function toldOnceAndWhole(): Promise<void> {
  const { rows } = await sql<{ clock: string; recipient: string; told: number; text: string }>`
    select clock_id as clock, recipient, count(*) as told, string_agg(text, '') as text
    from responder_notifications where at > ${new Date(story.time.now().getTime() - 3_600_000)} and clock_id is not null group by 1, 2`.execute(
    story.kernel.db,
  );
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => row.told > 1)).toEqual([]);
  const climbed = rows.filter((row) => row.text.includes('电话催促'));
  for (const row of climbed) expect(row.text).toContain('逾期升级：电话催促、督办');
  expect(climbed.filter((row) => row.text.includes('已到期（')).length).toBeGreaterThan(100);
}

async function overdueClocks(): Promise<number> {
  const rows = await story.kernel.db
    .selectFrom('responder_clocks')
    .select('id')
    .where('state', '=', 'overdue')
    .execute();
  return rows.length;
}
