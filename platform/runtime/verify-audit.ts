import { sql, type Kysely } from 'kysely';
import { CHAIN_START, linkHash, type AuditRow } from './audit.ts';
import type { CryptoSuite } from './crypto.ts';

export type AuditFault =
  | 'altered' // the entry does not say what was sealed
  | 'entry_missing' // sealed, but the entry is gone
  | 'seal_missing' // a number of the chain is gone, or an entry was taken off the sealer's list
  | 'reordered' // the link does not follow the one before it, or stands at another's place
  | 'anchor'; // a head noted earlier is not in the chain: it was cut off or rewritten

export interface AuditReport {
  ok: boolean;
  /** Links checked. */
  sealed: number;
  /** Entries waiting for the sealer; normal for a second or so. */
  unsealed: number;
  /** Last link. Note it down outside this system: it proves later that nothing before it was rewritten. */
  head: { sequence: number; hash: string } | null;
  /** The first broken place. */
  broken: { sequence: number; fault: AuditFault; entryId: string | null } | null;
}

type Link = { sequence: number; entry_id: string; previous_hash: string; hash: string; entry: AuditRow | null };

/** Walks the whole chain in pages, so memory stays flat. `anchor` is a head noted earlier. */
export async function verifyAudit<T>(
  db: Kysely<T>,
  crypto: CryptoSuite,
  anchor?: { sequence: number; hash: string },
  page = 2000,
): Promise<AuditReport> {
  let head = { sequence: 0, hash: CHAIN_START };
  let broken: AuditReport['broken'] = null;
  let anchored = anchor === undefined;
  for (let links = await linksAfter(db, 0, page); links.length > 0 && !broken;) {
    for (const link of links) {
      const fault = faultOf(crypto, link, head, links);
      if (fault) {
        broken = { sequence: Math.min(link.sequence, head.sequence + 1), fault, entryId: link.entry_id };
        break;
      }
      head = { sequence: link.sequence, hash: link.hash };
      anchored ||= anchor!.sequence === link.sequence && anchor!.hash === link.hash;
    }
    if (!broken) links = await linksAfter(db, head.sequence, page);
  }
  const { waiting, forgotten } = await unsealed(db);
  broken ??= anchored ? null : { sequence: anchor!.sequence, fault: 'anchor', entryId: null };
  broken ??= forgotten === null ? null : { sequence: head.sequence + 1, fault: 'seal_missing', entryId: forgotten };
  const last = head.sequence === 0 ? null : head;
  return { ok: broken === null, sealed: head.sequence, unsealed: waiting, head: last, broken };
}

function faultOf(
  crypto: CryptoSuite,
  link: Link,
  before: { sequence: number; hash: string },
  near: Link[],
): AuditFault | null {
  const follows = link.previous_hash === before.hash;
  if (link.sequence !== before.sequence + 1) return 'seal_missing';
  if (!link.entry) return 'entry_missing';
  if (!follows) return 'reordered';
  if (linkHash(crypto, link.sequence, link.previous_hash, link.entry) === link.hash) return null;
  const belongs = (other: Link): boolean =>
    other.entry !== null && linkHash(crypto, link.sequence, link.previous_hash, other.entry) === link.hash;
  return near.some(belongs) ? 'reordered' : 'altered';
}

async function linksAfter<T>(db: Kysely<T>, sequence: number, page: number): Promise<Link[]> {
  const { rows } = await sql<Omit<Link, 'entry'> & Omit<AuditRow, 'id'> & { id: string | null }>`
    select s.sequence, s.entry_id, s.previous_hash, s.hash, e.*
    from audit_seals s left join audit_entries e on e.id = s.entry_id
    where s.sequence > ${sequence} order by s.sequence limit ${page}`.execute(db);
  return rows.map(({ sequence, entry_id, previous_hash, hash, id, ...rest }) => ({
    ...{ sequence, entry_id, previous_hash, hash },
    entry: id === null ? null : { id, ...rest },
  }));
}

async function unsealed<T>(db: Kysely<T>): Promise<{ waiting: number; forgotten: string | null }> {
  const { rows } = await sql<{ waiting: number; forgotten: string | null }>`
    select count(u.entry_id) as waiting, min(e.id::text) filter (where u.entry_id is null) as forgotten
    from audit_entries e
    left join audit_seals s on s.entry_id = e.id
    left join audit_unsealed u on u.entry_id = e.id
    where s.entry_id is null`.execute(db);
  return rows[0]!;
}
