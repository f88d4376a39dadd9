import { sql, type Kysely } from 'kysely';
import type { Skipped } from '../ports/event-bus.ts';
import { toLocalIso } from './local-time.ts';
import { TOPICS, type TopicName } from './topics.ts';

/** A gap in what a group read, not yet made good. */
export interface SkippedNote extends Skipped {
  id: number;
  group: string;
  foundAt: Date;
}

/**
 * What a message tells of happened before it was published: it may have stood in the outbox, longest while the bus was away. A day holds
 * the longest outage that is let stand; too much said again changes nothing.
 */
const MARGIN_MS = 86_400_000;

/** @returns whether it was not known before: a batch that is delivered again brings its gap again. */
export async function noteSkipped<T>(db: Kysely<T>, group: string, skipped: Skipped, now: Date): Promise<boolean> {
  const { topic, partition, from, to, since } = skipped;
  const { numAffectedRows } = await sql`
    insert into platform_skipped (group_name, topic, partition, first_offset, next_offset, since, found_at)
    values (${group}, ${topic}, ${partition}, ${from.toString()}::bigint, ${to?.toString() ?? null}::bigint, ${since}, ${now})
    on conflict do nothing`.execute(db);
  return Number(numAffectedRows ?? 0) > 0;
}

/** Oldest first. */
export async function listSkipped<T>(db: Kysely<T>): Promise<SkippedNote[]> {
  const { rows } = await sql<Row>`select id, group_name, topic, partition, first_offset, next_offset, since, found_at
    from platform_skipped where settled_at is null order by id`.execute(db);
  return rows.map((row) => ({
    ...{ id: Number(row.id), group: row.group_name, topic: row.topic, partition: row.partition },
    ...{
      from: BigInt(row.first_offset),
      to: row.next_offset === null ? null : BigInt(row.next_offset),
      since: row.since,
      foundAt: row.found_at,
    },
  }));
}

interface Row {
  id: string | number;
  group_name: string;
  topic: string;
  partition: number;
  first_offset: string | number;
  next_offset: string | number | null;
  since: Date | null;
  found_at: Date;
}

/**
 * What was said again covers the gaps that begin inside it, a day after its start: of one group, or of all.
 * @returns how many gaps are settled, and how many of the topic stay open because they reach beyond.
 */
export async function settleSkipped<T>(
  db: Kysely<T>,
  topic: string,
  group: string | null,
  range: { since: Date; until: Date },
  now: Date,
): Promise<{ settled: number; open: number }> {
  const mine = sql`settled_at is null and topic = ${topic} and (${group}::text is null or group_name = ${group})`;
  // Everything in a gap was published between the message before it and its discovery. Where that message is not known only all of time
  // surely covers it.
  const early = new Date(range.since.getTime() + MARGIN_MS);
  const inside = sql`found_at <= ${range.until} and (since >= ${early} or ${range.since} <= to_timestamp(0))`;
  const { numAffectedRows } =
    await sql`update platform_skipped set settled_at = ${now} where ${mine} and ${inside}`.execute(db);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from platform_skipped where ${mine}`.execute(db);
  return { settled: Number(numAffectedRows ?? 0), open: rows[0]!.n };
}

/** What to type to make it good. */
export function adviceFor(group: string, { topic, since }: Pick<Skipped, 'topic' | 'since'>): string {
  const { republishedAs } = TOPICS[topic as TopicName] ?? {};
  if (republishedAs === undefined) return '';
  const from = since === null ? '--all' : `--since ${toLocalIso(new Date(since.getTime() - MARGIN_MS))}`;
  return `内容仍在数据库中，请运行 huiying republish ${republishedAs} --group ${group} ${from} 补发。`;
}
