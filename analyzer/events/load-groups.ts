import { sql, type Kysely } from 'kysely';
import type { AnalyzerTables } from '../tables.ts';
import { groupOf, type Group } from './group.ts';
import type { Member } from './member.ts';
import type { EventMentionRow } from './tables.ts';

type Db = Kysely<AnalyzerTables>;

const GROUPS_AT_ONCE = 500;
/** Reading more in one go keeps the process from answering anybody, and the broker then takes the partition away. */
export const ROWS_AT_ONCE = 2_000;

/** Groups with their members, in pages of few rows; a group without rows is left out. */
export async function* loadGroups(db: Db, groupIds: string[], rowsAtOnce = ROWS_AT_ONCE): AsyncGenerator<Group> {
  for (let from = 0; from < groupIds.length; from += GROUPS_AT_ONCE) {
    const sizes = await sizesOf(db, groupIds.slice(from, from + GROUPS_AT_ONCE));
    for (const ids of pages(sizes, rowsAtOnce)) yield* loadPage(db, ids, rowsAtOnce);
  }
}

interface Size {
  id: string;
  members: number;
}

const sizesOf = (db: Db, ids: string[]): Promise<Size[]> =>
  db
    .selectFrom('analyzer_event_mentions')
    .select(['group_id as id', (eb) => eb.fn.countAll<number>().as('members')])
    .where('group_id', 'in', ids)
    .groupBy('group_id')
    .execute();

/** Groups of together at most so many rows; a bigger one stands alone. */
export function pages(sizes: readonly Size[], rowsAtOnce: number): string[][] {
  const all: string[][] = [];
  let rows = Infinity;
  for (const { id, members } of sizes) {
    if (rows + Number(members) > rowsAtOnce) {
      all.push([]);
      rows = 0;
    }
    all.at(-1)!.push(id);
    rows += Number(members);
  }
  return all;
}

async function* loadPage(db: Db, ids: string[], rowsAtOnce: number): AsyncGenerator<Group> {
  const found = await db.selectFrom('analyzer_events').select('id').where('id', 'in', ids).execute();
  const events = new Set(found.map(({ id }) => id));
  const members = new Map<string, Member[]>();
  for await (const { group_id, record } of rowsOf(db, ids, rowsAtOnce)) {
    const known = members.get(group_id);
    if (known) known.push(record);
    else members.set(group_id, [record]);
  }
  for (const [id, own] of members) yield groupOf(id, events.has(id), own);
}

/** A page of small groups in one query; a big group by its index, each query behind the last row of the one before. */
export async function* rowsOf(db: Db, ids: string[], rowsAtOnce: number): AsyncGenerator<Row> {
  const rows = db
    .selectFrom('analyzer_event_mentions')
    .select(['group_id', 'published_at', 'mention_id', 'record'])
    .where('group_id', 'in', ids);
  if (ids.length > 1) return yield* await rows.execute();
  for (let after: Row | undefined, more = true; more;) {
    const last: Row | undefined = after;
    const page: Row[] = await rows
      .$if(last !== undefined, (query) =>
        query.where(
          sql<boolean>`(published_at, mention_id) > (${last?.published_at}::timestamptz, ${last?.mention_id}::uuid)`,
        ),
      )
      .orderBy('published_at')
      .orderBy('mention_id')
      .limit(rowsAtOnce)
      .execute();
    yield* page;
    after = page.at(-1);
    more = page.length === rowsAtOnce;
  }
}

type Row = Pick<EventMentionRow, 'group_id' | 'published_at' | 'mention_id' | 'record'>;
