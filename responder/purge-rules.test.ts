import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANALYZER_PURGE_RULES } from '../analyzer/index.ts';
import { describeRetention, purge } from '../platform/runtime/retention.ts';
import { testDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { RESPONDER_KEPT, RESPONDER_PURGE_RULES } from './purge-rules.ts';

/** Of the analysis: what is known of an event stays as long as anything hangs on the event. */
const ANALYZER_KEPT = ['analyzer_events', 'analyzer_warnings'];
const RULES = [...RESPONDER_PURGE_RULES, ...ANALYZER_PURGE_RULES];

describe('how long the tables of analysis and response keep what they hold', () => {
  let database: TestDatabase<unknown>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('each is a record, has a rule of its own class, or a written reason to have none', async () => {
    const tables = (await describeRetention(database.db)).filter(({ table }) => /^(responder|analyzer)_/.test(table));
    const kept = [...Object.keys(RESPONDER_KEPT), ...ANALYZER_KEPT];
    const bare = tables.filter(
      ({ table, class: own }) =>
        own !== 'record' && !kept.includes(table) && !RULES.some((rule) => rule.table === table && rule.class === own),
    );
    expect(bare.map(({ table }) => table)).toEqual([]);
    // No reason for what is not there, no rule over a record.
    const passing = tables.filter(({ class: own }) => own !== 'record').map(({ table }) => table);
    expect(kept.filter((table) => !passing.includes(table))).toEqual([]);
    expect(RULES.filter(({ table }) => !passing.includes(table))).toEqual([]);
  });

  it('the spread of a matter goes half a year after it was counted', async () => {
    const now = new Date('2026-11-20T03:20:00+08:00');
    const event = randomUUID();
    for (const days of [179, 181])
      await sql`insert into responder_event_counts (event_id, at, mentions, voices)
        values (${event}, ${new Date(now.getTime() - days * 86_400_000)}, 5, 3)`.execute(database.db);
    expect(await purge(database.db, [...RESPONDER_PURGE_RULES], now)).toMatchObject({ responder_event_counts: 1 });
  });
});
