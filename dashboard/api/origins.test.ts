import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERB_INPUTS, VERB_TABLE, type VerbName } from '../../responder/index.ts';
import { sampleBody } from '../../tests/harness/sample-body.ts';
import { EVENT_CHANGED, WARNING_RAISED, type EventSnapshot } from '../../analyzer/messages.ts';
import { collect, type IngestTables } from '../../ingest/index.ts';
import type { Kernel, Origin, Role } from '../../platform/runtime/kernel.ts';
import { program, type Program } from '../../tests/harness/program.ts';
import { graveEvent } from '../../tests/harness/responder.ts';

const NOW = new Date('2026-02-24T09:00:00+08:00');
const PEOPLE: Record<string, [unit: string | null, role: Role]> = {
  zhiban: ['gov_office', 'duty_officer'],
  daibanzhang: ['gov_office', 'duty_leader'],
  yingjichu: ['emergency', 'handler'],
  yingjizhang: ['emergency', 'unit_head'],
  fayan: ['press_office', 'spokesperson'],
  fenguan: ['city_gov', 'leader'],
  duchashi: ['supervision', 'supervisor'],
  disanfang: [null, 'evaluator'],
};
const NUMBER: Record<Origin, string> = { demo: '演交', live: '舆交', drill: '练交' };

let whole: Program;
const cookie: Record<string, string> = {};
const ticket: Record<string, { id: string; eventId: string; clock: string; number: string }> = {};

beforeAll(async () => {
  whole = await program(NOW);
  for (const [login, [unit, role]] of Object.entries(PEOPLE))
    cookie[login] = await whole.liveAccount(login, unit, role);
  for (const login of ['zhengfuban', 'yingji', 'ducha', 'pinggu', 'lingdao'])
    cookie[login] = await whole.client.cookieOf(login);
  for (const origin of ['demo', 'live', 'drill'] as const) await tellMatter(origin);
});
afterAll(() => whole.close());

/** One grave matter of this origin, sent to a department, so that every list could show it. */
async function tellMatter(origin: Origin): Promise<void> {
  const event: EventSnapshot = graveEvent('2026-02-24 08:40', { origin, title: `${NUMBER[origin]}化工厂爆炸` });
  const { kernel, settle } = whole.test;
  const about = { kind: 'grave', eventId: event.id, at: event.outbreakPublishedAt, colour: 'red', mentions: [] };
  const more = { topic: null, place: null, reason: '十人死亡', rule: 'S-01', jurisdiction: '990100', origin };
  await kernel.transact(async (unit) => {
    unit.emit({ ...EVENT_CHANGED, key: event.id, payload: event });
    unit.emit({ ...WARNING_RAISED, key: event.id, payload: { id: event.id, ...about, ...more } });
  });
  const post = { externalId: `${origin}-1`, title: null, body: `${NUMBER[origin]}路灯不亮`, author: null };
  await collect(
    kernel as unknown as Kernel<IngestTables>,
    [{ ...post, publishedAt: event.outbreakPublishedAt }] as unknown as Parameters<typeof collect>[1],
    { source: 'forum', sourceType: 'forum', jurisdiction: '990100', origin, historyDays: 7 },
  );
  await settle();
  const system = { id: 's', name: 's', unitId: 'gov_office', roles: ['duty_officer' as const] };
  const { verbs, queries } = whole.responder;
  const [opened] = (await queries.tickets(system, { eventId: event.id })).items;
  const order = { revision: opened!.revision, lead: 'emergency', requirement: '核实', emergency: '先交办' };
  const { clocks } = await verbs.dispatch(opened!.id, order, system);
  await settle();
  ticket[origin] = { id: opened!.id, eventId: event.id, clock: clocks[0]!.id, number: opened!.number };
}

const read = (path: string, login: string) => whole.client.read(path, cookie[login]!);
const act = (path: string, login: string, body: object) =>
  whole.client.act('post', path).set('Cookie', cookie[login]!).send(body);
const revisionOf = async (id: string) => {
  const { db } = whole.test.kernel;
  return db.selectFrom('responder_tickets').select('revision').where('id', '=', id).executeTakeFirstOrThrow();
};
/** A body that parses, so that what answers is the permission. */
const bodyOf = (verb: VerbName, revision: number): Record<string, unknown> => {
  const body = sampleBody(VERB_INPUTS[verb]);
  return 'revision' in body ? { ...body, revision } : body;
};

describe('origins never mix', () => {
  it('a live account reads 404 wherever it names a demo row', async () => {
    const { id, eventId, clock } = ticket['demo']!;
    const paths = [`/tickets/${id}`, `/events/${eventId}`, `/clocks/${clock}/explanation`];
    for (const login of Object.keys(PEOPLE).filter((each) => each !== 'disanfang')) {
      for (const path of paths) expect([login, path, (await read(path, login)).status]).toEqual([login, path, 404]);
    }
    expect((await read(`/tickets/${ticket['live']!.id}`, 'zhiban')).status).toBe(200);
    expect((await read(`/tickets/${ticket['drill']!.id}`, 'zhiban')).status).toBe(200);
  });

  it('a live account acts on a demo ticket by no verb, and opens none on a demo event', async () => {
    const { id, eventId } = ticket['demo']!;
    const before = await revisionOf(id);
    const acts = whole.dashboard.operations.filter(({ spec }) => spec.path.startsWith('/tickets/:id/'));
    expect(acts.length).toBeGreaterThan(20);
    for (const { spec, access } of acts) {
      const who = Object.entries(PEOPLE).filter(([, [, role]]) => Array.isArray(access) && access.includes(role));
      expect([spec.id, who.length > 0]).toEqual([spec.id, true]);
      const verb = VERB_TABLE.find(({ name }) => spec.id === `ticket.${name}`)?.name;
      const body = verb === undefined ? {} : bodyOf(verb, before.revision);
      for (const [login] of who) {
        const { status } = await act(spec.path.replace(':id', id), login, body);
        expect([spec.id, login, status]).toEqual([spec.id, login, 404]);
      }
    }
    expect((await act('/tickets', 'zhiban', { eventId, reason: '试一试' })).status).toBe(404);
    expect(await revisionOf(id)).toEqual(before);
  });

  it('no list a live account reads contains a demo row, whatever it asks for', async () => {
    const gets = whole.dashboard.operations.filter(({ spec }) => spec.method === 'get' && !spec.path.includes(':'));
    const { id, eventId } = ticket['demo']!;
    for (const login of Object.keys(PEOPLE)) {
      for (const { spec } of gets) {
        for (const query of ['', `?origin=demo`, `?eventId=${eventId}`]) {
          const answer = await read(`${spec.path}${query}`, login);
          for (const trace of [id, eventId, '演交']) {
            expect([login, spec.path, query, answer.text.includes(trace)]).toEqual([login, spec.path, query, false]);
          }
        }
      }
    }
    expect((await read('/tickets', 'zhiban')).text).toContain(ticket['live']!.id);
    expect((await read('/stream', 'zhiban')).text).toContain('舆交');
    expect((await read('/notifications', 'zhiban')).text).toContain(ticket['live']!.id);
  });

  it('a demo account sees real rows and acts on none of them', async () => {
    const { id, eventId } = ticket['live']!;
    const { body } = await read(`/tickets/${id}`, 'zhengfuban');
    expect(body.ticket.number).toBe(ticket['live']!.number);
    expect(body.allowedVerbs.every((verb: { blocked: string }) => verb.blocked.includes('演示账号'))).toBe(true);
    const { revision } = body.ticket;
    const refused = await act(`/tickets/${id}/judge`, 'zhengfuban', bodyOf('judge', revision));
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('演示账号')]);
    expect((await act(`/tickets/${id}/accept`, 'yingji', { revision })).status).toBe(403);
    expect((await act('/tickets', 'zhengfuban', { eventId, reason: '试一试' })).status).toBe(403);
    const mine = ticket['demo']!.id;
    const fresh = (await read(`/tickets/${mine}`, 'zhengfuban')).body.ticket;
    const done = await act(`/tickets/${mine}/note`, 'zhengfuban', { revision: fresh.revision, text: '已核实' });
    expect(done.status).toBe(200);
  });

  it.each([
    ['zhengfuban', 'demo'],
    ['zhiban', 'live'],
  ] as const)('numbers of %s count %s alone', async (login, origin) => {
    const { counters, lags, clocks } = (await read('/overview', login)).body;
    expect([counters.openTickets, lags.tickets.detection]).toEqual([1, 1]);
    expect(new Set(clocks.map((clock: { ticketId: string }) => clock.ticketId))).toEqual(new Set([ticket[origin]!.id]));
    const rows = (await read('/lags', login)).body.items;
    expect(rows.map((row: { ticketId: string }) => row.ticketId)).toEqual([ticket[origin]!.id]);
    const listed = (await read(`/tickets?origin=${origin}`, login)).body.items;
    expect(listed.map((row: { id: string }) => row.id)).toEqual([ticket[origin]!.id]);
    const units = (await read('/evaluation/units?to=2026-02-25T00:00:00%2B08:00', login)).body.items;
    const handling = units.filter((row: { tickets: number }) => row.tickets > 0);
    expect(handling).toMatchObject([{ unit: { id: 'emergency' }, tickets: 1 }]);
    const rung = (await read('/notifications', login)).body.items.map((row: { ticketId: string }) => row.ticketId);
    expect(rung).toContain(ticket[origin]!.id);
    expect(rung).not.toContain(ticket[origin === 'demo' ? 'live' : 'demo']!.id);
  });

  it('leads for supervision are seen by supervision alone, of its own origin', async () => {
    const { transact } = whole.test.kernel;
    await transact(async (unit) => {
      for (const origin of ['demo', 'live'] as const) {
        const lead = {
          unit: 'emergency',
          kind: '回应不及时',
          rule_id: 'N-01',
          why: '到期未见完成事实',
          clock_id: null,
        };
        const row = { id: ticket[origin]!.clock, ticket_id: ticket[origin]!.id, found_at: unit.now, origin, ...lead };
        await unit.tx.insertInto('responder_accountability_leads').values(row).execute();
      }
    });
    for (const [login, origin] of [
      ['duchashi', 'live'],
      ['ducha', 'demo'],
    ] as const) {
      const { items } = (await read('/accountability', login)).body;
      expect(items).toMatchObject([{ ticketId: ticket[origin]!.id, rule: 'N-01', state: 'to_verify' }]);
    }
    for (const login of Object.keys(PEOPLE).filter((each) => each !== 'duchashi'))
      expect([login, (await read('/accountability', login)).status]).toEqual([login, 403]);
  });

  it('an evaluator samples closed cases only, a leader has no verb of handling', async () => {
    expect((await read('/evaluation/samples', 'disanfang')).body.items).toEqual([]);
    const { revision } = await revisionOf(ticket['live']!.id);
    for (const verb of ['judge', 'dispatch', 'close'] as const)
      expect((await act(`/tickets/${ticket['live']!.id}/${verb}`, 'fenguan', bodyOf(verb, revision))).status).toBe(403);
    const { db } = whole.test.kernel;
    for (const origin of ['live', 'demo'] as const)
      await db
        .updateTable('responder_tickets')
        .set({ state: 'closed', closed_at: NOW })
        .where('id', '=', ticket[origin]!.id)
        .execute();
    const { items } = (await read('/evaluation/samples', 'disanfang')).body;
    expect(items.map((each: { id: string }) => each.id)).toEqual([ticket['live']!.id]);
    expect(JSON.stringify(items)).not.toContain('化工厂');
  });

  it('a quick registration is of the origin of who registered it', async () => {
    const told = { toldVia: 'phone', toldBy: '街道值班室', toldAt: '2026-02-24T08:50:00+08:00' };
    for (const [login, origin] of [
      ['zhengfuban', 'demo'],
      ['zhiban', 'live'],
    ] as const) {
      const { body } = await act('/registrations', login, { ...told, text: `${origin}号楼外墙脱落` });
      const { db } = whole.test.kernel;
      const row = await db
        .selectFrom('ingest_mentions')
        .select('origin')
        .where('id', '=', body.mentionId)
        .executeTakeFirst();
      expect(row?.origin).toBe(origin);
    }
  });
});
