import type { FoundPlace } from '../places/find-places.ts';
import { isBorder, type Words } from '../text/jieba/cutter.ts';
import { rarityOf } from '../text/jieba/dictionary.ts';
import type { Segmenter } from '../text/segmenter.ts';
import type { AnalyzerBooks } from './books.ts';
import { findPersons, isName } from './person-words.ts';
import type { Post, Span } from './post.ts';
import { sortFew } from './sort-few.ts';

const MOST = 8;
/** Of them words the rulebooks know the topic by. */
const MOST_KNOWN = 4;
const READ = 2000;
const CHINESE = /^[\u4e00-\u9fff·]{2,8}$/u;

/**
 * A few telling words for screens, search and grouping: first those the rulebooks know the topic by, then the rarest of the
 * segmenter's. @param shared the words of the whole text, if it was cut before. Whole Chinese words, no names of persons, no masks, no office phrases, no numbers, no pieces of place names.
 */
export function readKeywords(
  post: Post,
  books: AnalyzerBooks,
  segmenter: Segmenter,
  places: readonly FoundPlace[],
  topic: string,
  shared: Words | null = null,
): string[] {
  const body = post.view.slice(0, Math.min(post.replyStart, READ));
  const accept = acceptor(books, places);
  const known = knownWords(post, books, topic).filter(
    ({ start, end }) => end <= body.length && accept(body.slice(start, end)),
  );
  const words = [...new Set(known.map(({ start, end }) => body.slice(start, end)))].slice(0, MOST_KNOWN);
  const cut = wordsOf(body, post.view, segmenter, shared);
  const persons = findPersons(cut, body.length, segmenter.dictionary);
  const taken = persons.spans.length === 0 ? known : [...known, ...persons.spans].sort((a, b) => a.start - b.start);
  for (const word of rarest(cut, body, taken, segmenter)) {
    if (words.length >= MOST) break;
    const double = words.some((one) => one.includes(word) || word.includes(one));
    if (accept(word) && !double && !isName(persons, word) && !segmenter.isPerson(word)) words.push(word);
  }
  return words;
}

function acceptor({ keywordStop }: AnalyzerBooks, places: readonly FoundPlace[]): (word: string) => boolean {
  const names = places.flatMap((place) => place.path);
  const elsewhere = places.filter((place) => place.background).flatMap((place) => place.path);
  return (word) =>
    CHINESE.test(word) &&
    !NUMBERS.includes(word[0]!) &&
    !word.endsWith('某') &&
    !keywordStop.has(word) &&
    !elsewhere.includes(word) &&
    !names.some((name) => name !== word && name.includes(word));
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
  sortFew(found, (a, b) => a.start - b.start || b.end - a.end);
  const kept: Span[] = [];
  for (const span of found) if (span.start >= (kept[kept.length - 1]?.end ?? 0)) kept.push(span);
  return kept;
}

/** The body ends where a word ends for certain, or is cut by itself. */
function wordsOf(body: string, view: string, segmenter: Segmenter, shared: Words | null): Words {
  const whole = body.length === view.length || isBorder(view.charCodeAt(body.length));
  return shared !== null && whole && shared.text === view ? shared : segmenter.segment(body);
}

/** Words by how often and how rare, without those that cut into what is taken: a known word (道路 in 街道路灯), a name. */
function* rarest(words: Words, body: string, taken: readonly Span[], segmenter: Segmenter): Generator<string> {
  const { distinct, dictionary } = segmenter;
  const weights: number[] = [];
  distinct.clear();
  let start = 0;
  let next = 0;
  for (let word = 0; word < words.count && words.ends[word]! <= body.length; word += 1) {
    const end = words.ends[word]!;
    while (next < taken.length && taken[next]!.end <= start) next += 1;
    const cuts = next < taken.length && taken[next]!.start < end;
    if (!cuts && end - start > 1 && end - start <= MOST) {
      const weight = rarityOf(dictionary, words.nodes[word]!);
      if (weight > 0) {
        const number = distinct.add(words.text, start, end, words.nodes[word]!);
        weights[number] = (weights[number] ?? 0) + weight;
      }
    }
    start = end;
  }
  // Only the first few are asked for: looking for the next greatest costs less than sorting all.
  for (let left = weights.length; left > 0; left -= 1) {
    let most = 0;
    for (let number = 1; number < weights.length; number += 1) if (weights[number]! > weights[most]!) most = number;
    weights[most] = 0;
    yield distinct.name(most);
  }
}
