import type { Kysely } from 'kysely';
import type { AnalyzerTables } from '../tables.ts';
import { GroupingIndex } from './grouping-index.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { loadGroups } from './load-groups.ts';
import { openGroupIds, readVersion, type Domain } from './store.ts';

/** What one process remembers of a grouping domain: valid only while `version` is the stored one. */
export interface DomainMemory {
  domain: Domain;
  index: GroupingIndex;
  version: number;
}

/** Rebuilds the open groups of a domain from the database. */
export async function rebuildMemory(
  db: Kysely<AnalyzerTables>,
  domain: Domain,
  now: Date,
  rules: GroupingRules,
  heartbeat: () => Promise<void>,
): Promise<DomainMemory> {
  // The version first: what is committed while we read makes the memory stale, never wrong.
  const version = await readVersion(db, domain.key);
  const index = new GroupingIndex(rules);
  const ids = await openGroupIds(db, domain.key, now, rules.book);
  let read = 0;
  for await (const group of loadGroups(db, ids)) {
    index.load(group);
    read += 1;
    if (read % 20 === 0) await heartbeat();
  }
  index.forget(now.getTime());
  return { domain, index, version };
}

/** Whoever owned the partition in between may have gone on: then nothing remembered counts. */
export const isCurrent = async (db: Kysely<AnalyzerTables>, { domain, version }: DomainMemory): Promise<boolean> =>
  (await readVersion(db, domain.key)) === version;

/** Brings back closed groups whose mentions are revised now. */
export async function recall(db: Kysely<AnalyzerTables>, memory: DomainMemory, groupIds: string[]): Promise<void> {
  const missing = [...new Set(groupIds)].filter((id) => memory.index.group(id) === undefined);
  if (missing.length === 0) return;
  for await (const group of loadGroups(db, missing)) memory.index.load(group);
}
