import { uuidv7 } from '../platform/runtime/ids.ts';
import type { Actor, Kernel, Keys, Origin, UnitOfWork } from '../platform/runtime/kernel.ts';
import { normalise } from './normalise.ts';
import type { CutPart, Draft, RawRecord, RefusalReason, SourceType } from './raw-record.ts';
import { insertRefused } from './store/save.ts';
import { storeDrafts, type Placed, type Stored } from './store/store-drafts.ts';
import type { IngestTables } from './tables.ts';

export interface CollectOptions {
  source: string;
  sourceType: SourceType;
  jurisdiction: string;
  /** Default 'live'. */
  origin?: Origin;
  /** Posts older than this many days are history. */
  historyDays: number;
  /** The instant to work at; default the kernel's time. Demo and drill hand in the story's time. */
  now?: Date;
  importId?: string | null;
  /** Row number of each record in its file, for the list of refused rows. */
  rowNumbers?: number[];
  actor?: Actor;
  /** Looks at every row beside what is stored under its source and id, before anything is written; refuses by throwing. */
  review?: (met: Pick<Placed, 'draft' | 'old'>[]) => void;
}

export type ItemResult =
  | ({ index: number; cut?: CutPart[] } & Stored)
  | { index: number; status: 'refused'; reason: RefusalReason; detail: string };

export interface Collected {
  new: number;
  updated: number;
  unchanged: number;
  refused: number;
  conflicts: number;
  /** One a record, in order. */
  items: ItemResult[];
}

const BATCH = 500;
const SYSTEM: Actor = { id: 'system', name: 'ingest', unitId: null, roles: [] };

/**
 * Normalise, mask and upsert records of one source; emits mentions.collected for every change in the same transaction. Batches of 500
 * commit one after the other, so after a crash the same call again finishes the work. Refused records are listed, never thrown.
 */
export async function collect(
  kernel: Pick<Kernel<IngestTables>, 'transact' | 'time' | 'keys'>,
  records: RawRecord[],
  options: CollectOptions,
): Promise<Collected> {
  const total: Collected = { new: 0, updated: 0, unchanged: 0, refused: 0, conflicts: 0, items: [] };
  const now = options.now ?? kernel.time.now();
  for (let start = 0; start < records.length; start += BATCH) {
    const batch = records.slice(start, start + BATCH);
    const rowNumbers = options.rowNumbers?.slice(start, start + BATCH);
    const part = await kernel.transact(
      (unit) => collectInUnit(unit, kernel.keys, batch, { ...options, ...(rowNumbers && { rowNumbers }) }),
      { now },
    );
    add(total, part, start);
  }
  return total;
}

/** As collect, inside a transaction of the caller's. */
export async function collectInUnit(
  unit: UnitOfWork<IngestTables>,
  keys: Pick<Keys, 'hmac' | 'voicePeriod'>,
  records: RawRecord[],
  options: CollectOptions,
): Promise<Collected> {
  const origin = options.origin ?? 'live';
  const context = { ...options, origin, now: unit.now, keys };
  const read = records.map((record) => normalise(record, context));
  const drafts: Draft[] = read.flatMap((each) => (each.kind === 'draft' ? [each.draft] : []));
  const stored = await storeDrafts(unit, drafts, {
    ...{ origin, importId: options.importId ?? null },
    ...(options.review && { review: options.review }),
  });
  const inOrder = stored.values();
  const items = read.map((each, index): ItemResult =>
    each.kind === 'draft'
      ? { index, ...inOrder.next().value!, ...(each.cut.length > 0 && { cut: each.cut }) }
      : { index, status: 'refused', reason: each.reason, detail: each.detail },
  );
  await saveRefused(unit, items, records, { ...options, origin, keys });
  const collected = tally(items);
  if (collected.new + collected.updated > 0) {
    const { new: fresh, updated, refused } = collected;
    unit.audit({
      actor: options.actor ?? SYSTEM,
      action: 'mentions.collect',
      subject: { kind: 'source', id: options.source },
      detail: { new: fresh, updated, refused },
    });
  }
  return collected;
}

async function saveRefused(
  unit: UnitOfWork<IngestTables>,
  items: ItemResult[],
  records: RawRecord[],
  options: CollectOptions & { origin: Origin; keys: Pick<Keys, 'hmac'> },
): Promise<void> {
  const rows = items.flatMap((item) => {
    if (item.status !== 'refused') return [];
    const row = options.rowNumbers?.[item.index] ?? null;
    const record = records[item.index]!;
    const what =
      row === null ? JSON.stringify([record.externalId, record.url, record.title]) : `${options.importId}:${row}`;
    return [
      {
        ...{ id: uuidv7(unit.now), source: options.source, at: unit.now, reason: item.reason, detail: item.detail },
        // Keyed: the id of a refused row may be a telephone number, which a plain hash would give away.
        ref: options.keys.hmac('refused', what).slice(0, 32),
        ...{ row_number: row, import_id: options.importId ?? null },
        ...{ jurisdiction: options.jurisdiction, origin: options.origin },
      },
    ];
  });
  await insertRefused(unit.tx, rows);
}

function tally(items: ItemResult[]): Collected {
  const collected: Collected = { new: 0, updated: 0, unchanged: 0, refused: 0, conflicts: 0, items };
  for (const item of items) {
    collected[item.status] += 1;
    if (item.status !== 'refused' && item.conflict) collected.conflicts += 1;
  }
  return collected;
}

function add(total: Collected, part: Collected, offset: number): void {
  for (const name of ['new', 'updated', 'unchanged', 'refused', 'conflicts'] as const) total[name] += part[name];
  total.items.push(...part.items.map((item) => ({ ...item, index: item.index + offset })));
}
