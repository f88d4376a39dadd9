import type { CompiledCondition } from './lexicon.ts';
import { isGuarded, type GuardSlots } from './guards.ts';
import { findNear } from './near.ts';
import type { Post, Span } from './post.ts';

/** Anchors looked at per rule: a text that repeats one word ten thousand times says it no more often than this. */
const MAX_ANCHORS = 12;

/**
 * First place where the condition holds, or null. The span covers anchor and near word when they stand close,
 * so that a person sees both; never longer than 40 characters.
 */
export function matchCondition(post: Post, c: CompiledCondition, slots: GuardSlots, until = Infinity): Span | null {
  const anchors = post.hits(c.anchor);
  if (anchors.length === 0) return null;
  if (c.also !== null && post.hits(c.also).length === 0) return null;
  if (c.unless !== null && post.hits(c.unless).length > 0) return null;
  for (let i = 0; i < anchors.length && i < MAX_ANCHORS * 2; i += 2) {
    const anchor = { start: anchors[i]!, end: anchors[i + 1]! };
    if (anchor.start >= until) break;
    const span = matchAnchor(post, c, anchor, slots);
    if (span) return span;
  }
  return null;
}

function matchAnchor(post: Post, c: CompiledCondition, anchor: Span, slots: GuardSlots): Span | null {
  if (c.guards.length > 0 && isGuarded(post, anchor, c.guards, slots)) return null;
  if (c.notNear !== null && findNear(post.view, post.hits(c.notNear), anchor, c.within, 'both')) return null;
  if (c.near === null) return anchor;
  const near = findNear(post.view, post.hits(c.near), anchor, c.within, c.side);
  if (!near) return null;
  const both = { start: Math.min(anchor.start, near.start), end: Math.max(anchor.end, near.end) };
  return both.end - both.start <= 40 ? both : anchor;
}
