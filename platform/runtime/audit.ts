import { sql, type Kysely, type Transaction } from 'kysely';
import type { CryptoSuite } from './crypto.ts';
import { uuidv7 } from './ids.ts';
import { canonicalJson, jsonbText } from './json.ts';
import type { AuditEntry } from './kernel.ts';

/** Sequence 1 has this as its previous hash. */
export const CHAIN_START = '0'.repeat(64);

export interface AuditRow {
  id: string;
  at: Date;
  actor_id: string;
  actor_name: string;
  actor_unit: string | null;
  actor_roles: string[];
  action: string;
  subject_kind: string;
  subject_id: string;
  detail: unknown;
  success: boolean;
  trace_id: string;
}

/** Writes entries in the caller's transaction, in one statement, and puts them on the sealer's list. */
export async function insertAudit<T>(
  tx: Transaction<T>,
  entries: AuditEntry[],
  now: Date,
  traceId: string,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ actor, action, subject, detail, success }) => ({
    id: uuidv7(now),
    actor_id: actor.id,
    actor_name: actor.name,
    actor_unit: actor.unitId,
    actor_roles: actor.roles,
    ...{ action, subject_kind: subject.kind, subject_id: subject.id, detail, success: success ?? true },
  }));
  await sql`
    with input as (
      select * from rows from (jsonb_to_recordset(${jsonbText(rows)}::jsonb) as (
        id uuid, actor_id text, actor_name text, actor_unit text, actor_roles text[],
        action text, subject_kind text, subject_id text, detail jsonb, success boolean)) with ordinality
    ), queued as (insert into audit_unsealed (entry_id) select id from input order by ordinality)
    insert into audit_entries (id, at, actor_id, actor_name, actor_unit, actor_roles,
      action, subject_kind, subject_id, detail, success, trace_id)
    select id, ${now}::timestamptz, actor_id, actor_name, actor_unit, actor_roles,
      action, subject_kind, subject_id, detail, success, ${traceId}::text from input`.execute(tx);
}

/** The hash of one link: everything the entry says, its place, and the link before. */
export function linkHash(crypto: CryptoSuite, sequence: number, previousHash: string, entry: AuditRow): string {
  return crypto.hash(canonicalJson({ sequence, previousHash, entry }));
}

const BATCH = 1000;
const LOCK = 1213549913;

/**
 * Chains what has been written since. One sealer works at a time; another call finds the lock taken and returns 0.
 * @returns how many entries were sealed.
 */
export async function sealAudit<T>(db: Kysely<T>, crypto: CryptoSuite, batch = BATCH): Promise<number> {
  for (let sealed = 0; ;) {
    const count = await db.transaction().execute((tx) => sealBatch(tx, crypto, batch));
    sealed += count;
    if (count < batch) return sealed;
  }
}

async function sealBatch<T>(tx: Transaction<T>, crypto: CryptoSuite, batch: number): Promise<number> {
  const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(tx);
  if (!lock.rows[0]!.mine) return 0;
  const { rows } = await sql<AuditRow & { position: number }>`
    select u.position, e.* from audit_unsealed u join audit_entries e on e.id = u.entry_id
    order by u.position limit ${batch}`.execute(tx);
  if (rows.length === 0) return 0;
  const last = await sql<{ sequence: number; hash: string }>`
    select sequence, hash from audit_seals order by sequence desc limit 1`.execute(tx);
  let { sequence, hash } = last.rows[0] ?? { sequence: 0, hash: CHAIN_START };
  const seals = rows.map(({ position: _, ...entry }) => {
    const previous_hash = hash;
    sequence += 1;
    hash = linkHash(crypto, sequence, previous_hash, entry);
    return { sequence, entry_id: entry.id, previous_hash, hash };
  });
  await sql`insert into audit_seals (sequence, entry_id, previous_hash, hash)
    select * from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb)
      as (sequence bigint, entry_id uuid, previous_hash text, hash text)`.execute(tx);
  await sql`delete from audit_unsealed where position = any(${rows.map((row) => row.position)}::bigint[])`.execute(tx);
  return rows.length;
}
