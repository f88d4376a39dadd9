import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import { loadRulebook, shippedConfigFolder } from '../../../config/load.ts';
import { accessSchema } from '../../../config/schema/access.ts';
import { departmentsSchema } from '../../../config/schema/departments.ts';
import type { AccountsContext } from '../../../dashboard/accounts/accounts-context.ts';
import { DEMO_PASSWORD, seedDemoAccounts } from '../../../dashboard/accounts/seed-demo-accounts.ts';
import { readSession, sessionHash, signOut } from '../../../dashboard/accounts/sessions.ts';
import { signIn } from '../../../dashboard/accounts/sign-in.ts';
import { Units } from '../../../dashboard/api/units.ts';
import { SOCKET_PATH, type Hint } from '../../../dashboard/api/schemas/hints.ts';
import type { DashboardTables } from '../../../dashboard/index.ts';
import { createGateway, type Gateway } from '../../../dashboard/realtime/gateway.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { testKernel, type TestKernel } from '../../../tests/harness/kernel.ts';
import { createRedis, type Engine } from '../../../tools/engines/index.ts';
import { createHttp, type Http } from '../../runtime/http.ts';
import { silentLog } from '../../runtime/log.ts';
import { endRedis, openRedis } from './connect.ts';
import { createSocketAdapter, type SocketAdapter } from './socket-adapter.ts';

const { missing } = await testEngines('redis');
const PACED = { timeout: 40_000, interval: 500 };
const within = { timeout: 20_000, interval: 20 };
const ROOM = 'all:city_gov/demo';
const hintOf = (id: string): Hint => ({ entity: 'ticket', id, revision: 1 });

/** One dashboard process as far as hints go. */
interface Node {
  http: Http;
  gateway: Gateway;
  sockets: SocketAdapter;
  address: string;
}

describe.skipIf(missing !== null)('hints between dashboard processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-hints-'));
  const open: Socket[] = [];
  let redis: Engine;
  let settings: RedisSettings;
  let test: TestKernel<DashboardTables>;
  let accounts: AccountsContext;
  let [a, b]: Node[] = [];

  const openNode = async (): Promise<Node> => {
    const log = silentLog;
    const ready = () => Promise.resolve({ ready: true, parts: {} });
    const http = createHttp({ host: '127.0.0.1', port: 0, log, metrics: new Registry(), ready });
    const sockets = createSocketAdapter(settings, log);
    const gateway = createGateway({ accounts, log, publicOrigins: [], kindOf: () => 'government', fanOut: sockets });
    gateway.attach(http.server);
    gateway.start();
    return { http, gateway, sockets, address: await http.listen() };
  };
  const closeNode = async ({ http, gateway, sockets }: Node): Promise<void> => {
    await gateway.stop();
    await http.close();
    await sockets.close();
  };
  const tokenOf = async (login: string): Promise<string> =>
    (await signIn(accounts, { login, password: DEMO_PASSWORD })).token;
  /** A page of an overseer on this node, and what it has heard. */
  const listen = async ({ address }: Node, token?: string): Promise<{ socket: Socket; heard: string[] }> => {
    const heard: string[] = [];
    const cookie = `huiying_session=${token ?? (await tokenOf('lingdao'))}`;
    const options = { path: SOCKET_PATH, transports: ['websocket'], reconnection: false, forceNew: true };
    const socket = io(address, { ...options, extraHeaders: { origin: address, cookie } });
    open.push(socket);
    socket.on('hint', ({ entity, id }: Hint) => heard.push(`${entity} ${id}`));
    await new Promise((resolve, reject) => socket.on('connect', () => resolve(null)).on('connect_error', reject));
    return { socket, heard };
  };
  /** Tells again and again until it has arrived: a node that has just connected does not read yet. */
  const crosses = async (from: Node, heard: string[], id: string): Promise<void> => {
    let round = 0;
    await expect
      .poll(() => {
        from.gateway.tell([ROOM], hintOf(`${id}-${round++}`));
        return heard.some((each) => each.startsWith(`ticket ${id}`));
        // Slower than the pacer's gap: it would gather quick ones into "all tickets".
      }, PACED)
      .toBe(true);
  };

  beforeAll(async () => {
    redis = await createRedis({ folder, args: ['--appendonly', 'no'] });
    await redis.start();
    settings = { url: redis.env['REDIS_URL']!, tls: null, sentinel: null, prefix: 'hy' };
    test = await testKernel<DashboardTables>();
    const { db, transact, time, keys } = test.kernel;
    const access = loadRulebook(shippedConfigFolder(), 'access', accessSchema);
    const units = new Units(loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema));
    accounts = { db, transact, time, keys, access, jurisdiction: '990100', kindOf: (id) => units.kindOf(id) };
    await seedDemoAccounts(accounts);
    [a, b] = [await openNode(), await openNode()];
  });
  afterEach(async () => {
    open.splice(0).forEach((socket) => socket.disconnect());
    redis.thaw();
    await redis.start();
  });
  afterAll(async () => {
    await Promise.all([a!, b!].map(closeNode));
    await test.close();
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reach the sockets of every process, once, whichever was told', async () => {
    const [onA, onB] = [await listen(a!), await listen(b!)];
    await crosses(a!, onB.heard, 'warm');
    await crosses(b!, onA.heard, 'warm');
    // Of another kind than the warming ones, which the pacer would gather them with.
    a!.gateway.tell([ROOM], { ...hintOf('one'), entity: 'warning' });
    b!.gateway.tell([ROOM], { ...hintOf('two'), entity: 'event' });
    for (const { heard } of [onA, onB]) {
      await expect
        .poll(() => heard.filter((each) => /one|two/u.test(each)).sort(), within)
        .toEqual(['event two', 'warning one']);
    }
  });

  it('keep to their room in the other process too', async () => {
    const [overseer, handler] = [await listen(b!), await listen(b!, await tokenOf('jiaoyu'))];
    await crosses(a!, overseer.heard, 'secret');
    expect(handler.heard).toEqual([]);
  });

  it('reach the sockets here while Redis is away, and all of them refetch when it is back empty', async () => {
    const [onA, onB] = [await listen(a!), await listen(b!)];
    await crosses(a!, onB.heard, 'before');
    await redis.kill();
    a!.gateway.tell([ROOM], { ...hintOf('away'), entity: 'event' });
    await expect.poll(() => onA.heard, within).toContain('event away');
    // Nothing is kept for later: ten thousand hints leave no trace but one refetch.
    for (let n = 0; n < 10_000; n++) a!.gateway.tell([`unit:${n}/demo`], hintOf('burst'));
    await redis.start();
    for (const { heard } of [onA, onB])
      await expect
        .poll(() => heard, within)
        .toEqual(expect.arrayContaining(['mentions *', 'event *', 'warning *', 'ticket *', 'notification *']));
    await crosses(a!, onB.heard, 'after');
    expect(onB.heard).not.toContain('event away');
  });

  it('reach the sockets here while Redis is silent, and cross again when it speaks or was flushed', async () => {
    const [onA, onB] = [await listen(a!), await listen(b!)];
    await crosses(a!, onB.heard, 'before');
    redis.freeze();
    a!.gateway.tell([ROOM], { ...hintOf('silent'), entity: 'event' });
    await expect.poll(() => onA.heard, { timeout: 1_000, interval: 10 }).toContain('event silent');
    redis.thaw();
    const admin = openRedis(settings, silentLog, { name: 'flush', waits: true });
    await admin.flushall();
    endRedis(admin);
    await crosses(a!, onB.heard, 'after');
  });

  it('are not kept for ever: the stream is trimmed', async () => {
    const admin = openRedis(settings, silentLog, { name: 'fill', waits: true });
    const pipeline = admin.pipeline();
    for (let n = 0; n < 12_000; n++) pipeline.xadd('hy:hints', '*', 'filler', '1');
    await pipeline.exec();
    const { heard } = await listen(b!);
    await crosses(a!, heard, 'trim');
    expect(await admin.xlen('hy:hints')).toBeLessThan(10_500);
    expect((await admin.keys('*')).every((key) => key.startsWith('hy:'))).toBe(true);
    endRedis(admin);
  });

  it('end with the session in every process, and one that leaves does not throw the others out', async () => {
    const token = await tokenOf('shenji');
    const hash = sessionHash(accounts, token);
    const [onA, onB, stays] = [await listen(a!, token), await listen(b!, token), await listen(b!)];
    await signOut(accounts, (await readSession(accounts, hash))!);
    await expect.poll(() => [onA, onB].map(({ socket }) => socket.connected), within).toEqual([false, false]);
    const third = await openNode();
    await closeNode(third);
    await crosses(a!, stays.heard, 'still');
    expect(stays.socket.connected).toBe(true);
  });
});
