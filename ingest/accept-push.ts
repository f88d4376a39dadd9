import type { SourceOf } from '../config/schema/sources.ts';
import type { Kernel } from '../platform/runtime/kernel.ts';
import { collectInUnit, type Collected, type CollectOptions } from './collect.ts';
import { recogniseFormat } from './formats/recognise.ts';
import { REFUSALS, type RawRecord } from './raw-record.ts';
import { spendNonce } from './sources/webhook.ts';
import type { IngestTables } from './tables.ts';

export interface PushDeps {
  kernel: Pick<Kernel<IngestTables>, 'transact' | 'keys'>;
  collect: Pick<CollectOptions, 'jurisdiction' | 'historyDays' | 'origin'>;
}

export interface PushItem {
  index: number;
  status: 'new' | 'updated' | 'unchanged' | 'refused';
  /** Our id, absent when refused. */
  id?: string;
  reason?: string;
  detail?: string;
}
export interface PushResult {
  new: number;
  updated: number;
  unchanged: number;
  refused: number;
  items: PushItem[];
}

/** Store pushed items (internal shape, vendor or platform shapes) in one transaction with the nonce. Idempotent by id; one result an item. */
export async function acceptPush(
  deps: PushDeps,
  source: SourceOf<'webhook'>,
  items: unknown[],
  nonce: string,
): Promise<PushResult> {
  const read = items.map((item) => recordsOf(item, source));
  const records = read.flatMap((each) => (typeof each === 'string' ? [] : each));
  const collected = await deps.kernel.transact(async (unit) => {
    await spendNonce(unit, source.id, nonce);
    return collectInUnit(unit, deps.kernel.keys, records, {
      ...deps.collect,
      source: source.id,
      sourceType: source.sourceType,
    });
  });
  return results(read, collected);
}

function recordsOf(item: unknown, source: SourceOf<'webhook'>): RawRecord[] | string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return REFUSALS.not_an_object;
  const recognised = recogniseFormat(Object.keys(item), '');
  if (recognised.kind !== 'format') return recognised.message;
  const { format } = recognised;
  return format.records(item as Record<string, unknown>).map((record) => ({
    ...record,
    // Who signed decides the source; an item cannot speak for another one.
    source: source.id,
    sourceType: record.sourceType ?? (format.sourceType === 'other' ? source.sourceType : format.sourceType),
  }));
}

function results(read: (RawRecord[] | string)[], collected: Collected): PushResult {
  const total: PushResult = { new: 0, updated: 0, unchanged: 0, refused: 0, items: [] };
  let at = 0;
  read.forEach((each, index) => {
    if (typeof each === 'string')
      return void total.items.push({ index, status: 'refused', reason: 'broken_row', detail: each });
    const own = collected.items.slice(at, at + each.length);
    at += each.length;
    const last = own.at(-1)!; // the post itself comes after the original it repeats
    total.items.push(
      last.status === 'refused'
        ? { index, status: 'refused', reason: last.reason, detail: last.detail }
        : { index, status: last.status, id: last.id },
    );
  });
  for (const item of total.items) total[item.status] += 1;
  return total;
}
