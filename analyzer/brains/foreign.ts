import type { FoundPlace } from '../places/find-places.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post } from './post.ts';

const LEAD = 140;

/** Happened outside the mainland with no matter for our organs: foreign names lead, no place of ours is where it happened, none of ours is harmed. */
export function isForeign(post: Post, books: AnalyzerBooks, places: readonly FoundPlace[]): boolean {
  const names = post.hits(books.foreign);
  const first = names[0];
  if (first === undefined || first > LEAD) return false;
  const domestic = places.find((place) => !place.background || places.length === 1);
  const here = domestic !== undefined && !dateline(post, domestic) && domestic.start <= LEAD * 2;
  if (post.hits(books.hotlineForm).length > 0) return false;
  return !here || (first < post.leadEnd && domestic.start >= post.leadEnd && names.length >= 4);
}

const dateline = (post: Post, place: FoundPlace): boolean =>
  /^.{0,12}(?:电|讯|消息)/u.test(post.view.slice(place.end, place.end + 16));
