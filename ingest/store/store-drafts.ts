import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { MENTION_COLLECTED, type Mention } from '../messages.ts';
import type { Draft } from '../raw-record.ts';
import type { IngestTables } from '../tables.ts';
import { claimFingerprints, claimIdentities, keyOf, lockMentions } from './claims.ts';
import { newRow, recountedRow, revisedRow, toMention, type StoredMention } from './rows.ts';
import { insertCounts, insertMentions, updateMentions } from './save.ts';

export interface Stored {
  id: string;
  status: 'new' | 'updated' | 'unchanged';
  /** Same source and id with another content earlier in the same batch or file: the last one won. */
  conflict: boolean;
}

/** A draft and the mention its source and id stand for. */
export interface Placed {
  draft: Draft;
  id: string;
  old: StoredMention | undefined;
}

/**
 * Upsert a batch by source + id inside a transaction and emit mentions.collected for what changed: new text, new content (revision raised)
 * or only new counts. One result a draft, in order. Safe when two collectors bring the same ids at once.
 */
export async function storeDrafts(
  unit: UnitOfWork<IngestTables>,
  drafts: Draft[],
  options: { origin: Origin; importId: string | null; review?: (met: Placed[]) => void },
): Promise<Stored[]> {
  if (drafts.length === 0) return [];
  const last = new Map(drafts.map((draft) => [keyOf(draft), draft]));
  const placed = await place(unit, [...last.values()], options.origin);
  options.review?.(placed);
  const firsts = await claimFingerprints(
    unit.tx,
    options.origin,
    placed.filter(needsText).map(({ draft, id }) => ({ fingerprint: draft.fingerprint, id })),
  );
  const changes = placed.map((each) => change(each, firsts, options.importId));
  await save(
    unit,
    changes.filter((each) => each !== null),
  );
  return results(drafts, new Map(placed.map((each) => [keyOf(each.draft), each])), options.importId);
}

async function place(unit: UnitOfWork<IngestTables>, drafts: Draft[], origin: Origin): Promise<Placed[]> {
  const wanted = drafts.map((draft) => ({ source: draft.source, externalId: draft.externalId, id: uuidv7(unit.now) }));
  const ids = await claimIdentities(unit.tx, origin, wanted);
  const own = new Set(wanted.map((each) => each.id));
  const stored = await lockMentions(
    unit.tx,
    [...ids.values()].filter((id) => !own.has(id)),
  );
  return drafts.map((draft) => {
    const id = ids.get(keyOf(draft))!;
    return { draft, id, old: stored.get(id) };
  });
}

/** New and revised texts look for an earlier copy; "转发微博" never does. */
const needsText = ({ draft, old }: Placed): boolean =>
  draft.telling && (old === undefined || old.content_hash !== draft.contentHash);

interface Change {
  kind: Mention['change'];
  row: StoredMention;
}

function change({ draft, id, old }: Placed, firsts: Map<string, string>, importId: string | null): Change | null {
  const first = draft.telling ? firsts.get(draft.fingerprint) : undefined;
  const duplicateOf = first === undefined || first === id ? null : first;
  if (!old) return { kind: 'new', row: newRow(draft, id, duplicateOf, importId) };
  if (old.content_hash !== draft.contentHash)
    return { kind: 'revised', row: revisedRow(old, draft, duplicateOf, importId) };
  const row = recountedRow(old, draft);
  return row && { kind: 'counts', row };
}

async function save(unit: UnitOfWork<IngestTables>, changes: Change[]): Promise<void> {
  const rows = (wanted: (change: Change) => boolean): StoredMention[] => changes.filter(wanted).map((each) => each.row);
  await insertMentions(
    unit.tx,
    rows((each) => each.kind === 'new'),
  );
  await updateMentions(
    unit.tx,
    rows((each) => each.kind !== 'new'),
  );
  await insertCounts(
    unit.tx,
    rows(() => true),
    unit.now,
  );
  for (const { row, kind } of changes) unit.emit({ ...MENTION_COLLECTED, key: row.id, payload: toMention(row, kind) });
}

/** Counted as if the rows had come one by one, so that the counts do not depend on where a batch ends. */
function results(drafts: Draft[], placed: Map<string, Placed>, importId: string | null): Stored[] {
  const before = new Map<string, string | undefined>();
  return drafts.map((draft) => {
    const key = keyOf(draft);
    const { id, old } = placed.get(key)!;
    const seen = before.has(key);
    const previous = seen ? before.get(key) : old?.content_hash;
    before.set(key, draft.contentHash);
    const same = previous === draft.contentHash;
    const status = previous === undefined ? 'new' : same && (seen || !recounted(old, draft)) ? 'unchanged' : 'updated';
    return {
      id,
      status,
      conflict: !same && previous !== undefined && (seen || (importId !== null && old?.last_import === importId)),
    };
  });
}

const recounted = (old: StoredMention | undefined, draft: Draft): boolean =>
  old !== undefined && recountedRow(old, draft) !== null;
