import { sql, type RawBuilder } from 'kysely';
import { copyRow } from '../copy-row.ts';
import { Findings } from '../report.ts';
import type { Db } from './cluster.ts';
import { judge } from './judge.ts';
import type { Outcome } from './outcome.ts';
import type { Stream } from './stream.ts';

/** A clock whose start every run has in common, and that was due. */
const FIRED_OUTSIDE = `select f.clock_id from responder_clock_firings f join responder_clocks c on c.id = f.clock_id
  where c.start_source like '首条公开信息时间%' or c.start_source like '事件发生时间%' order by f.planned_at limit 1`;

/** What the judge must say, and the damage that it must say it of. What other judges' damages prove (replay-damage.ts) is not repeated. */
const DAMAGES: [string, RawBuilder<unknown>][] = [
  ['posts lost', sql`delete from ingest_mentions where id = (select min(id::text)::uuid from ingest_mentions)`],
  [
    'posts nobody sent',
    copyRow('ingest_mentions', `'{"external_id": "stranger"}'::jsonb || jsonb_build_object('id', gen_random_uuid())`),
  ],
  ['mentions double', copyRow('ingest_mentions', `jsonb_build_object('id', gen_random_uuid())`)],
  [
    'not the last word',
    sql`update ingest_mentions set text = '别的内容' where id = (select min(id::text)::uuid from ingest_mentions)`,
  ],
  ['not a copy of its first', sql`update ingest_mentions set duplicate_of = null`],
  ['mentions not as in the undisturbed run', sql`update ingest_mentions set counts = '{"like": 12345}'`],
  [
    'analyses lost',
    sql`delete from analyzer_mentions where mention_id = (select min(mention_id::text)::uuid from analyzer_mentions)`,
  ],
  ['analyses not as', sql`update analyzer_mentions set analysis = '{}'`],
  [
    'a matter in two groups',
    sql`
    update analyzer_event_mentions set group_id = gen_random_uuid() where mention_id = (
      select min(mention_id::text)::uuid from analyzer_event_mentions m join analyzer_events e on e.id = m.group_id where e.mentions > 20)`,
  ],
  [
    'two matters in one group',
    sql`
    update analyzer_event_mentions set group_id = (select group_id from analyzer_event_mentions limit 1)
     where mention_id in (select mention_id from analyzer_event_mentions limit 40)`,
  ],
  [
    'events lost',
    sql`
    update analyzer_events e set merged_into = (select id from analyzer_events o where o.id <> e.id limit 1)
     where id = (select min(id::text)::uuid from analyzer_events)`,
  ],
  ['events not as', sql`update analyzer_events set colour = 'blue'`],
  [
    'tickets double',
    copyRow('responder_tickets', `jsonb_build_object('id', gen_random_uuid(), 'number', 'x', 'state', 'archived')`),
  ],
  ['tickets not as', sql`update responder_tickets set detected_by = '他处'`],
  ['clocks not as', sql`update responder_clocks set due_at = due_at + interval '1 minute'`],
  ['clocks lost', sql`update responder_clocks set rule_id = 'N-99' where rule_id = 'N-03'`],
  ['clocks too many', copyRow('responder_clocks', `jsonb_build_object('id', gen_random_uuid(), 'step', 'again')`)],
  ['firings lost', sql.raw(`delete from responder_clock_firings where clock_id = (${FIRED_OUTSIDE})`)],
  [
    'firings too many',
    sql.raw(`
    insert into responder_clock_firings select clock_id, 'due-again', ticket_id, planned_at, fired_at, silent
      from responder_clock_firings where clock_id = (${FIRED_OUTSIDE}) limit 1`),
  ],
  ['numbers of the year with a gap', sql`update responder_counters set last = last + 1`],
  ['audit chain', copyRow('audit_entries', `jsonb_build_object('id', gen_random_uuid())`)],
];

class Undo extends Error {}

/** Damages a sound database in one way after the other, each undone. @returns the damages that the judge did not see; none is good */
export async function unseenDamages(db: Db, stream: Stream, calm: Outcome): Promise<string[]> {
  const unseen: string[] = [];
  for (const [what, damage] of DAMAGES) {
    const found = new Findings();
    await db
      .transaction()
      .execute(async (tx) => {
        await damage.execute(tx);
        await judge(tx, stream, calm, found);
        throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw new Error(`${what}: ${String(error)}`);
      });
    if (!found.list.some((line) => line.includes(what))) unseen.push(what);
  }
  return unseen;
}
