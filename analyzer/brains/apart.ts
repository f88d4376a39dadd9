import { longAgo } from '../facts/told-time.ts';
import type { GuardSlots } from './guards.ts';
import { firstAfter } from './near.ts';
import type { Post, Span } from './post.ts';

/** Stretches of a post that tell of another world or time: works of fiction, history, statistics; `denied` ones take a rumour back. */
export interface Apart {
  told: readonly Span[];
  denied: readonly Span[];
}

const NOTHING: Apart = { told: [], denied: [] };
const ENDS = '。!?;\n';
/** More sentences than this are read no further: hostile texts. */
const MOST = 400;
/** 谣言! is a sentence of its own and speaks of the next. */
const CALL = 12;
const known = new WeakMap<Post, Apart>();

/** Read once a post; nearly all have no such word. */
export function apartOf(post: Post, slots: GuardSlots): Apart {
  let apart = known.get(post);
  if (!apart) known.set(post, (apart = read(post, slots)));
  return apart;
}

export const isWithin = (spans: readonly Span[], at: number): boolean =>
  spans.some(({ start, end }) => at >= start && at < end);

/** Most of the post tells of something else. */
export const isMostlyApart = (post: Post, { told, denied }: Apart): boolean =>
  2 * [...told, ...denied].reduce((sum, { start, end }) => sum + end - start, 0) >= post.view.length;

function read(post: Post, slots: GuardSlots): Apart {
  const { view } = post;
  const marked = [slots.fiction, slots.bygone, slots.statistics, slots.refuted].some(
    (slot) => post.hits(slot).length > 0,
  );
  if (!marked && !view.includes('年')) return NOTHING;
  const told: Span[] = [];
  const denied: Span[] = [];
  let called = false;
  for (let start = 0, seen = 0; start < view.length && seen < MOST; seen += 1) {
    let end = start;
    while (end < view.length && !ENDS.includes(view[end]!)) end += 1;
    const has = (slot: number): boolean => (firstAfter(post.hits(slot), start)?.start ?? Infinity) <= end - 1;
    const refuted = has(slots.refuted);
    if (refuted || called) denied.push({ start, end });
    called = refuted && end - start < CALL;
    const span = toldApart(post, slots, { start, end }, has);
    if (span) told.push(span);
    start = end + 1;
  }
  return { told, denied };
}

function toldApart(post: Post, slots: GuardSlots, { start, end }: Span, has: (slot: number) => boolean): Span | null {
  if (has(slots.fiction) || has(slots.statistics)) return { start, end };
  const from = has(slots.bygone) ? start : longAgo(post.view, start, end, post.year);
  if (from < 0) return null;
  // 1998年那场火灾…,昨天又…: back to this event.
  const back = firstAfter(post.hits(slots.again), from);
  return { start: from, end: back && back.start < end ? back.start : end };
}
