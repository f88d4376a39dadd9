import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../platform/runtime/ids.ts';
import { parkMessage } from '../platform/runtime/parked.ts';
import { databaseUrl, sink } from '../tests/harness/cli.ts';
import { testDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { verb } from './parked.ts';

describe('huiying parked', () => {
  let database: TestDatabase<unknown>;
  const run = async (...argv: string[]) => {
    const [stdout, stderr] = [sink(), sink()];
    const env = {
      DATABASE_URL: databaseUrl(database.appConfig),
      DATABASE_OWNER_URL: databaseUrl(database.ownerConfig),
      HUIYING_KEY: 'ab'.repeat(32),
    };
    const context = { argv, env, cwd: '/', stdin: process.stdin, stdout: stdout.stream, stderr: stderr.stream };
    return { code: await verb.run(context), out: stdout.text(), err: stderr.text() };
  };
  beforeAll(async () => {
    database = await testDatabase();
    const envelope = {
      ...{ id: uuidv7(new Date()), type: 't', version: 1, key: 'k', at: '2026-02-24T09:00:00+08:00', traceId: 'x' },
      payload: { n: 1 },
    };
    const at = new Date('2026-02-24T09:00:00+08:00');
    const delivered = { topic: 'events.changed', partition: 2 };
    const values = [JSON.stringify(envelope), 'not json'];
    for (const [offset, value] of values.entries())
      await parkMessage(
        database.db,
        'tickets',
        { ...delivered, offset: BigInt(offset), value },
        { reason: offset === 0 ? 'failed' : 'unreadable', detail: '示例' },
        at,
      );
  });
  afterAll(() => database.drop());

  it('lists what waits, oldest first, without contents', async () => {
    const { code, out } = await run('list', '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        group: 'tickets',
        topic: 'events.changed',
        partition: 2,
        offset: 0,
        reason: 'failed',
        parkedAt: '2026-02-24T09:00:00+08:00',
      },
      { offset: 1, reason: 'unreadable' },
    ]);
    expect(out).not.toContain('payload');
    expect((await run('list')).out).toContain('events.changed/2@0');
  });

  it('replays what is a message for its group and refuses what is none', async () => {
    const { code, out, err } = await run('replay', '--all', '--json');
    expect([code, JSON.parse(out)]).toEqual([1, { replayed: [1], unreadable: [2] }]);
    expect(err).toContain('编号 2');
    const { rows } = await sql<{ envelope: string }>`select envelope from platform_outbox`.execute(database.db);
    expect(rows.map((row) => JSON.parse(row.envelope) as unknown)).toMatchObject([
      { key: 'k', forGroup: 'tickets', payload: { n: 1 } },
    ]);
    await expect(run('replay', '1')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([[['replay']], [['replay', '1', '--all']], [['replay', 'x']], [['list', '1']], [[]]])(
    'explains itself when called as %j',
    async (argv) => expect(run(...argv)).rejects.toMatchObject({ code: 'invalid_input' }),
  );
});
