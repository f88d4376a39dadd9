import type { z } from 'zod';
import type { countsSchema } from '../messages.ts';

export type Counts = z.infer<typeof countsSchema>;
export const COUNT_NAMES = ['like', 'comment', 'share', 'view', 'repeat'] as const;
const UNITS: Record<string, number> = {
  '': 1,
  千: 1e3,
  k: 1e3,
  万: 1e4,
  w: 1e4,
  百万: 1e6,
  m: 1e6,
  千万: 1e7,
  亿: 1e8,
};
const FORM = /^(\d{1,12}(?:\.\d{1,6})?)(百万|千万|[千k万wm亿]?)\+?$/;

/** A count as platforms write it: 12, "1,234", "1.2万", "10w+", "999+". Undefined when it says nothing ("", "-", "赞"). */
export function parseCount(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const found = FORM.exec(value.normalize('NFKC').replace(/[,\s]/g, '').toLowerCase());
  return found ? Math.round(Number(found[1]) * UNITS[found[2]!]!) : undefined;
}

/** Only the counts that are really there; one that does not read is absent, not zero. */
export function parseCounts(raw: Partial<Record<keyof Counts, unknown>>): Counts {
  const counts: Counts = {};
  for (const name of COUNT_NAMES) {
    const count = parseCount(raw[name]);
    if (count !== undefined && count <= Number.MAX_SAFE_INTEGER) counts[name] = count;
  }
  return counts;
}

export function sameCounts(one: Counts, other: Counts): boolean {
  return COUNT_NAMES.every((name) => one[name] === other[name]);
}
