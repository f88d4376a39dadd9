import express from 'express';
import { rateLimit, type Store } from 'express-rate-limit';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import { silentLog } from '../../runtime/log.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { createRedis, type Engine } from '../../../tools/engines/index.ts';
import { endRedis, openRedis } from './connect.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';

const { missing } = await testEngines('redis');
const within = { timeout: 20_000, interval: 20 };
const LIMIT = 3;

describe.skipIf(missing !== null)('the budget of wrong tries over several processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-limits-'));
  let redis: Engine;
  let settings: RedisSettings;
  const nodes: { limits: RateLimits; store: Store; server: Server; address: string }[] = [];
  /** A door that refuses every try but those with ?right. */
  const openNode = async (): Promise<void> => {
    const limits = createRateLimits(settings, silentLog);
    const store = limits.storeOf('address');
    const server = express()
      .use(doorOf(store))
      .use((request, response) => void response.status('right' in request.query ? 200 : 401).end())
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    nodes.push({ limits, store, server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  };
  const doorOf = (store: Store) =>
    rateLimit({ windowMs: 60_000, limit: LIMIT, store, skipSuccessfulRequests: true, passOnStoreError: true });
  const attempt = async (node: number, query = ''): Promise<number> =>
    (await fetch(`${nodes[node]!.address}/${query}`)).status;
  const forget = async (): Promise<void> => {
    for (const { store } of nodes) await store.resetKey('127.0.0.1');
  };

  /** Until both have connected each counts alone. */
  const countsTogether = (): Promise<void> =>
    expect
      .poll(async () => {
        await forget();
        return [await attempt(0), await attempt(1), await attempt(0), await attempt(1)];
      }, within)
      .toEqual([401, 401, 401, 429]);

  beforeAll(async () => {
    redis = await createRedis({ folder, args: ['--appendonly', 'no'] });
    await redis.start();
    settings = { url: redis.env['REDIS_URL']!, tls: null, sentinel: null, prefix: 'hy' };
    await openNode();
    await openNode();
  });
  afterAll(async () => {
    for (const { limits, server } of nodes) {
      server.close();
      await limits.close();
    }
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is one', () => countsTogether());

  it('gives back what was right, everywhere', async () => {
    await forget();
    for (let n = 0; n < 10; n++) expect(await attempt(n % 2, '?right')).toBe(200);
    const admin = openRedis(settings, silentLog, { name: 'look', waits: true });
    // It is given back after the answer has gone out.
    await expect.poll(() => admin.get('hy:limit:address:127.0.0.1'), within).toBe('0');
    const left = await admin.pttl('hy:limit:address:127.0.0.1');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
    endRedis(admin);
  });

  it('is counted by each process alone while Redis is away, with no fresh budget, and together again afterwards', async () => {
    await forget();
    expect([await attempt(0), await attempt(0)]).toEqual([401, 401]);
    await redis.kill();
    expect([await attempt(0), await attempt(0)]).toEqual([401, 429]);
    expect(await attempt(1)).toBe(401);
    await redis.start();
    await countsTogether();
  });
});
