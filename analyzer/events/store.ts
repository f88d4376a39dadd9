import { sql, type Kysely } from 'kysely';
import type { GroupingBook } from '../../config/schema/grouping.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { AnalyzerTables } from '../tables.ts';
import { groupOf, type Group } from './group.ts';
import type { Member } from './member.ts';
import type { JoinReason } from './relation.ts';

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

const GROUPS_AT_ONCE = 500;
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

/** Groups with their members; a group without rows is left out. */
export async function* loadGroups(db: Db, groupIds: string[]): AsyncGenerator<Group> {
  for (let from = 0; from < groupIds.length; from += GROUPS_AT_ONCE) {
    const ids = groupIds.slice(from, from + GROUPS_AT_ONCE);
    const rows = await db
      .selectFrom('analyzer_event_mentions as m')
      .leftJoin('analyzer_events as e', 'e.id', 'm.group_id')
      .select(['m.group_id', 'm.record', 'e.id as event_id'])
      .where('m.group_id', 'in', ids)
      .execute();
    const members = new Map<string, { event: boolean; members: Member[] }>();
    for (const row of rows) {
      const known = members.get(row.group_id) ?? { event: row.event_id !== null, members: [] };
      known.members.push(row.record);
      members.set(row.group_id, known);
    }
    for (const [id, group] of members) yield groupOf(id, group.event, group.members);
  }
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

export async function writeMembers(unit: Unit, domain: Domain, writes: MemberWrite[]): Promise<void> {
  for (let from = 0; from < writes.length; from += 200) {
    const rows = writes.slice(from, from + 200).map((write) => memberRow(domain, write));
    await unit.tx
      .insertInto('analyzer_event_mentions')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('mention_id').doUpdateSet({
          group_id: (eb) => eb.ref('excluded.group_id'),
          revision: (eb) => eb.ref('excluded.revision'),
          published_at: (eb) => eb.ref('excluded.published_at'),
          seen_at: (eb) => eb.ref('excluded.seen_at'),
          fingerprint: (eb) => eb.ref('excluded.fingerprint'),
          sensitivity: (eb) => eb.ref('excluded.sensitivity'),
          record: (eb) => eb.ref('excluded.record'),
        }),
      )
      .execute();
  }
}

/** Members of an absorbed group go over; where they came from stays, so that a merge can be undone. */
export async function moveMembers(unit: Unit, from: string, into: string): Promise<void> {
  await unit.tx
    .updateTable('analyzer_event_mentions')
    .set({ group_id: into, absorbed_from: sql`coalesce(absorbed_from, ${from}::uuid)` })
    .where('group_id', '=', from)
    .execute();
}

function memberRow(domain: Domain, { member, groupId, why }: MemberWrite) {
  return {
    ...{ mention_id: member.id, group_id: groupId, domain: domain.key },
    ...{ jurisdiction: domain.jurisdiction, origin: domain.origin, revision: member.revision },
    published_at: new Date(member.publishedAt),
    collected_at: new Date(member.collectedAt),
    seen_at: new Date(member.seenAt),
    ...{ source: member.source, source_type: member.sourceType, voice: member.voice },
    ...{ fingerprint: member.fingerprint, duplicate_of: member.duplicateOf },
    ...{ sensitivity: member.analysis.sensitivity.level, history: member.history },
    why: why ? JSON.stringify(why) : null,
    absorbed_from: null,
    record: JSON.stringify(member),
  };
}
