import { sql, type RawBuilder } from 'kysely';
import { expect } from 'vitest';
import { judgeReplay, type Db } from './replay-outcome.ts';
import { copyRow } from './copy-row.ts';
import { Findings } from './report.ts';

const ANOTHER_ENTRY = sql`
  insert into audit_entries select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* from audit_entries e limit 1`;

/** What the judge must see, and the damage that it must see it by. */
const DAMAGES: [string, RawBuilder<unknown>][] = [
  ['posts lost', sql`delete from ingest_mentions where external_id = (select min(external_id) from ingest_mentions)`],
  [
    'posts nobody told',
    sql`update ingest_mentions set external_id = 'stranger' where id = (select min(id::text)::uuid from ingest_mentions)`,
  ],
  ['not analysed in its last revision', sql`update ingest_mentions set revision = revision + 1`],
  ['in no group', sql`delete from analyzer_event_mentions`],
  ['a group and its event disagree', sql`update analyzer_events set mentions = mentions + 1`],
  ['the newest picture of an event did not reach', sql`update analyzer_events set revision = revision + 1`],
  [
    'an event with two tickets',
    copyRow('responder_tickets', `jsonb_build_object('id', gen_random_uuid(), 'number', 'x', 'state', 'archived')`),
  ],
  [
    'an open ticket of an event that was merged away',
    sql`update analyzer_events e set merged_into = (select id from analyzer_events o where o.id <> e.id limit 1)`,
  ],
  [
    'a post counted in an absorbed event',
    sql`update analyzer_events e set merged_into = (select id from analyzer_events o where o.id <> e.id limit 1)`,
  ],
  [
    'parked',
    sql`insert into platform_parked (topic, partition, "offset", group_name, value, reason, detail, parked_at)
        select 'mentions.collected', 0, 0, 'analyze', '{}', 'unreadable', '', ends_at from platform_demo`,
  ],
  ['numbers of the year with a gap', sql`update responder_counters set last = last + 1`],
  ['revisions of a ticket without an entry', sql`update responder_tickets set revision = revision + 1`],
  [
    'an act of a person told twice',
    sql`insert into responder_timeline select (jsonb_populate_record(l, jsonb_build_object(
          'id', gen_random_uuid(), 'revision', 1000))).* from responder_timeline l where actor ->> 'id' <> 'system' limit 1`,
  ],
  [
    'a release recorded twice',
    sql`insert into responder_releases select (jsonb_populate_record(r, jsonb_build_object(
          'id', gen_random_uuid()))).* from responder_releases r limit 1`,
  ],
  ['a due clock that did not fire', sql`delete from responder_clock_firings`],
  [
    'a clock that fired twice',
    sql`insert into responder_clock_firings select clock_id, 'due@again', ticket_id, planned_at, fired_at, silent
          from responder_clock_firings where point like 'due%'`,
  ],
  ['fired too early', sql`update responder_clock_firings set fired_at = planned_at - interval '1 minute'`],
  ['a moment marked as fired without its firing', sql`delete from responder_clock_firings where point like 'due%'`],
  ['acts lost', sql`update platform_demo set ends_at = ends_at + interval '7 minutes 3 seconds'`],
  ['audit chain', ANOTHER_ENTRY],
  [
    'not sealed',
    sql`with fresh as (${ANOTHER_ENTRY} returning id) insert into audit_unsealed (entry_id) select id from fresh`,
  ],
];

class Undo extends Error {}

/** Damages a sound database in every way, one after the other, each undone: the judge sees them all. */
export async function damageAndJudge(db: Db, configFolder: string): Promise<void> {
  const unseen: string[] = [];
  for (const [what, damage] of DAMAGES) {
    const found = new Findings();
    await db
      .transaction()
      .execute(async (tx) => {
        await damage.execute(tx);
        await judgeReplay(tx, configFolder, found);
        throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw new Error(`${what}: ${String(error)}`);
      });
    if (!found.list.some((line) => line.includes(what))) unseen.push(what);
  }
  expect(unseen).toEqual([]);
}
