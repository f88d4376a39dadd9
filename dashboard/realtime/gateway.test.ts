import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { accessSchema } from '../../config/schema/access.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { createHttp, type Http } from '../../platform/runtime/http.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { TicketChanged } from '../../responder/messages.ts';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { AccountsContext } from '../accounts/accounts-context.ts';
import { DEMO_PASSWORD, seedDemoAccounts } from '../accounts/seed-demo-accounts.ts';
import { readSession, sessionHash, signOut } from '../accounts/sessions.ts';
import { signIn } from '../accounts/sign-in.ts';
import { Units } from '../api/units.ts';
import { SOCKET_PATH, type Hint } from '../api/schemas/hints.ts';
import type { DashboardTables } from '../tables.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { roomsFor } from './audience.ts';
import type { Hearers } from './hearers.ts';
import { consumeHints } from './hint-consumers.ts';
import { GAP_MS } from './pacer.ts';

let test: TestKernel<DashboardTables>;
let accounts: AccountsContext;
let http: Http;
let gateway: Gateway;
let address: string;
/** Which units have a ticket on which event, as the responder would say. */
const unitsOfEvent = new Map<string, string[]>();
const OVERSEERS = ['city_gov', 'gov_office', 'cyberspace', 'press_office', 'supervision'];
const open: Socket[] = [];
/** Everybody who hears anything. */
const ROOMS = roomsFor('demo', { overseers: OVERSEERS, units: ['housing', 'education', 'emergency'] });

beforeAll(async () => {
  test = await testKernel<DashboardTables>();
  const { db, transact, time, keys, log, consume } = test.kernel;
  const access = loadRulebook(shippedConfigFolder(), 'access', accessSchema);
  const units = new Units(loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema));
  const kindOf = (id: string): string | null => units.kindOf(id);
  accounts = { db, transact, time, keys, access, jurisdiction: '990100', kindOf };
  await seedDemoAccounts(accounts);
  http = createHttp({
    ...{ host: '127.0.0.1', port: 0, log, metrics: new Registry() },
    ready: () => Promise.resolve({ ready: true, parts: {} }),
  });
  gateway = createGateway({ accounts, log, publicOrigins: [], kindOf });
  gateway.attach(http.server);
  gateway.start();
  address = await http.listen();
  await consumeHints(consume, { tell: gateway.tell, eventUnits: { learn: () => Promise.resolve() }, hearers });
});

/** Who hears, as the rule of visibility would say; that rule has its own test (accused-lead.test.ts). */
const toldOf = (units: string[], accused: { id: string | null }[] = []) => ({
  overseers: OVERSEERS.filter((unit) => !accused.some(({ id }) => id === unit)),
  units,
});
const hearers: Hearers = {
  ofAnything: () => toldOf([]),
  ofEvents: async (events) =>
    new Map(events.map(({ id, accused }) => [id, toldOf(unitsOfEvent.get(id) ?? [], accused)])),
  ofEventIds: async (ids) => new Map(ids.map((id) => [id, toldOf(unitsOfEvent.get(id) ?? [])])),
  ofTickets: async (tickets) => new Map(tickets.map(({ id, units }) => [id, toldOf(units)])),
};
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()));
afterAll(async () => {
  await gateway.stop();
  await http.close();
  await test.close();
});

const token = async (login: string): Promise<string> =>
  (await signIn(accounts, { login, password: DEMO_PASSWORD })).token;
function dial(headers: Record<string, string>): Socket {
  const socket = io(address, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });
  open.push(socket);
  return socket;
}
const outcome = (socket: Socket): Promise<'connected' | 'refused'> =>
  new Promise((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('connect_error', () => resolve('refused'));
  });
async function listen(login: string): Promise<{ socket: Socket; hints: Hint[] }> {
  const hints: Hint[] = [];
  const socket = dial({ origin: address, cookie: `huiying_session=${await token(login)}` });
  socket.on('hint', (hint: Hint) => hints.push(hint));
  expect(await outcome(socket)).toBe('connected');
  return { socket, hints };
}
/** Until everything is told and heard: a mark sent last has come to each listener. */
let marks = 0;
async function quiet(...listeners: { hints: Hint[] }[]): Promise<void> {
  await test.settle();
  // After the pacer's gap nothing told before is held back any more.
  await new Promise((resolve) => setTimeout(resolve, 3 * GAP_MS));
  const mark: Hint = { entity: 'mentions', id: `mark-${++marks}`, revision: 0 };
  gateway.tell(ROOMS, mark);
  for (const { hints } of listeners) await expect.poll(() => hints).toContainEqual(mark);
  for (const { hints } of listeners)
    hints.splice(
      hints.findIndex((hint) => hint.id === mark.id),
      1,
    );
}

function ticket(units: string[], origin: Origin = 'demo'): TicketChanged {
  const id = uuidv7(test.time.now());
  return {
    ...{
      id,
      number: '舆交〔2026〕1号',
      revision: 3,
      eventId: uuidv7(test.time.now()),
      state: 'judged',
      entry: 'judged',
    },
    ...{ units, firstResponseAt: null, jurisdiction: '990100', origin },
  };
}
const emit = (topic: 'tickets.changed' | 'events.changed', key: string, payload: unknown): Promise<void> =>
  test.kernel.transact((unit) => {
    const type = topic === 'tickets.changed' ? 'ticket.changed' : 'event.changed';
    unit.emit({ topic, type, version: 1, key, payload });
    return Promise.resolve();
  });

describe('the door of the gateway', () => {
  it.each<[string, (cookie: string) => Record<string, string>]>([
    ['no Origin', (cookie) => ({ cookie })],
    ['a foreign Origin', (cookie) => ({ cookie, origin: 'http://evil.example' })],
    ['a null Origin', (cookie) => ({ cookie, origin: 'null' })],
    ['no session', () => ({ origin: address })],
    ['a made-up session', () => ({ origin: address, cookie: `huiying_session=${'B'.repeat(43)}` })],
  ])('stays shut for %s', async (_name, headers) => {
    expect(await outcome(dial(headers(`huiying_session=${await token('lingdao')}`)))).toBe('refused');
  });

  it('throws out a client that talks', async () => {
    const { socket } = await listen('lingdao');
    const gone = new Promise((resolve) => socket.on('disconnect', resolve));
    socket.emit('join', 'unit:housing/demo');
    await gone;
    expect(socket.connected).toBe(false);
  });

  it('throws out a frame that is too big', async () => {
    const { socket } = await listen('lingdao');
    const gone = new Promise((resolve) => socket.on('disconnect', resolve));
    socket.emit('x', 'x'.repeat(10_000));
    await gone;
    expect(socket.connected).toBe(false);
  });

  it('ends a socket soon after its session was ended', async () => {
    const { socket } = await listen('lingdao');
    const cookie = await token('shenji');
    const bystander = dial({ origin: address, cookie: `huiying_session=${cookie}` });
    expect(await outcome(bystander)).toBe('connected');
    const told = new Promise((resolve) => socket.on('session-ended', resolve));
    for (const { token_hash } of await accounts.db.selectFrom('dashboard_sessions').selectAll().execute()) {
      const viewer = await readSession(accounts, token_hash);
      if (viewer && token_hash !== sessionHash(accounts, cookie)) await signOut(accounts, viewer);
    }
    await told;
    await expect.poll(() => socket.connected).toBe(false);
    expect(bystander.connected).toBe(true);
  });
});

describe('hints', () => {
  it('reach overseers and the units of the ticket, nobody else', async () => {
    const [overseer, own, other, admin] = await Promise.all(
      ['wangxinban', 'zhujian', 'jiaoyu', 'xitong'].map((login) => listen(login)),
    );
    const changed = ticket(['housing']);
    await emit('tickets.changed', changed.id, changed);
    await quiet(overseer!, own!, other!);
    const hint = { entity: 'ticket', id: changed.id, revision: 3 };
    expect(overseer!.hints).toContainEqual(hint);
    expect(own!.hints).toContainEqual(hint);
    expect(other!.hints).toEqual([]);
    expect(admin!.hints).toEqual([]);
  });

  it('of an event reach only units with a ticket on it', async () => {
    const [overseer, own, other] = await Promise.all(['lingdao', 'zhujian', 'jiaoyu'].map((login) => listen(login)));
    const id = uuidv7(test.time.now());
    unitsOfEvent.set(id, ['housing']);
    await emit('events.changed', id, { id, revision: 7, origin: 'demo', accused: [] });
    await quiet(overseer!, own!, other!);
    const hint = { entity: 'event', id, revision: 7 };
    expect([overseer!.hints, own!.hints, other!.hints]).toEqual([[hint], [hint], []]);
  });

  it('of an event never reach the overseer it accuses, only the others', async () => {
    const [accused, other] = await Promise.all(['wangxinban', 'zhengfuban'].map((login) => listen(login)));
    const id = uuidv7(test.time.now());
    const against = [{ id: 'cyberspace', name: '市委网信办' }];
    await emit('events.changed', id, { id, revision: 2, origin: 'demo', accused: against });
    await quiet(accused!, other!);
    expect([accused!.hints, other!.hints]).toEqual([[], [{ entity: 'event', id, revision: 2 }]]);
  });

  it('carry nothing but what to refetch', async () => {
    const listener = await listen('lingdao');
    const { hints } = listener;
    const changed = ticket(['housing']);
    await emit('tickets.changed', changed.id, changed);
    await quiet(listener);
    expect(hints.length).toBeGreaterThan(0);
    for (const hint of hints) expect(Object.keys(hint).sort()).toEqual(['entity', 'id', 'revision']);
  });

  it('never cross a unit, whatever a burst holds', async () => {
    const units = ['housing', 'education', 'emergency'];
    const listeners = await Promise.all(['zhujian', 'jiaoyu', 'yingji'].map((login) => listen(login)));
    const sent = Array.from({ length: 90 }, (_, index) => ticket([units[index % 3]!]));
    for (const changed of sent) await emit('tickets.changed', changed.id, changed);
    await quiet(...listeners);
    listeners.forEach(({ hints }, index) => {
      const own = new Set(sent.filter((_, place) => place % 3 === index).map((changed) => changed.id));
      const named = hints.filter((hint) => hint.entity === 'ticket' && hint.id !== '*');
      expect(named.length).toBeGreaterThan(0);
      expect(named.every((hint) => own.has(hint.id))).toBe(true);
    });
  });
});
