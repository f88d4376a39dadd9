import { sql, type Kysely } from 'kysely';
import type { GroupingBook } from '../../config/schema/grouping.ts';
import { jsonbText } from '../../platform/runtime/json.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { AnalyzerTables } from '../tables.ts';
import type { Member } from './member.ts';
import type { JoinReason } from './relation.ts';
import type { EventMentionRow } from './tables.ts';

type Db = Kysely<AnalyzerTables>;
export type Unit = UnitOfWork<AnalyzerTables>;

/** Grouping never mixes jurisdictions or origins. */
export interface Domain {
  key: string;
  jurisdiction: string;
  origin: 'live' | 'demo' | 'drill';
}

export interface Membership {
  groupId: string;
  revision: number;
}

export interface MemberWrite {
  member: Member;
  groupId: string;
  /** undefined: a revision, the reason stays as it was. */
  why: JoinReason | null | undefined;
}

const DAY = 86_400_000;

/** Where mentions already are; the record that makes the consumer idempotent. */
export async function readMemberships(db: Db, mentionIds: string[]): Promise<Map<string, Membership>> {
  const rows = await db
    .selectFrom('analyzer_event_mentions')
    .select(['mention_id', 'group_id', 'revision'])
    .where('mention_id', 'in', mentionIds)
    .execute();
  return new Map(rows.map((row) => [row.mention_id, { groupId: row.group_id, revision: row.revision }]));
}

/** Ids of the groups of a domain that were touched within the memory; `GroupingIndex.forget` draws the exact line. */
export async function openGroupIds(db: Db, domain: string, now: Date, book: GroupingBook): Promise<string[]> {
  const { eventDays, singleDays, maxOpen } = book.window;
  const since = new Date(now.getTime() - Math.max(eventDays, singleDays) * DAY);
  const rows = await db
    .selectFrom('analyzer_event_mentions')
    .select('group_id')
    .where('domain', '=', domain)
    .where('seen_at', '>=', since)
    .groupBy('group_id')
    .orderBy((eb) => eb.fn.max('seen_at'), 'desc')
    .limit(maxOpen * 2)
    .execute();
  return rows.map((row) => row.group_id);
}

export async function readVersion(db: Db, domain: string): Promise<number> {
  const row = await db.selectFrom('analyzer_domains').select('version').where('domain', '=', domain).executeTakeFirst();
  return row?.version ?? 0;
}

/** The memory this batch was planned with is not the newest: another process owns the domain now, or did in between. */
export class StaleGrouping extends Error {}

/** Fence: one batch of a domain at a time, and only on the newest state. @throws StaleGrouping */
export async function advanceVersion(unit: Unit, domain: string, expected: number): Promise<void> {
  await unit.tx
    .insertInto('analyzer_domains')
    .values({ domain, version: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { numUpdatedRows } = await unit.tx
    .updateTable('analyzer_domains')
    .set({ version: expected + 1 })
    .where('domain', '=', domain)
    .where('version', '=', expected)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new StaleGrouping(`grouping of ${domain} went on elsewhere`);
}

/** All rows in one parameter: one statement, however many. */
export async function writeMembers(unit: Unit, domain: Domain, writes: MemberWrite[]): Promise<void> {
  const rows = writes.map((write) => memberRow(domain, write));
  await sql`insert into analyzer_event_mentions
    select * from jsonb_populate_recordset(null::analyzer_event_mentions, ${jsonbText(rows)}::jsonb)
    on conflict (mention_id) do update set group_id = excluded.group_id, revision = excluded.revision,
      published_at = excluded.published_at, seen_at = excluded.seen_at, fingerprint = excluded.fingerprint,
      sensitivity = excluded.sensitivity, record = excluded.record`.execute(unit.tx);
}

/** Members of absorbed groups go over; where they came from stays, so that a merge can be undone. */
export async function moveMembers(unit: Unit, absorbed: ReadonlyMap<string, { into: string }>): Promise<void> {
  if (absorbed.size === 0) return;
  await sql`update analyzer_event_mentions m set group_id = w.target, absorbed_from = coalesce(m.absorbed_from, m.group_id)
    from unnest(${[...absorbed.keys()]}::uuid[], ${[...absorbed.values()].map(({ into }) => into)}::uuid[]) as w(source, target)
    where m.group_id = w.source`.execute(unit.tx);
}

function memberRow(domain: Domain, { member, groupId, why }: MemberWrite): EventMentionRow {
  return {
    ...{ mention_id: member.id, group_id: groupId, domain: domain.key },
    ...{ jurisdiction: domain.jurisdiction, origin: domain.origin, revision: member.revision },
    published_at: new Date(member.publishedAt),
    collected_at: new Date(member.collectedAt),
    seen_at: new Date(member.seenAt),
    ...{ source: member.source, source_type: member.sourceType, voice: member.voice },
    ...{ fingerprint: member.fingerprint, duplicate_of: member.duplicateOf },
    ...{ sensitivity: member.analysis.sensitivity.level, history: member.history },
    why: why ?? null,
    absorbed_from: null,
    record: member,
  };
}
