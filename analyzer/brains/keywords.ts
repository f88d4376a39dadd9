import type { Segmenter } from '../text/segmenter.ts';
import type { AnalyzerBooks } from './books.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { Post } from './post.ts';

const MOST = 8;
const CHINESE = /^[\u4e00-\u9fff·]{2,8}$/u;

/** A few telling words for screens, search and grouping: whole Chinese words, no names of persons, no masks, no office phrases, no pieces of place names. */
export function readKeywords(
  post: Post,
  books: AnalyzerBooks,
  segmenter: Segmenter,
  places: readonly FoundPlace[],
): string[] {
  const placeNames = new Set(places.flatMap((place) => place.path));
  const isPiece = (word: string): boolean => [...placeNames].some((name) => name !== word && name.includes(word));
  const body = post.view.slice(0, Math.min(post.replyStart, 2000));
  const accept = (word: string): boolean =>
    CHINESE.test(word) && !books.keywordStop.has(word) && !word.endsWith('某') && !isPiece(word);
  return segmenter.keywords(body, MOST, accept);
}
