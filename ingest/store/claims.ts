import { sql, type Transaction } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { IngestTables } from '../tables.ts';
import type { StoredMention } from './rows.ts';

export interface Identity {
  source: string;
  externalId: string;
}
export const keyOf = (each: Identity): string => `${each.source}\n${each.externalId}`;

/**
 * Claim source + id for a new mention each, in one sorted statement so that two collectors with the same ids wait for
 * each other instead of deadlocking. Returns the mention id every identity now stands for: one's own if it was free.
 */
export async function claimIdentities(
  tx: Transaction<IngestTables>,
  origin: Origin,
  wanted: (Identity & { id: string })[],
): Promise<Map<string, string>> {
  const sources = wanted.map((each) => each.source);
  const externalIds = wanted.map((each) => each.externalId);
  await sql`insert into ingest_identities (origin, source, external_id, mention_id)
    select ${origin}, s, e, i from unnest(${sources}::text[], ${externalIds}::text[], ${wanted.map((each) => each.id)}::uuid[]) as w(s, e, i)
    order by s, e on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ source: string; external_id: string; mention_id: string }>`
    select i.source, i.external_id, i.mention_id from unnest(${sources}::text[], ${externalIds}::text[]) as w(s, e)
    join ingest_identities i on i.origin = ${origin} and i.source = w.s and i.external_id = w.e`.execute(tx);
  return new Map(rows.map((row) => [keyOf({ source: row.source, externalId: row.external_id }), row.mention_id]));
}

/** Claim each text for its first mention. Returns the first mention of every fingerprint. */
export async function claimFingerprints(
  tx: Transaction<IngestTables>,
  origin: Origin,
  wanted: { fingerprint: string; id: string }[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const first = new Map(wanted.toReversed().map((each) => [each.fingerprint, each.id]));
  const fingerprints = [...first.keys()];
  await sql`insert into ingest_fingerprints (origin, fingerprint, mention_id)
    select ${origin}, f, i from unnest(${fingerprints}::text[], ${[...first.values()]}::uuid[]) as w(f, i)
    order by f on conflict do nothing`.execute(tx);
  const rows = await tx
    .selectFrom('ingest_fingerprints')
    .select(['fingerprint', 'mention_id'])
    .where('origin', '=', origin)
    .where(sql<boolean>`fingerprint = any(${fingerprints}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.fingerprint, row.mention_id]));
}

/** The stored mentions, locked in the order of their ids. */
export async function lockMentions(tx: Transaction<IngestTables>, ids: string[]): Promise<Map<string, StoredMention>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('ingest_mentions')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
