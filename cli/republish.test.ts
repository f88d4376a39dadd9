import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type IngestTables } from '../ingest/index.ts';
import { noteSkipped } from '../platform/runtime/skipped.ts';
import { databaseUrl, sink } from '../tests/harness/cli.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { verb as parked } from './parked.ts';
import { verb as republish } from './republish.ts';
import type { CliVerb } from './verb.ts';

describe('huiying republish', () => {
  let test: TestKernel<IngestTables>;
  const run = async (verb: CliVerb, ...argv: string[]) => {
    const [stdout, stderr] = [sink(), sink()];
    const { appConfig, ownerConfig } = test.database;
    const env = {
      DATABASE_URL: databaseUrl(appConfig),
      DATABASE_OWNER_URL: databaseUrl(ownerConfig),
      HUIYING_KEY: 'ab'.repeat(32),
    };
    const context = { argv, env, cwd: '/', stdin: process.stdin, stdout: stdout.stream, stderr: stderr.stream };
    return { code: await verb.run(context), out: stdout.text(), err: stderr.text() };
  };
  const envelopes = async (): Promise<Record<string, unknown>[]> => {
    const { rows } = await sql<{ value: string }>`select value from bus_log order by published_at, "offset"`.execute(
      test.database.ownerDb,
    );
    return rows.map(({ value }) => JSON.parse(value) as Record<string, unknown>);
  };

  beforeAll(async () => {
    test = await testKernel<IngestTables>({ now: new Date('2026-02-24T09:00:00+08:00') });
    const wish = { source: 'paste', sourceType: 'forum' as const, jurisdiction: '990100', historyDays: 90 };
    for (const [n, body] of ['滨江路路灯不亮', '云山县停水两天', '城东区公交改线'].entries()) {
      await collect(test.kernel, [{ externalId: `p${n}`, body, publishedAt: '2026-02-24 08:00' }], wish);
      await test.time.advance(3_600_000);
    }
    await test.settle();
    const skipped = { topic: 'mentions.collected', partition: 1, from: 4n, to: 6n, since: null };
    await noteSkipped(test.kernel.db, 'analyze', skipped, new Date('2026-02-24T11:30:00+08:00'));
  });
  afterAll(() => test.close());

  it('is what the list of parked messages advises', async () => {
    const { out } = await run(parked, 'list');
    expect(out).toContain('mentions.collected/1@4\tskipped\t漏读 2 条');
    expect(out).toContain('huiying republish mentions --group analyze --all');
    const json = JSON.parse((await run(parked, 'list', '--json')).out) as unknown;
    expect(json).toMatchObject({ id: null, group: 'analyze', offset: 4, reason: 'skipped', messages: 2 });
  });

  it('says again what is stored of a time, for one group, and leaves the rest', async () => {
    const before = await envelopes();
    const range = ['--since', '2026-02-24T09:30:00+08:00', '--until', '2026-02-24T11:00:00+08:00'];
    const { code, out, err } = await run(republish, 'mentions', ...range, '--group', 'analyze', '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { topic: 'mentions.collected', group: 'analyze', republished: 1, gaps: { settled: 0, open: 1 } },
    ]);
    expect(err).toContain('另有 1 处漏读');
    await test.settle();
    const [said] = (await envelopes()).filter(({ id }) => !before.some((old) => old['id'] === id));
    const [first] = before.filter(({ payload }) => (payload as { text: string }).text === '云山县停水两天');
    expect(said).toMatchObject({
      ...{ type: 'mention.collected', version: 1, forGroup: 'analyze', key: first!['key'], at: first!['at'] },
      payload: { ...(first!['payload'] as object), change: 'counts' },
    });
  });

  it('settles a gap of unknown beginning with all of time only, and the audit knows who', async () => {
    const range = ['--since', '2026-02-24T08:00:00+08:00', '--until', '2026-02-24T13:00:00+08:00'];
    expect((await run(republish, 'mentions', ...range)).out.trim()).toBe('已重发 3 条，补上漏读 0 处');
    expect((await run(republish, 'mentions', '--all')).out.trim()).toBe('已重发 3 条，补上漏读 1 处');
    expect((await run(parked, 'list')).err).toContain('没有搁置或漏读的消息');
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_entries
      where action = 'messages.republish'`.execute(test.database.ownerDb);
    expect(rows[0]!.n).toBe(3);
  });

  it.each([
    [['--since', '2026-02-24T08:00:00+08:00']],
    [['rumours', '--since', '2026-02-24T08:00:00+08:00']],
    [['mentions']],
    [['mentions', '--all', '--since', '2026-02-24T08:00:00+08:00']],
    [['mentions', '--since', '2026-02-24']],
    [['mentions', '--since', '2026-02-24T08:00:00+08:00', '--until', '2026-02-24T07:00:00+08:00']],
    [['mentions', '--since', '2026-02-24T08:00:00+08:00', '--group', 'responder']],
  ])('explains itself when called as %j', async (argv) =>
    expect(run(republish, ...argv)).rejects.toMatchObject({ code: 'invalid_input' }),
  );
});
