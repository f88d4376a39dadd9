import type { BlameWords } from './blame-book.ts';
import type { AnalyzerBooks } from './books.ts';
import { isGuarded } from './guards.ts';
import type { Slot } from './lexicon.ts';
import { firstAfter, lastBefore } from './near.ts';
import type { Post, Span } from './post.ts';

const MOST_HITS = 24;
/** 举报了, 举报某 may stand between a charge and its body. */
export const CHARGE_REACH = 2;

/** A word or phrase of blame that stands in the text. */
export interface Said {
  word: Span;
  /** Bad handling, else a misdeed. */
  handling: boolean;
  corruption: boolean;
  /** Done together with others: the unit is meant, not only its partner. */
  collusion: boolean;
  /** Only said of whom is named directly before it. */
  direct: boolean;
}

/** Whether the text can blame anybody at all: most blame nobody, and need no closer look. */
export function mayBlame(post: Post, blame: BlameWords): boolean {
  const said = (slot: Slot): boolean => post.hits(slot).length > 0;
  return (
    said(blame.handling) ||
    said(blame.misdeed) ||
    isAwaited(post.hits(blame.awaited), post.hits(blame.anyBody), blame.within) ||
    said(blame.reported) ||
    blame.phrases.some(({ first, then, atEnd }) => said(first) && (atEnd || said(then))) ||
    hasCharge(post.hits(blame.charges), post.hits(blame.anyBody))
  );
}

/** 没人管 with a body not far before it: many complain that nobody cares, and name no body. */
function isAwaited(words: readonly number[], bodies: readonly number[], within: number): boolean {
  for (let i = 0; i < words.length && i < 2 * MOST_HITS; i += 2) {
    const body = lastBefore(bodies, words[i]!);
    if (body && words[i]! - body.end <= within) return true;
  }
  return false;
}

/** 举报 with a body directly behind it: most who complain name none. */
function hasCharge(charges: readonly number[], bodies: readonly number[]): boolean {
  if (bodies.length === 0) return false;
  for (let i = 0; i < charges.length && i < 2 * MOST_HITS; i += 2) {
    const body = firstAfter(bodies, charges[i + 1]!);
    if (body && body.start - charges[i + 1]! <= CHARGE_REACH) return true;
  }
  return false;
}

/** All blame of the text that stands, list by list. */
export function blamesOf(post: Post, books: AnalyzerBooks): Said[] {
  const { blame } = books.routing;
  const [corrupt, together] = [post.hits(blame.corruption), post.hits(blame.collusion)];
  const said = (word: Span, handling: boolean, corruption: boolean, direct = false): Said => ({
    word,
    handling,
    corruption: corruption || overlapsAny(corrupt, word),
    collusion: overlapsAny(together, word),
    direct,
  });
  const found = [
    ...wordsOf(post, books, blame.handling).map((word) => said(word, true, false)),
    ...wordsOf(post, books, blame.misdeed).map((word) => said(word, false, false)),
    ...wordsOf(post, books, blame.awaited).map((word) => said(word, true, false, true)),
  ];
  for (const phrase of blame.phrases)
    for (const word of wordsOf(post, books, phrase.first)) {
      const whole = completed(post, word, phrase);
      if (whole) found.push(said(whole, phrase.handling, phrase.corruption));
    }
  return found;
}

/** 收了 … 好处 in one clause. */
function completed(post: Post, first: Span, phrase: BlameWords['phrases'][number]): Span | null {
  if (phrase.atEnd && first.end === post.view.length) return first;
  const then = firstAfter(post.hits(phrase.then), first.end);
  if (!then || then.start - first.end > phrase.within) return null;
  return /[,。!?;:\n]/u.test(post.view.slice(first.end, then.start)) ? null : { start: first.start, end: then.end };
}

/** Words that stand: not denied, supposed or exercised, and not in an office's reply. */
export function wordsOf(post: Post, books: AnalyzerBooks, slot: Slot): Span[] {
  const hits = post.hits(slot);
  const words: Span[] = [];
  for (let i = 0; i < hits.length && words.length < MOST_HITS; i += 2) {
    const word = { start: hits[i]!, end: hits[i + 1]! };
    if (word.start < post.replyStart && !isGuarded(post, word, ['negated', 'hypothetical', 'drill'], books.guards))
      words.push(word);
  }
  return words;
}

function overlapsAny(hits: readonly number[], word: Span): boolean {
  for (let i = 0; i < hits.length && i < 2 * MOST_HITS; i += 2)
    if (hits[i]! < word.end && word.start < hits[i + 1]!) return true;
  return false;
}
