import { sql, type Kysely, type Transaction } from 'kysely';

/**
 * Marks message ids as handled by a group, inside the transaction that has their effect.
 * @returns the ids nobody of the group had claimed before; a redelivered message is not among them.
 */
export async function claimUnseen<T>(tx: Transaction<T>, group: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  // Sorted, so that two transactions with the same ids cannot wait for each other.
  const sorted = [...new Set(ids)].sort();
  const { rows } = await sql<{ id: string }>`insert into platform_inbox (group_name, id)
    select ${group}, i from unnest(${sorted}::uuid[]) as i on conflict do nothing returning id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** Forgets ids the bus cannot deliver again: older than it keeps messages, and a day. @returns how many were forgotten. */
export async function pruneInbox<T>(db: Kysely<T>, now: Date, retentionDays: number): Promise<number> {
  const before = now.getTime() - (retentionDays + 1) * 86_400_000;
  const result = await sql`delete from platform_inbox where id < ${lowestUuid(before)}::uuid`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

/** The smallest UUIDv7 of an instant. */
function lowestUuid(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
