import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { PURGE_RULES } from './purge-rules.ts';
import { purge } from './runtime/retention.ts';

const NOW = new Date('2026-11-20T03:20:00+08:00');
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * 86_400_000).toISOString();

interface Post {
  days?: number;
  level?: number;
  /** Null: not analysed yet. */
  analysed?: boolean;
  group?: string;
  /** The group is an event. */
  event?: boolean;
  order?: string;
  registration?: object;
  copyOf?: string;
}

describe('what the night takes', () => {
  let database: TestDatabase<unknown>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() =>
    sql`truncate ingest_mentions, ingest_identities, ingest_fingerprints, ingest_counts, analyzer_mentions,
      analyzer_event_mentions, analyzer_warnings, analyzer_events`.execute(database.ownerDb),
  );

  const insert = (table: string, row: object) =>
    sql`insert into ${sql.table(table)} select * from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::text::jsonb)`.execute(
      database.db,
    );

  async function post({ days = 61, level = 0, analysed = true, group, event, ...told }: Post = {}): Promise<string> {
    const id = randomUUID();
    const at = daysAgo(days);
    const origin = { source: 'weibo', source_type: 'weibo', jurisdiction: '990100', origin: 'live' };
    const times = { published_at: at, collected_at: at, updated_at: at, analyzed_at: at, seen_at: at };
    const words = { title: '', text: '今天天气不错', fingerprint: id, revision: 1, history: false };
    await insert('ingest_mentions', {
      ...{ id, ...origin, ...times, ...words, external_id: id, published_precision: 'minute', counts: {} },
      ...{ intake_kind: 'opinion', content_hash: id, order_number: told.order, registration: told.registration },
      ...{ duplicate_of: told.copyOf },
    });
    await insert('ingest_identities', { ...origin, external_id: id, mention_id: id });
    await insert('ingest_fingerprints', { origin: 'live', fingerprint: id, mention_id: id });
    await insert('ingest_counts', { mention_id: id, at, like_count: 3 });
    if (!analysed) return id;
    const label = {
      mention_id: id,
      sensitivity: level,
      topic: 'none',
      places: [],
      tokens: '',
      mention: {},
      analysis: {},
    };
    await insert('analyzer_mentions', { ...origin, ...times, ...words, ...label });
    const membership = { mention_id: id, group_id: group ?? id, domain: 'd', sensitivity: level, record: {} };
    await insert('analyzer_event_mentions', { ...origin, ...times, ...words, ...membership });
    if (event) await anEvent(membership.group_id, at);
    return id;
  }

  const anEvent = (id: string, at: string) =>
    insert('analyzer_events', {
      ...{ id, revision: 1, domain: 'd', jurisdiction: '990100', origin: 'live', title: '停水', topic: 'utilities' },
      ...{ sensitivity: 1, score: 0, stage: 'ended', heat: 0, mentions: 1, voices: 1, places: [], history: false },
      ...{ first_published_at: at, outbreak_published_at: at, last_published_at: at, outbreak_collected_at: at },
      ...{ promoted_why: '', raised: {}, snapshot: {}, created_at: at, updated_at: at, written_at: at },
    });

  /** Ids left in every table that knows posts; the same in all, or the answer says which. */
  async function left(): Promise<Record<string, string[]>> {
    const tables = { ingest_mentions: 'id', ingest_identities: 'mention_id', ingest_fingerprints: 'mention_id' };
    const all = {
      ...tables,
      ingest_counts: 'mention_id',
      analyzer_mentions: 'mention_id',
      analyzer_event_mentions: 'mention_id',
    };
    const found: Record<string, string[]> = {};
    for (const [table, column] of Object.entries(all)) {
      const { rows } = await sql<{
        id: string;
      }>`select ${sql.ref(column)}::text as id from ${sql.table(table)}`.execute(database.db);
      found[table] = rows.map(({ id }) => id).sort();
    }
    return found;
  }
  const everywhere = (...ids: string[]): Record<string, string[]> =>
    Object.fromEntries(
      [
        ...['ingest_mentions', 'ingest_identities', 'ingest_fingerprints', 'ingest_counts'],
        ...['analyzer_mentions', 'analyzer_event_mentions'],
      ].map((table) => [table, [...ids].sort()]),
    );

  it('a post that matched nothing goes from every table after 60 days, and not before', async () => {
    await post();
    const young = await post({ days: 59 });
    await purge(database.db, PURGE_RULES, NOW);
    expect(await left()).toEqual(everywhere(young));
  });

  it('what matters stays, however old', async () => {
    const kept = [
      await post({ days: 400, level: 1 }),
      await post({ days: 400, event: true }),
      await post({ days: 400, order: 'DH-1' }),
      await post({ days: 400, registration: { toldVia: 'phone' } }),
    ];
    await purge(database.db, PURGE_RULES, NOW);
    expect(await left()).toEqual(everywhere(...kept));
  });

  it('a quiet post inside an event stays with it, a quiet post of a loose group does not', async () => {
    const grave = await post({ days: 90, level: 3, event: true });
    const quiet = await post({ days: 90, group: grave });
    const loose = await post({ days: 90, level: 1 });
    await post({ days: 90, group: loose });
    await purge(database.db, PURGE_RULES, NOW);
    expect(await left()).toEqual(everywhere(grave, quiet, loose));
  });

  it('a post that was never analysed waits for its analysis', async () => {
    const waiting = await post({ days: 90, analysed: false });
    await purge(database.db, PURGE_RULES, NOW);
    expect((await left()).ingest_mentions).toEqual([waiting]);
  });

  it('the original of a copy goes after its last copy', async () => {
    const original = await post({ days: 70 });
    const copy = await post({ days: 50, copyOf: original });
    await purge(database.db, PURGE_RULES, NOW);
    expect(await left()).toEqual(everywhere(original, copy));
    const later = new Date(NOW.getTime() + 12 * 86_400_000);
    await purge(database.db, PURGE_RULES, later);
    await purge(database.db, PURGE_RULES, later);
    expect(await left()).toEqual(everywhere());
  });

  it('work lists and set-aside messages go, logs stay at least half a year', async () => {
    for (const days of [2, 0]) await insert('ingest_nonces', { source: 's', nonce: `${days}`, at: daysAgo(days) });
    for (const days of [179, 181])
      await insert('ingest_refused', {
        ...{ id: randomUUID(), source: 's', at: daysAgo(days), reason: 'r', detail: 'd', ref: `${days}` },
        ...{ jurisdiction: '990100', origin: 'live' },
      });
    await insert('responder_idempotency_keys', {
      ...{
        key: 'k',
        actor_id: 'a',
        verb: 'judge',
        ticket_id: randomUUID(),
        request_hash: 'h',
        revision: 1,
        at: daysAgo(8),
      },
    });
    for (const days of [89, 91])
      await sql`insert into platform_parked (topic, partition, "offset", group_name, value, reason, detail, parked_at)
        values ('t', 0, ${days}, 'g', '{}', 'r', 'd', ${daysAgo(days)})`.execute(database.db);
    expect(await purge(database.db, PURGE_RULES, NOW)).toMatchObject({
      ...{ ingest_nonces: 1, ingest_refused: 1, responder_idempotency_keys: 1, platform_parked: 1 },
      ...{ dashboard_sessions: 0, dashboard_idempotency: 0, dashboard_setup_links: 0, ingest_imports: 0 },
    });
  });
});
