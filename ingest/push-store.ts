import type { SourceOf } from '../config/schema/sources.ts';
import { AppError } from '../platform/runtime/errors.ts';
import type { Kernel } from '../platform/runtime/kernel.ts';
import { collectInUnit, type CollectOptions, type ItemResult } from './collect.ts';
import { recogniseFormat } from './formats/recognise.ts';
import { REFUSALS, type CutPart, type RawRecord } from './raw-record.ts';
import { spendNonces } from './sources/webhook.ts';
import { MAX_TEXT, MAX_TITLE } from './steps/clean-text.ts';
import type { IngestTables } from './tables.ts';
import { createTogether } from './together.ts';

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
  /** Why it was refused, or what of it could not be kept. */
  detail?: string;
}
export interface PushResult {
  new: number;
  updated: number;
  unchanged: number;
  refused: number;
  items: PushItem[];
}

/** Posts in one transaction; a delivery holds at most as many. */
const TOGETHER = 500;
/** One computes here while the database writes the other. */
const LANES = 2;

interface Delivery {
  nonce: string;
  records: RawRecord[];
}

/**
 * Stores what one source pushes (internal shape, vendor or platform shapes), in one transaction with the nonce; deliveries that come
 * while another is stored share one. Idempotent by id; one result an item. @throws AppError 'conflict' for a nonce that was spent.
 */
export function createPushStore(
  deps: PushDeps,
  source: SourceOf<'webhook'>,
): (items: unknown[], nonce: string) => Promise<PushResult> {
  const deliver = createTogether<Delivery, ItemResult[] | null>({
    store: (deliveries) => storeDeliveries(deps, source, deliveries),
    weightOf: ({ records }) => records.length,
    ...{ limit: TOGETHER, lanes: LANES },
  });
  return async (items, nonce) => {
    const read = items.map((item) => recordsOf(item, source));
    const records = read.flatMap((each) => (typeof each === 'string' ? [] : each));
    const stored = await deliver({ nonce, records });
    if (!stored) throw new AppError('conflict', '此请求已处理过（Nonce 重复）');
    return results(read, stored);
  };
}

/** @returns null for a delivery whose nonce was spent before. */
function storeDeliveries(
  { kernel, collect }: PushDeps,
  { id, sourceType }: SourceOf<'webhook'>,
  deliveries: Delivery[],
): Promise<(ItemResult[] | null)[]> {
  return kernel.transact(async (unit) => {
    const nonces = deliveries.map(({ nonce }) => nonce);
    const unspent = await spendNonces(unit, id, nonces);
    // Of two deliveries with one nonce the first counts.
    const accepted = deliveries.filter(({ nonce }, index) => unspent.has(nonce) && nonces.indexOf(nonce) === index);
    const records = accepted.flatMap((each) => each.records);
    const { items } = await collectInUnit(unit, kernel.keys, records, { ...collect, source: id, sourceType });
    let at = 0;
    const own = new Map(accepted.map((each) => [each, items.slice(at, (at += each.records.length))]));
    return deliveries.map((each) => own.get(each) ?? null);
  });
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

function results(read: (RawRecord[] | string)[], stored: ItemResult[]): PushResult {
  const total: PushResult = { new: 0, updated: 0, unchanged: 0, refused: 0, items: [] };
  let at = 0;
  read.forEach((each, index) => {
    if (typeof each === 'string')
      return void total.items.push({ index, status: 'refused', reason: 'broken_row', detail: each });
    const own = stored.slice(at, at + each.length);
    at += each.length;
    const last = own.at(-1)!; // the post itself comes after the original it repeats
    total.items.push(
      last.status === 'refused'
        ? { index, status: 'refused', reason: last.reason, detail: last.detail }
        : { index, status: last.status, id: last.id, ...(last.cut && { reason: 'cut', detail: inWords(last.cut) }) },
    );
  });
  for (const item of total.items) total[item.status] += 1;
  return total;
}

const LIMITS: Record<CutPart, string> = {
  title: `标题超过${MAX_TITLE}字`,
  text: `正文超过${MAX_TEXT}字`,
};
const inWords = (cut: readonly CutPart[]): string =>
  `${cut.map((part) => LIMITS[part]).join('，')}，只保存了开头部分，末尾注明“原文过长，已截断”；需要全文请分条推送`;
