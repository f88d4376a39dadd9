import { sql, type Kysely } from 'kysely';
import { AppError } from './errors.ts';

/**
 * record: kept for good (archives law, supervision) · log: at least 180 days (GB/T 22239) · mention: what people said,
 * 30–90 days when it matched nothing · event: until its event is destroyed · transient: work lists.
 */
export const RETENTION_CLASSES = ['record', 'log', 'mention', 'event', 'transient'] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

export interface TableRetention {
  table: string;
  class: RetentionClass;
  /** What the table holds, from its comment. */
  holds: string;
}

/** Reads every table's class from its comment `retention: CLASS; what it holds`. @throws AppError naming tables without one. */
export async function describeRetention<T>(db: Kysely<T>, schema = 'public'): Promise<TableRetention[]> {
  const { rows } = await sql<{ table: string; comment: string | null }>`
    select c.relname as "table", obj_description(c.oid, 'pg_class') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`.execute(db);
  const tables = rows.map(({ table, comment }) => ({ table, ...parseComment(comment) }));
  const unknown = tables.filter((table) => table.class === null).map(({ table }) => table);
  if (unknown.length > 0) throw new AppError('misconfigured', `以下数据表没有写明保存类别：${unknown.join('、')}`);
  return tables as TableRetention[];
}

function parseComment(comment: string | null): { class: RetentionClass | null; holds: string } {
  const match = /^retention: ([a-z]+); (.+)$/s.exec(comment ?? '');
  const name = RETENTION_CLASSES.find((known) => known === match?.[1]) ?? null;
  return { class: name, holds: match?.[2] ?? '' };
}

/** A room says which of its rows are past keeping; the days come from the installation within the law's bounds. */
export interface PurgeRule {
  table: string;
  class: Exclude<RetentionClass, 'record'>;
  /** Column (timestamptz) the age is counted from. */
  ageColumn: string;
  days: number;
  /** SQL condition on the row, e.g. `matched is false and level = 0`. Fixed text of the program, never input. */
  onlyIf?: string;
}

/** The platform's own: a message set aside holds what people said, so it waits for its replay no longer than the law lets it. */
export const PLATFORM_PURGE_RULES: readonly PurgeRule[] = [
  { table: 'platform_parked', class: 'mention', ageColumn: 'parked_at', days: 90 },
  { table: 'platform_skipped', class: 'log', ageColumn: 'found_at', days: 180 },
];

/** Fewest and most days of each class. */
const BOUNDS: Record<PurgeRule['class'], { least: number; most: number }> = {
  log: { least: 180, most: Infinity },
  mention: { least: 30, most: 90 },
  event: { least: 0, most: Infinity },
  transient: { least: 0, most: Infinity },
};

/** The days that count: what was asked, moved inside the bounds of the class. */
export function keepDays(rule: Pick<PurgeRule, 'class' | 'days'>): number {
  const { least, most } = BOUNDS[rule.class];
  return Math.min(most, Math.max(least, rule.days));
}

/**
 * Deletes rows past keeping, a batch a transaction, so that nobody waits behind it.
 * @returns rows deleted by table.
 * @throws AppError 'misconfigured' when a rule's class is not the one its table names: records are never purged.
 */
export async function purge<T>(
  db: Kysely<T>,
  rules: PurgeRule[],
  now: Date,
  batch = 2000,
): Promise<Record<string, number>> {
  const classes = new Map((await describeRetention(db)).map((table) => [table.table, table.class]));
  const wrong = rules.find((rule) => classes.get(rule.table) !== rule.class);
  if (wrong)
    throw new AppError(
      'misconfigured',
      `清理规则与数据表类别不符：${wrong.table}（规则 ${wrong.class}，表 ${classes.get(wrong.table) ?? '不存在'}）`,
    );
  const deleted: Record<string, number> = {};
  for (const rule of rules) deleted[rule.table] = (deleted[rule.table] ?? 0) + (await purgeTable(db, rule, now, batch));
  return deleted;
}

async function purgeTable<T>(db: Kysely<T>, rule: PurgeRule, now: Date, batch: number): Promise<number> {
  const before = new Date(now.getTime() - keepDays(rule) * 86_400_000);
  const table = sql.table(rule.table);
  const condition = rule.onlyIf === undefined ? sql`true` : sql`(${sql.raw(rule.onlyIf)})`;
  const old = sql`${sql.ref(rule.ageColumn)} < ${before} and ${condition}`;
  for (let total = 0; ;) {
    const { numAffectedRows } = await sql`
      delete from ${table}
      where ${old} -- again: a row's place is unique only within one partition
        and ctid = any(array(select ctid from ${table} where ${old} limit ${batch}))`.execute(db);
    const count = Number(numAffectedRows ?? 0);
    total += count;
    if (count < batch) return total;
  }
}
