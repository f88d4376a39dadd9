import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer, type AnalyzerTables } from '../analyzer/index.ts';
import { loadRulebook, shippedConfigFolder } from '../config/load.ts';
import { sourcesSchema } from '../config/schema/sources.ts';
import { readSettings } from '../config/settings.ts';
import { collect, createIngest, type IngestTables } from '../ingest/index.ts';
import { createHttp, type Http } from '../platform/runtime/http.ts';
import type { Kernel } from '../platform/runtime/kernel.ts';
import { createResponder, type Responder, type ResponderTables } from '../responder/index.ts';
import { clientOf, type TestApi } from '../tests/harness/dashboard.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { createDashboard, type Dashboard, type DashboardTables } from './index.ts';

type Tables = DashboardTables & IngestTables & AnalyzerTables & ResponderTables;
const NOW = new Date('2026-02-24T09:00:00+08:00');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let test: TestKernel<Tables>;
let analyzer: Analyzer;
let responder: Responder;
let dashboard: Dashboard;
let http: Http;
let client: Pick<TestApi, 'act' | 'read' | 'cookieOf'>;
const cookie: Record<string, string> = {};

beforeAll(async () => {
  test = await testKernel<Tables>({ now: NOW });
  const kernel = <T>(): Kernel<T> => test.kernel as unknown as Kernel<T>;
  const settings = readSettings({ HUIYING_DATA: '/tmp' });
  const sources = loadRulebook(shippedConfigFolder(), 'sources', sourcesSchema);
  const ingest = createIngest({ kernel: kernel<IngestTables>(), settings, sources, env: {} });
  analyzer = createAnalyzer({ kernel: kernel<AnalyzerTables>(), settings });
  responder = createResponder({ kernel: kernel<ResponderTables>(), settings });
  dashboard = createDashboard({ kernel: kernel<DashboardTables>(), settings, ingest, analyzer, responder });
  const { log } = test.kernel;
  const ready = () => Promise.resolve({ ready: true, parts: {} });
  http = createHttp({ host: '127.0.0.1', port: 0, log, metrics: new Registry(), ready });
  for (const { path, router } of dashboard.routers) http.mount(path, router);
  for (const stage of [analyzer, responder, dashboard]) await stage.start();
  await dashboard.seedDemoAccounts();
  client = clientOf(http);
  for (const login of ['wangxinban', 'lingdao', 'jiaoyu', 'zhujian', 'xitong']) {
    cookie[login] = await client.cookieOf(login);
  }
});
afterAll(async () => {
  for (const stage of [dashboard, responder, analyzer]) await stage.stop();
  await http.close();
  await test.close();
});

const read = async (path: string, login = 'wangxinban') => {
  const answer = await client.read(path, cookie[login]!);
  if (answer.status >= 500) throw new Error(answer.text);
  return answer;
};
const act = (path: string, body: object, login = 'wangxinban') =>
  client.act('post', path).set('Cookie', cookie[login]!).send(body);

/** Posts of an invented forum, spread over the last hour. */
const posts = (count: number, text: (index: number) => string, origin: 'live' | 'demo' = 'demo') =>
  collect(
    test.kernel as unknown as Kernel<IngestTables>,
    Array.from({ length: count }, (_, index) => ({
      externalId: `${text(0).slice(0, 8)}-${index}`,
      title: null,
      body: text(index),
      publishedAt: new Date(NOW.getTime() - (count - index) * 120_000).toISOString(),
      author: `网友${index}`,
    })) as Parameters<typeof collect>[1],
    { source: 'forum', sourceType: 'forum', jurisdiction: '990100', origin, historyDays: 7 },
  );

describe('the whole way', () => {
  it('shows a quick registration as an event with a ticket at once', async () => {
    const form = {
      text: '城东区和平街道一居民楼电梯坠落，多人被困',
      toldVia: 'phone',
      toldBy: '和平街道值班室',
      toldAt: '2026-02-24T08:50:00+08:00',
      attachments: [] as string[],
    };
    const image = await client
      .act('post', '/attachments')
      .set('Cookie', cookie['wangxinban']!)
      .type('image/png')
      .send(PNG);
    expect(image.status).toBe(201);
    form.attachments.push(image.body.id);
    const send = () => act('/registrations', form).set('Idempotency-Key', 'register-once');
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.mentionId).toBe(first.body.mentionId);
    await test.settle();

    const stream = (await read('/stream')).body.items;
    const [item] = stream.filter((row: { id: string }) => row.id === first.body.mentionId);
    expect(item.text).toContain('电梯坠落');
    expect(item.event).not.toBeNull();
    expect(JSON.stringify(stream)).not.toMatch(/"voice"|"fingerprint"/);
    const event = (await read(`/events/${item.event.id}`)).body;
    expect(event.event.registration.toldBy).toBe('和平街道值班室');
    expect(event.event.ticket).not.toBeNull();
    expect(event.firstMentions.map((row: { id: string }) => row.id)).toContain(first.body.mentionId);
    // Found when the street told of it, not when the call was typed in.
    expect(event.found).toMatchObject({ at: '2026-02-24T08:50:00+08:00', by: expect.stringContaining('接报') });
    expect(event.marks).toContainEqual({ at: event.found.at, kind: 'detectedAt', label: '发现' });
    const shown = await client.read(`/attachments/${image.body.id}`, cookie['wangxinban']!);
    expect(shown.headers['content-type']).toBe('image/png');
    expect(shown.headers['x-content-type-options']).toBe('nosniff');
    expect(Buffer.compare(shown.body as Buffer, PNG)).toBe(0);
  });

  it('refuses a picture that is none, an empty registration and a future one', async () => {
    const upload = client.act('post', '/attachments').set('Cookie', cookie['wangxinban']!).type('image/png');
    expect((await upload.send(Buffer.from('<svg onload=alert(1)>'))).status).toBe(400);
    const told = { toldVia: 'unit', toldBy: '市水务局', toldAt: '2026-02-24T08:00:00+08:00' };
    expect((await act('/registrations', told)).status).toBe(400);
    const future = { ...told, text: '停水', toldAt: '2026-02-25T08:00:00+08:00' };
    expect((await act('/registrations', future)).status).toBe(400);
    const link = { ...told, url: 'javascript:alert(1)' };
    expect((await act('/registrations', link)).status).toBe(400);
  });

  it('pages the stream without a gap, searches it and drops the author', async () => {
    await posts(12, (index) => `滨江区港湾家园小区停水第${index}天，没有人管，居民${index}`);
    await test.settle();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await read(`/stream?limit=5&cursor=${cursor}`);
      seen.push(...(body.items as { id: string }[]).map((row) => row.id));
      cursor = body.nextCursor as string | null;
    }
    expect(seen).toHaveLength(13);
    expect(new Set(seen).size).toBe(13);
    const found = (await read(`/stream?q=${encodeURIComponent('港湾家园')}&limit=50`)).body.items;
    expect(found).toHaveLength(12);
    expect(JSON.stringify(found)).not.toContain('网友');
  });

  it('lists events, with and without a ticket, and warnings of what grew', async () => {
    const events = (await read('/events?sort=heat')).body.items;
    expect(events.length).toBeGreaterThan(0);
    const watched = (await read('/events?watched=true')).body.items;
    const ticketed = (await read('/events?watched=false')).body.items;
    expect(watched.length + ticketed.length).toBe(events.length);
    expect(ticketed.every((event: { ticket: unknown }) => event.ticket !== null)).toBe(true);
    expect((await read('/warnings')).status).toBe(200);
    expect((await read('/events?cursor=bogus')).status).toBe(400);
  });

  it('counts on the overview, with lights and running clocks by due time', async () => {
    const { counters, clocks, lights, lags } = (await read('/overview')).body;
    expect(counters).toMatchObject({ mentionsToday: 13 });
    expect(counters.openTickets).toBeGreaterThan(0);
    expect(lags.tickets.detection).toBeGreaterThan(0);
    const dues = clocks.map((clock: { dueAt: string }) => Date.parse(clock.dueAt));
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
    expect(lights.map((light: { id: string }) => light.id)).toEqual(['watchdog', 'lag', 'sources', 'parked', 'roster']);
    // Numbers never mix origins.
    expect((await read('/overview?origin=live')).body.counters.mentionsToday).toBe(0);
  });
});

describe('a department', () => {
  it('sees nothing until it has a ticket, then that event and its posts only', async () => {
    expect((await read('/stream', 'zhujian')).body.items).toEqual([]);
    expect((await read('/events', 'zhujian')).body.items).toEqual([]);
    const [ticket] = (await read('/tickets')).body.items;
    expect((await read(`/events/${ticket.eventId}`, 'zhujian')).status).toBe(404);
    const judged = await act(`/tickets/${ticket.id}/judge`, {
      revision: ticket.revision,
      outcome: 'public_answer',
      dispositions: ['D-3'],
      sheet: { asks: '公布情况', confirmed: '已到场', unconfirmed: '原因', risks: '次生灾害', control: '先发布' },
    });
    expect(judged.status).toBe(200);
    const sent = await act(`/tickets/${ticket.id}/dispatch`, {
      revision: judged.body.ticket.revision,
      lead: 'housing',
      requirement: '立即核实',
    });
    expect(sent.body.ticket.lead).toEqual({ id: 'housing', name: '市住房和城乡建设局' });
    await test.settle();

    const own = (await read('/events', 'zhujian')).body.items;
    expect(own.map((event: { id: string }) => event.id)).toEqual([ticket.eventId]);
    const stream = (await read('/stream', 'zhujian')).body.items;
    expect(stream.length).toBeGreaterThan(0);
    expect(stream.every((row: { event: { id: string } }) => row.event.id === ticket.eventId)).toBe(true);
    expect((await read(`/events/${ticket.eventId}`, 'zhujian')).status).toBe(200);
    expect((await read('/events', 'jiaoyu')).body.items).toEqual([]);
    expect((await read(`/stream?eventId=${ticket.eventId}`, 'jiaoyu')).body.items).toEqual([]);
    const { counters } = (await read('/overview', 'zhujian')).body;
    expect(counters).toMatchObject({ mentionsToday: null, openEvents: 1, openTickets: 1, toAccept: 1 });
  });
});

/** What cannot be read without saying which. */
const OWED_QUERY: Record<string, string> = { 'roster.template': '?month=2026-04' };
/** Asked again and again until it is there, so an id not seen yet is no error. */
const AWAITED = ['registrations.read'];

describe('everything that can be read', () => {
  it('answers by its schema to everybody who may ask', async () => {
    const gets = dashboard.operations.filter(({ spec }) => spec.method === 'get' && !spec.path.includes(':'));
    expect(gets.length).toBeGreaterThan(15);
    for (const login of Object.keys(cookie)) {
      const { mayDo } = (await read('/session', login)).body;
      for (const { spec } of gets) {
        const { status } = await read(`${spec.path}${OWED_QUERY[spec.id] ?? ''}`, login);
        expect([login, spec.id, status]).toEqual([login, spec.id, mayDo.includes(spec.id) ? 200 : 403]);
      }
    }
  });

  it('answers an unknown id with 404, never with an error of ours', async () => {
    const gets = dashboard.operations.filter(({ spec }) => spec.method === 'get' && spec.path.includes(':id'));
    for (const { spec } of gets) {
      for (const id of [randomUUID(), 'x', '%00', "'--"]) {
        const { status } = await read(spec.path.replace(':id', id));
        const isKnown = [400, 404, ...(AWAITED.includes(spec.id) ? [200] : [])].includes(status);
        expect([spec.id, id, isKnown]).toEqual([spec.id, id, true]);
      }
    }
  });

  it('needs a session everywhere but at the door', async () => {
    for (const { spec, access } of dashboard.operations.filter((each) => each.access !== 'anyone')) {
      const path = `/api/v1${spec.path.replace(/:\w+/g, randomUUID())}`;
      const call = request(http.app)[spec.method](path).set('Host', '127.0.0.1').set('Origin', 'http://127.0.0.1');
      const { status } = await call.set('X-Huiying-Client', 'test').send();
      expect([spec.id, access !== 'anyone' && status]).toEqual([spec.id, 401]);
    }
  });

  it('serves the document of the API', async () => {
    const { body } = await request(http.app).get('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/tickets/{id}/dispatch');
    expect((await request(http.app).get('/api/v1/nothing-here')).status).toBe(404);
  });
});
