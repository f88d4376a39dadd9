import type { Segmenter } from '../text/segmenter.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post } from './post.ts';

const MOST = 8;
const CANDIDATES = 24;
const CHINESE = /^[\u4e00-\u9fff·]{2,8}$/u;

/** A few telling words for screens, search and grouping: whole Chinese words, no names of persons, no masks, no office phrases. */
export function readKeywords(post: Post, books: AnalyzerBooks, segmenter: Segmenter): string[] {
  const body = post.view.slice(0, Math.min(post.replyStart, 2000));
  return segmenter
    .keywords(body, CANDIDATES)
    .filter((word) => CHINESE.test(word) && !books.keywordStop.has(word) && !word.endsWith('某'))
    .slice(0, MOST);
}
