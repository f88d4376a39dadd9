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
  const claimed = await sql<IdentityRow>`insert into ingest_identities (origin, source, external_id, mention_id)
    select ${origin}, s, e, i from unnest(${wanted.map((each) => each.source)}::text[],
      ${wanted.map((each) => each.externalId)}::text[], ${wanted.map((each) => each.id)}::uuid[]) as w(s, e, i)
    order by s, e on conflict do nothing returning source, external_id, mention_id`.execute(tx);
  const ids = new Map(claimed.rows.map(named));
  const taken = wanted.filter((each) => !ids.has(keyOf(each)));
  if (taken.length === 0) return ids;
  // A statement of its own: what another collector committed while we waited is not in the view of the first.
  const { rows } = await sql<IdentityRow>`
    select i.source, i.external_id, i.mention_id
      from unnest(${taken.map((each) => each.source)}::text[], ${taken.map((each) => each.externalId)}::text[]) as w(s, e)
      join ingest_identities i on i.origin = ${origin} and i.source = w.s and i.external_id = w.e`.execute(tx);
  return new Map([...ids, ...rows.map(named)]);
}

interface IdentityRow {
  source: string;
  external_id: string;
  mention_id: string;
}
const named = (row: IdentityRow): [string, string] => [
  keyOf({ source: row.source, externalId: row.external_id }),
  row.mention_id,
];

/** Claim each text for its first mention. Returns the first mention of every fingerprint. */
export async function claimFingerprints(
  tx: Transaction<IngestTables>,
  origin: Origin,
  wanted: { fingerprint: string; id: string }[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const first = new Map(wanted.toReversed().map((each) => [each.fingerprint, each.id]));
  const claimed = await sql<FingerprintRow>`insert into ingest_fingerprints (origin, fingerprint, mention_id)
    select ${origin}, f, i from unnest(${[...first.keys()]}::text[], ${[...first.values()]}::uuid[]) as w(f, i)
    order by f on conflict do nothing returning fingerprint, mention_id`.execute(tx);
  for (const row of claimed.rows) first.delete(row.fingerprint);
  const rows = first.size === 0 ? [] : await knownFingerprints(tx, origin, [...first.keys()]);
  return new Map([...claimed.rows, ...rows].map((row) => [row.fingerprint, row.mention_id]));
}

interface FingerprintRow {
  fingerprint: string;
  mention_id: string;
}

const knownFingerprints = (tx: Transaction<IngestTables>, origin: Origin, wanted: string[]) =>
  tx
    .selectFrom('ingest_fingerprints')
    .select(['fingerprint', 'mention_id'])
    .where('origin', '=', origin)
    .where(sql<boolean>`fingerprint = any(${wanted}::text[])`)
    .execute();

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
