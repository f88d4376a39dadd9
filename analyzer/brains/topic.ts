import type { TopicKey } from '../../config/schema/topics.ts';
import type { AnalyzerBooks } from './books.ts';
import type { TopicWords } from './label-books.ts';
import { matchCondition } from './match.ts';
import type { Post, Span } from './post.ts';
import { sortFew } from './sort-few.ts';

export interface TopicReading {
  primary: TopicKey;
  secondary: TopicKey[];
  /** 0–1, from how much speaks for the primary and how far the next is behind. */
  confidence: number;
  evidence: { topic: TopicKey; span: Span; by: string }[];
  /** Weight of words and tie-breaks for each topic that has any. */
  scores: ReadonlyMap<TopicKey, number>;
}

const MAX_SECONDARY = 2;
/** A secondary needs this share of the primary's weight and this much of its own. */
const SECONDARY_SHARE = 0.5;
const SECONDARY_FLOOR = 6;

/** Topic by weighted words and the tie-breaks of the guide. `foreign` = happened outside the mainland without harm to our people. */
export function readTopic(post: Post, books: AnalyzerBooks, foreign: boolean): TopicReading {
  const scores = new Map<TopicKey, number>();
  const evidence: TopicReading['evidence'] = [];
  for (const words of books.topics.words) {
    const weighed = weigh(post, words);
    if (weighed.total === 0) continue;
    scores.set(words.key, weighed.total);
    if (weighed.best) evidence.push({ topic: words.key, span: weighed.best, by: `topics:${words.key}` });
  }
  for (const tie of books.topics.ties) {
    const span = tie.when && matchCondition(post, tie.when, books.guards, post.replyStart);
    if (!span) continue;
    for (const [key, weight] of Object.entries(tie.add) as [TopicKey, number][]) {
      if (weight > 0) evidence.unshift({ topic: key, span, by: tie.id });
      if (weight > 0 || scores.has(key)) scores.set(key, (scores.get(key) ?? 0) + weight);
    }
  }
  const civic = post.hits(books.hotlineForm).length > 0 || post.hits(books.letterForm).length > 0;
  return decide(scores, evidence, { foreign, civic, floor: books.topics.floor });
}

/** The topics something speaks for, heaviest first. */
const byWeight = (scores: ReadonlyMap<TopicKey, number>): [TopicKey, number][] =>
  sortFew(
    [...scores].filter(([, score]) => score > 0),
    (a, b) => b[1] - a[1],
  );

function decide(
  scores: Map<TopicKey, number>,
  evidence: TopicReading['evidence'],
  context: { foreign: boolean; civic: boolean; floor: number },
): TopicReading {
  const ranked = byWeight(scores);
  const [first, second] = [ranked[0], ranked[1]];
  const outside = (primary: TopicKey, confidence: number, said: TopicReading['evidence'] = []): TopicReading => ({
    primary,
    secondary: [],
    confidence,
    evidence: said,
    scores,
  });
  if (context.foreign) {
    const own = evidence.filter((item) => item.topic === 'none');
    return outside('none', 0.85, own);
  }
  if (!first || first[1] < context.floor)
    return context.civic ? outside('other_civic', 0.3) : outside('none', first ? 0.45 : 0.7);
  const civicRanked = context.civic ? ranked.filter(([key]) => key !== 'none') : ranked;
  const [primary, score] = civicRanked[0] ?? first;
  const runnerUp = civicRanked[1] ?? second;
  const share = runnerUp ? runnerUp[1] / score : 0;
  const secondary = primary === 'none' ? [] : secondaryTopics(civicRanked, score);
  const chance = Math.min(0.97, 0.25 + 0.45 * (1 - Math.min(1, share)) + 0.3 * Math.min(1, score / 14));
  const kept = evidence.filter((item) => item.topic === primary || secondary.includes(item.topic));
  return { primary, secondary, confidence: Math.round(chance * 100) / 100, evidence: firstOfEach(kept), scores };
}

/** What also speaks loudly enough, behind the first. */
const secondaryTopics = (ranked: readonly [TopicKey, number][], most: number): TopicKey[] =>
  ranked
    .slice(1)
    .filter(
      ([key, score]) =>
        key !== 'none' && key !== 'other_civic' && score >= SECONDARY_FLOOR && score >= most * SECONDARY_SHARE,
    )
    .slice(0, MAX_SECONDARY)
    .map(([key]) => key);

/** At most two spans a topic: what a person needs to see why. */
function firstOfEach(evidence: TopicReading['evidence']): TopicReading['evidence'] {
  const count = new Map<string, number>();
  return evidence.filter((item) => {
    const n = (count.get(item.topic) ?? 0) + 1;
    count.set(item.topic, n);
    return n <= 2;
  });
}

const NOTHING = { total: 0, best: null };
const MAX_HITS = 80;
const FAR = 260;

/** Sum over distinct words; a repeated word adds less each time, a headline counts more, an office's reply almost nothing. */
function weigh(post: Post, words: TopicWords): { total: number; best: Span | null } {
  const found = gather(post, words);
  if (found.length === 0) return NOTHING;
  if (found.length === 1) {
    const { start, end, weight } = found[0]!;
    const total = weight * zone(post, start);
    return { total, best: total > 0 ? { start, end } : null };
  }
  const seen: string[] = [];
  let total = 0;
  let best: Span | null = null;
  let bestWeight = 0;
  let covered = -1;
  for (const hit of found) {
    if (hit.end <= covered) continue; // inside a longer word already counted
    covered = hit.end;
    const word = post.view.slice(hit.start, hit.end);
    const times = timesOf(word, seen);
    seen.push(word);
    if (times > 2) continue;
    const weight = hit.weight * zone(post, hit.start) * (times === 0 ? 1 : 0.35);
    total += weight;
    if (weight > bestWeight) {
      best = { start: hit.start, end: hit.end };
      bestWeight = weight;
    }
  }
  return { total, best };
}

/** By looking through them: they are few, and making a map for each topic costs more. */
function timesOf(word: string, seen: readonly string[]): number {
  let times = 0;
  for (let at = 0; at < seen.length; at += 1) if (seen[at] === word) times += 1;
  return times;
}

function gather(post: Post, words: TopicWords): { start: number; end: number; weight: number }[] {
  const found: { start: number; end: number; weight: number }[] = [];
  for (const { slot, weight } of words.slots) {
    const hits = post.hits(slot);
    if (hits.length === 0) continue;
    for (let i = 0; i < hits.length && i < MAX_HITS * 2; i += 2)
      found.push({ start: hits[i]!, end: hits[i + 1]!, weight });
  }
  return sortFew(found, (a, b) => a.start - b.start || b.end - a.end || b.weight - a.weight);
}

function zone(post: Post, at: number): number {
  if (at >= post.replyStart) return 0.1;
  if (at < post.leadEnd) return 2;
  return at - post.leadEnd > FAR ? 0.5 : 1;
}
