import type { Analysis } from '../messages.ts';
import { endsWithAny, hasAny } from '../facts/phrases.ts';
import type { Accused } from './accused.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post } from './post.ts';

/** Who only asks, proposes, praises or tells the news reports on nobody. */
const REPORTS: readonly Analysis['appeal'][] = ['complaint', 'report'];
const BAD = [...'不没未乱拒假难差黑骗打骂拖卡压推违瞒欺坑赖'];
const GOOD = ['不错', '不断', '不管', '不辞', '不怕', '不顾', '不少'];
const CLAUSE = 30;
const MOST = 6;

/**
 * The net below `readAccused`: the unit that is to lead opens a clause of a complaint that says something bad, and no word of blame was
 * known. Nobody is barred by it; a person looks. @returns the words of the doubt or nothing
 */
export function suspectedLead(
  post: Post,
  books: AnalyzerBooks,
  { appeal, departments, accused }: Pick<Analysis, 'appeal' | 'departments'> & { accused: readonly Accused[] },
): string[] {
  const lead = departments.find((unit) => unit.role === 'lead');
  const slot = books.unitSlots.find(({ unit }) => unit === lead?.id)?.slot;
  if (!lead || slot === undefined || !REPORTS.includes(appeal) || accused.some(({ unit }) => unit?.id === lead.id))
    return [];
  const hits = post.hits(slot);
  for (let at = 0; at < hits.length && at < 2 * MOST && hits[at]! < post.replyStart; at += 2)
    if (opensBadClause(post, books, hits[at]!, hits[at + 1]!)) return ['被反映单位不明，可能涉及拟主办单位，请确认'];
  return [];
}

function opensBadClause(post: Post, books: AnalyzerBooks, start: number, end: number): boolean {
  const { asked, addressed, acts, whereabouts, hearsay } = books.routing.blame.words;
  const before = post.view.slice(Math.max(0, start - 6), start).replace(/(?:江城市|市|区|县|镇|我们?)$/u, '');
  // 城东区 alone is a place.
  if ('区县镇道'.includes(post.view[end - 1]!)) return false;
  if (endsWithAny(before, asked) || endsWithAny(before, addressed) || hasAny(before, hearsay)) return false;
  if (before !== '' && !/[,。!?;:\s、又是但而]$/u.test(before)) return false;
  const clause = post.view.slice(end, end + CLAUSE);
  const told = clause.slice(0, Math.max(0, clause.search(/[,。!?;:\n]|$/u)));
  const startsWith = (words: readonly string[]): boolean => words.some((word) => told.startsWith(word));
  return !startsWith(acts) && !startsWith(whereabouts) && hasAny(told, BAD) && !hasAny(told, GOOD);
}
