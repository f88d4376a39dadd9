import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Mention } from '../messages.ts';
import type { Draft } from '../raw-record.ts';
import { COUNT_NAMES, sameCounts, type Counts } from '../steps/counts.ts';
import type { MentionRow } from '../tables.ts';

/** A row as it is read back (json columns as values). */
export type StoredMention = Omit<MentionRow, 'counts' | 'registration'> & {
  counts: Counts;
  registration: Mention['registration'];
};

export function newRow(draft: Draft, id: string, duplicateOf: string | null, importId: string | null): StoredMention {
  return {
    ...{ id, source: draft.source, source_type: draft.sourceType, external_id: draft.externalId },
    ...{ url: draft.url, title: draft.title, text: draft.text, parent_id: draft.parentId },
    ...{ published_at: draft.publishedAt, published_precision: draft.publishedPrecision },
    ...{ collected_at: draft.collectedAt, updated_at: draft.collectedAt },
    ...{ counts: draft.counts, region: draft.region, rank: draft.rank, intake_kind: draft.intakeKind },
    order_number: draft.order?.number ?? null,
    order_owner: draft.order?.owner ?? null,
    order_due_at: draft.order?.dueAt ? new Date(draft.order.dueAt) : null,
    ...{ registration: draft.registration, voice: draft.voice, fingerprint: draft.fingerprint },
    ...{ duplicate_of: duplicateOf, revision: 1, history: draft.history, content_hash: draft.contentHash },
    ...{ last_import: importId, jurisdiction: draft.jurisdiction, owner_unit: null, origin: draft.origin },
  };
}

/** The stored mention with a newer content; identity, first collection, history and voice stay. */
export function revisedRow(
  old: StoredMention,
  draft: Draft,
  duplicateOf: string | null,
  importId: string | null,
): StoredMention {
  const fresh = newRow(draft, old.id, duplicateOf, importId);
  const undated = draft.publishedPrecision === 'unknown';
  return {
    ...fresh,
    published_at: undated ? old.published_at : fresh.published_at,
    published_precision: undated ? old.published_precision : fresh.published_precision,
    collected_at: old.collected_at,
    updated_at: draft.collectedAt,
    counts: { ...old.counts, ...draft.counts },
    region: draft.region ?? old.region,
    rank: draft.rank ?? old.rank,
    registration: draft.registration ?? old.registration,
    voice: old.voice ?? draft.voice,
    revision: old.revision + 1,
    ...{ history: old.history, owner_unit: old.owner_unit, jurisdiction: old.jurisdiction },
  };
}

/** The stored mention with newer counts, or null when nothing moved. */
export function recountedRow(old: StoredMention, draft: Draft): StoredMention | null {
  const counts = { ...old.counts, ...draft.counts };
  const rank = draft.rank ?? old.rank;
  if (sameCounts(counts, old.counts) && rank === old.rank) return null;
  return { ...old, counts, rank, updated_at: draft.collectedAt };
}

export function toMention(row: StoredMention, change: Mention['change']): Mention {
  const order =
    row.order_number === null
      ? null
      : { number: row.order_number, owner: row.order_owner, dueAt: row.order_due_at && toLocalIso(row.order_due_at) };
  return {
    ...{ id: row.id, source: row.source, sourceType: row.source_type, externalId: row.external_id },
    ...{ url: row.url, title: row.title, text: row.text, parentId: row.parent_id },
    publishedAt: toLocalIso(row.published_at),
    publishedPrecision: row.published_precision,
    collectedAt: toLocalIso(row.collected_at),
    ...{ counts: row.counts, region: row.region, rank: row.rank, intakeKind: row.intake_kind, order },
    ...{ registration: row.registration, voice: row.voice, fingerprint: row.fingerprint },
    ...{ duplicateOf: row.duplicate_of, revision: row.revision, change, history: row.history },
    ...{ jurisdiction: row.jurisdiction, origin: row.origin },
  };
}

/** One point of the counts series; null when the source counts nothing. */
export function countsPoint(row: StoredMention, at: Date): Record<string, unknown> | null {
  if (row.rank === null && COUNT_NAMES.every((name) => row.counts[name] === undefined)) return null;
  const counts = COUNT_NAMES.map((name) => [`${name}_count`, row.counts[name] ?? null]);
  return { mention_id: row.id, at, rank: row.rank, ...Object.fromEntries(counts) };
}
