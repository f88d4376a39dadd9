import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { message } from '../../ports/event-bus.contract.ts';
import { assetPath } from '../../runtime/assets.ts';
import { openPool } from '../../runtime/database.ts';
import { silentLog } from '../../runtime/log.ts';
import { systemTime } from '../../runtime/system-time.ts';
import { testDatabase, type TestDatabase } from '../../../tests/harness/database.ts';
import { createPostgresBus } from './postgres-bus.ts';

const within = { timeout: 25_000, interval: 20 };
interface Line {
  partition: number;
  payload: number;
}

describe('a consumer process that is gone', () => {
  let database: TestDatabase<unknown>;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => database.drop());

  function world(topic: string) {
    const pool = openPool(database.appConfig);
    const bus = createPostgresBus({
      ...{ pool, newClient: () => new Client(database.appConfig), time: systemTime, log: silentLog },
      ...{ topics: { [topic]: { partitions: 4 } }, shareMs: 100, beatMs: 100, freezeMs: 1_000 },
    });
    const got: Line[] = [];
    const join = () =>
      bus.subscribe({
        ...{ group: 'both', topics: [topic], maxBatch: 5 },
        handle: async (batch) => {
          for (const { value } of batch.messages)
            got.push({ partition: batch.partition, payload: (JSON.parse(value) as Line).payload });
        },
      });
    let sent = 0;
    const send = async (n: number): Promise<void> => {
      const batch = Array.from({ length: n }, (_unused, i) => message(topic, `key-${sent + i}`, sent + i));
      sent += n;
      await bus.publish(batch);
    };
    const close = async (): Promise<void> => {
      await bus.close();
      await pool.end();
    };
    return { got, join, send, close, all: () => Array.from({ length: sent }, (_unused, i) => i) };
  }

  async function member(topic: string, handleMs: number): Promise<{ child: ChildProcess; lines: Line[] }> {
    const config = database.appConfig;
    const child = spawn(process.execPath, ['--import', 'tsx', assetPath('tests', 'harness', 'bus-member.ts')], {
      cwd: assetPath(),
      env: { ...process.env, BUS_MEMBER: JSON.stringify({ config, topic, group: 'both', handleMs }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines: Line[] = [];
    let ready = false;
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const read = JSON.parse(line) as Line | 'ready';
      if (read === 'ready') ready = true;
      else lines.push(read);
    });
    await expect.poll(() => ready, within).toBe(true);
    return { child, lines };
  }
  const payloads = (...lists: Line[][]): number[] =>
    [...new Set(lists.flat().map((line) => line.payload))].sort((a, b) => a - b);

  it('killed inside a batch, its partitions go to the other, which handles everything it had not committed', async () => {
    const here = world('killed');
    const there = await member('killed', 30);
    await here.join();
    await here.send(100);
    await expect.poll(() => there.lines.length, within).toBeGreaterThan(5);
    there.child.kill('SIGKILL');
    await here.send(40);
    await expect.poll(() => payloads(here.got, there.lines), within).toEqual(here.all());
    const last = new Set(here.got.map((line) => line.partition));
    expect([...last].sort()).toEqual([0, 1, 2, 3]);
    await here.close();
  });

  it('frozen, with its connection open, it is cut off and its partitions go to the other', async () => {
    const here = world('frozen');
    const there = await member('frozen', 1);
    await here.join();
    await here.send(40);
    await expect.poll(() => payloads(here.got, there.lines), within).toEqual(here.all());
    expect(there.lines.length).toBeGreaterThan(0);
    there.child.kill('SIGSTOP');
    await here.send(40);
    await expect.poll(() => payloads(here.got, there.lines), within).toEqual(here.all());
    // Thawed, it finds its lease gone, joins again and shares the work as before.
    there.child.kill('SIGCONT');
    const before = there.lines.length;
    await expect
      .poll(async () => {
        await here.send(8);
        return there.lines.length;
      }, within)
      .toBeGreaterThan(before);
    await expect.poll(() => payloads(here.got, there.lines), within).toEqual(here.all());
    await here.close();
  });
});
