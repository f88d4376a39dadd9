import type { ToneBook } from '../../config/schema/tone.ts';
import type { Slot } from '../brains/lexicon.ts';
import { isGuarded, type GuardSlots } from '../brains/guards.ts';
import type { Post } from '../brains/post.ts';
import type { Tone } from '../messages.ts';

/** A row of tone.yaml with its words as slots. */
export interface ToneRow {
  tone: Exclude<Tone, 'neutral'>;
  strong: Slot;
  words: Slot;
  unless: Slot | null;
}
export interface CompiledTone {
  rows: readonly ToneRow[];
  floor: number;
}

export const compileTone = (book: ToneBook, slot: (words: readonly string[]) => Slot): CompiledTone => ({
  floor: book.floor,
  rows: book.tones.map(({ tone, strong, words, unless }) => ({
    ...{ tone, strong: slot(strong), words: slot(words) },
    unless: unless ? slot(unless) : null,
  })),
});

const MOST_HITS = 24;
const STRONG = 2;

/**
 * 担忧, 愤怒, 质疑, 感谢 or neutral: what the writer's words sound like, for charts before and after an answer only. Denied words
 * (不担心, 没有感谢) do not count, nor does what an office replied.
 */
export function readTone(post: Post, tone: CompiledTone, guards: GuardSlots): Tone {
  let best: Tone = 'neutral';
  let most = 0;
  for (const row of tone.rows) {
    if (row.unless !== null && post.hits(row.unless).length > 0) continue;
    const score = STRONG * distinct(post, row.strong, guards) + distinct(post, row.words, guards);
    if (score >= tone.floor && score > most) {
      best = row.tone;
      most = score;
    }
  }
  return best;
}

/** How many different words of the slot stand and are not denied. */
function distinct(post: Post, slot: Slot, guards: GuardSlots): number {
  const hits = post.hits(slot);
  if (hits.length === 0) return 0;
  const words = new Set<string>();
  for (let i = 0; i < hits.length && i < 2 * MOST_HITS; i += 2) {
    const span = { start: hits[i]!, end: hits[i + 1]! };
    if (span.start < post.replyStart && !isGuarded(post, span, ['negated'], guards))
      words.add(post.view.slice(span.start, span.end));
  }
  return words.size;
}
