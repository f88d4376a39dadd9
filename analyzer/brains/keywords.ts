import type { FoundPlace } from '../places/find-places.ts';
import type { Segmenter } from '../text/segmenter.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post, Span } from './post.ts';

const MOST = 8;
/** Of them words the rulebooks know the topic by. */
const MOST_KNOWN = 4;
const READ = 2000;
const CHINESE = /^[\u4e00-\u9fff·]{2,8}$/u;

/**
 * A few telling words for screens, search and grouping: first those the rulebooks know the topic by, then the rarest of the
 * segmenter's. Whole Chinese words, no names of persons, no masks, no office phrases, no numbers, no pieces of place names.
 */
export function readKeywords(
  post: Post,
  books: AnalyzerBooks,
  segmenter: Segmenter,
  places: readonly FoundPlace[],
  topic: string,
): string[] {
  const body = post.view.slice(0, Math.min(post.replyStart, READ));
  const placeNames = [...new Set(places.flatMap((place) => place.path))];
  const elsewhere = new Set(places.filter((place) => place.background).flatMap((place) => place.path));
  const accept = (word: string): boolean =>
    !elsewhere.has(word) &&
    !books.keywordStop.has(word) &&
    CHINESE.test(word) &&
    !word.endsWith('某') &&
    !NUMBERS.includes(word[0]!) &&
    !placeNames.some((name) => name !== word && name.includes(word));
  const known = knownWords(post, books, topic).filter(
    ({ start, end }) => end <= body.length && accept(body.slice(start, end)),
  );
  const words = [...new Set(known.map(({ start, end }) => body.slice(start, end)))].slice(0, MOST_KNOWN);
  for (const word of rarest(body, known, segmenter)) {
    if (words.length >= MOST) break;
    if (accept(word) && !words.some((one) => one.includes(word) || word.includes(one)) && !segmenter.isPerson(word))
      words.push(word);
  }
  return words;
}

const NUMBERS = '一二三四五六七八九十百千万两几数第每某';
const TELLING = 2;
const MOST_HITS = 24;

/** Where the words of the topic stand, longest of those that overlap, in the order of the text. */
function knownWords(post: Post, books: AnalyzerBooks, topic: string): Span[] {
  const found: Span[] = [];
  for (const { slot, weight } of books.topics.words.find((words) => words.key === topic)?.slots ?? []) {
    const hits = weight >= TELLING ? post.hits(slot) : [];
    for (let i = 0; i < hits.length && i < 2 * MOST_HITS; i += 2) found.push({ start: hits[i]!, end: hits[i + 1]! });
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Span[] = [];
  for (const span of found) if (span.start >= (kept[kept.length - 1]?.end ?? 0)) kept.push(span);
  return kept;
}

/** Words by how often and how rare, without those that cut into a known one (道路 in 街道路灯). */
function rarest(body: string, known: readonly Span[], segmenter: Segmenter): string[] {
  const weights = new Map<string, number>();
  let at = 0;
  let next = 0;
  for (const word of segmenter.cut(body)) {
    const start = at;
    at += word.length;
    while (next < known.length && known[next]!.end <= start) next += 1;
    const cuts = next < known.length && known[next]!.start < at;
    if (!cuts && word.length > 1 && word.length <= MOST) {
      const weight = segmenter.weight(word);
      if (weight > 0) weights.set(word, (weights.get(word) ?? 0) + weight);
    }
  }
  return [...weights].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}
