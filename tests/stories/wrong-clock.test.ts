import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, graveEvent, responderStory, type ResponderStory } from '../harness/responder.ts';

const HOUR = 3_600_000;
let story: ResponderStory;
/** So far this machine runs ahead of the database. */
let aheadMs = 0;

beforeAll(async () => {
  story = await responderStory('2026-03-02 09:00', { aheadMs: () => aheadMs });
});
afterAll(() => story.close());

const fired = async (): Promise<number> => {
  const rows = await story.kernel.db.selectFrom('responder_clock_firings').select('clock_id').execute();
  return rows.length;
};

describe('a machine whose clock goes wrong while it runs', () => {
  it('fires no deadline early, and each once when the clock is right again', async () => {
    const event = graveEvent('2026-03-02 08:55');
    await story.tell(event);
    const before = await fired();
    aheadMs = 30 * HOUR;
    await story.until('2026-03-03 15:00');
    expect(await fired()).toBe(before);
    const { clocks } = await story.responder.queries.ticket(duty, (await story.ticketOf(event.id)).ticket.id);
    const due = clocks.filter(({ dueAt }) => dueAt < '2026-03-03T15:00');
    expect(due.length).toBeGreaterThan(0);
    expect(new Set(due.map(({ state }) => state))).toEqual(new Set(['running']));

    aheadMs = 0; // the database's clock has come there by itself
    await story.time.advance(2_000);
    const after = await fired();
    expect(after).toBeGreaterThan(before);
    await story.time.advance(2_000);
    expect(await fired()).toBe(after);
  });
});
