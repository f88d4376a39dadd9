import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../../analyzer/events/event-row.ts';
import { EVENT_CHANGED } from '../../analyzer/messages.ts';
import { A_SHEET, anEvent } from '../../tests/harness/responder.ts';
import { program, type Program } from '../../tests/harness/program.ts';

/** A matter that accuses a lead body, over the API as the program serves it: who keeps it in that body's place may act on it, nobody else may. */
let whole: Program;
const cookie: Record<string, string> = {};

beforeAll(async () => {
  whole = await program(new Date('2026-02-24T09:00:00+08:00'));
  cookie['duty'] = await whole.liveAccount('zhiban', 'gov_office', 'duty_officer');
  cookie['inspector'] = await whole.liveAccount('duchashi', 'supervision', 'supervisor');
  cookie['discipline'] = await whole.liveAccount('jijian', 'discipline', 'unit_head');
  cookie['education'] = await whole.liveAccount('jiaoyuzhang', 'education', 'unit_head');
});
afterAll(() => whole.close());

const post = (path: string, who: string, body: object) =>
  whole.client.act('post', path).set('Cookie', cookie[who]!).send(body);
/** Only watched: no rule opens a ticket for it. */
async function watched(...accused: string[]): Promise<string> {
  const event = anEvent('2026-02-24 08:40', {
    ...{ accused: accused.map((id) => ({ id, name: id })), topic: 'other_civic', departments: [], sensitivity: 0 },
    ...{ opinion: { colour: 'blue', score: 5, parts: [], floors: [] }, heat: 1 },
    counts: { mentions: 1, voices: 1, sources: 1, platforms: 1, media: 0 },
  });
  await whole.test.kernel.transact(async (unit) => {
    const at = { outbreak_collected_at: unit.now, created_at: unit.now, updated_at: unit.now, written_at: unit.now };
    const row = {
      ...columnsOf(event),
      ...at,
      domain: event.jurisdiction,
      promoted_why: '',
      raised: '{}',
      snapshot: JSON.stringify(event),
    };
    await unit.tx.insertInto('analyzer_events').values(row).execute();
    unit.emit({ ...EVENT_CHANGED, key: event.id, payload: event });
  });
  await whole.test.settle();
  return event.id;
}
const opening = (eventId: string) => ({ eventId, reason: '来信反映，须有人办理' });

describe('a matter against a lead body, over the API', () => {
  it('is opened by 督查 and judged by it, and is not there for the accused', async () => {
    const order = opening(await watched('gov_office'));
    expect((await post('/tickets', 'duty', order)).status).toBe(404);
    for (const who of ['discipline', 'education']) expect((await post('/tickets', who, order)).status).toBe(403);
    const opened = await post('/tickets', 'inspector', order);
    expect([opened.status, opened.body.detail]).toEqual([201, undefined]);
    const { id, revision } = opened.body.ticket;
    const judgement = { revision, outcome: 'direct_answer', dispositions: ['D-2'], sheet: A_SHEET };
    expect((await post(`/tickets/${id}/judge`, 'discipline', judgement)).status).toBe(404);
    const judged = await post(`/tickets/${id}/judge`, 'inspector', judgement);
    expect([judged.status, judged.body.ticket?.state]).toEqual([200, 'judged']);
  });

  it('against both lead bodies is opened by 纪检, too', async () => {
    const order = opening(await watched('gov_office', 'cyberspace'));
    expect((await post('/tickets', 'discipline', order)).status).toBe(201);
  });

  it('shows its button to those from whom the API would take it, and its page to nobody more', async () => {
    const read = async (who: string, path: string) => whole.client.read(path, cookie[who]!);
    /** What the page says, null where there is none; what the API then answers must agree. */
    const button = async (who: string, id: string): Promise<boolean | null> => {
      const { status, body } = await read(who, `/events/${id}`);
      const listed = (await read(who, '/events')).body.items.some((item: { id: string }) => item.id === id);
      expect([who, listed]).toEqual([who, status === 200]);
      return status === 200 ? body.mayOpen : null;
    };
    const against = async (...accused: string[]) => {
      const id = await watched(...accused);
      const all = ['duty', 'inspector', 'discipline', 'education'];
      const shown = await Promise.all(all.map((who) => button(who, id)));
      for (const [index, who] of all.entries())
        if (shown[index] !== true) expect((await post('/tickets', who, opening(id))).status).toBeGreaterThan(400);
      const first = all[shown.indexOf(true)]!;
      expect((await post('/tickets', first, opening(id))).status).toBe(201);
      expect(await button(first, id)).toBe(false);
      return shown;
    };
    expect(await against('gov_office')).toEqual([null, true, null, null]);
    expect(await against('gov_office', 'cyberspace')).toEqual([null, true, true, null]);
    expect(await against('gov_office', 'cyberspace', 'supervision')).toEqual([null, null, true, null]);
    expect(await against('education')).toEqual([true, false, null, null]);
  });

  it('against a department is none of theirs', async () => {
    const order = opening(await watched('education'));
    for (const who of ['inspector', 'discipline']) expect((await post('/tickets', who, order)).status).toBe(403);
    expect((await post('/tickets', 'duty', order)).status).toBe(201);
  });
});
