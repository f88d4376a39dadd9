import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { collect } from '../collect.ts';
import type { RawRecord } from '../raw-record.ts';
import type { PollSource, Polled } from '../source.ts';

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  title: z.string(),
  url: z.string().nullish(),
  pubDate: z.union([z.string(), z.number()]).nullish(),
});
const answerSchema = z.object({ status: z.enum(['success', 'cache']), items: z.array(z.unknown()).max(500) });

/** newsnow-like hot lists: the order of items is the rank. Titles only, so a title seen again is the same item with another rank. */
export const pollHotlist: PollSource<'hotlist'> = async (source, cursor, deps) => {
  const total: Polled = { new: 0, updated: 0, refused: 0, cursor };
  for (const list of source.lists) {
    await deps.pace(new URL(source.baseUrl).host);
    const answer = await deps.outgoing(`${source.baseUrl.replace(/\/$/, '')}/api/s?id=${encodeURIComponent(list)}`, {
      maxBytes: 2 * 1024 * 1024,
    });
    if (answer.status !== 200) throw new AppError('unavailable', `热榜 ${list} 返回 HTTP ${answer.status}`);
    const records = readHotlist(answer.body.toString('utf8'), list);
    const collected = await collect(deps.kernel, records, {
      ...deps.collect,
      source: `${source.id}.${list}`,
      sourceType: source.sourceType,
    });
    total.new += collected.new;
    total.updated += collected.updated;
    total.refused += collected.refused;
  }
  return total;
};

/** @throws AppError 'invalid_input' when the answer is no hot list */
export function readHotlist(json: string, list: string): RawRecord[] {
  const parsed = answerSchema.safeParse(parse(json, list));
  if (!parsed.success) throw new AppError('invalid_input', `热榜 ${list} 返回的内容不符合 newsnow 接口格式`);
  return parsed.data.items.flatMap((raw, index) => {
    const item = itemSchema.safeParse(raw);
    if (!item.success) return [];
    const { id, title, url, pubDate } = item.data;
    return [
      { externalId: String(id ?? title), title, url: url ?? null, publishedAt: pubDate ?? null, rank: index + 1 },
    ];
  });
}

function parse(json: string, list: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new AppError('invalid_input', `热榜 ${list} 返回的内容不是 JSON`);
  }
}
