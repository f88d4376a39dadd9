import type { Unit } from '../../config/schema/departments.ts';
import { endsWithAny, hasAny } from '../facts/phrases.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { AnalyzerBooks, BlameWords } from './books.ts';
import { isGuarded } from './guards.ts';
import type { Slot } from './lexicon.ts';
import { firstAfter } from './near.ts';
import type { Post, Span } from './post.ts';
import { subjectsOf, type Subject } from './subjects.ts';

export interface Accused {
  unit: Unit | null;
  name: string;
  span: Span;
  corruption: boolean;
}

const MOST = 4;
const MOST_HITS = 24;
/** 举报了, 举报某 may stand between a charge and its body. */
const CHARGE_REACH = 2;

/**
 * Units the text blames: the nearest subject before a word of blame (教育局推诿), what a charge names (举报教育局), or what a blame
 * describes (纵容的派出所). Who is asked, thanked, turned to, only a landmark, or acts against others, is not blamed.
 */
export function readAccused(post: Post, books: AnalyzerBooks, places: readonly FoundPlace[] = []): Accused[] {
  const blame = books.routing.blame;
  const hits = (slot: Slot): readonly number[] => post.hits(slot);
  const blames = hits(blame.handling).length + hits(blame.misdeed).length > 0;
  if ((!blames && !hasCharge(hits(blame.charges), hits(blame.anyBody))) || hits(blame.refuted).length > 0) return [];
  const subjects = subjectsOf(post, books, places).filter((one) => one.span.start < post.replyStart);
  const accused: Accused[] = [];
  const add = (subject: Subject | null, word: Span): void => {
    if (!subject || subject.kind === 'other' || accused.length >= MOST) return;
    const { unit, name, span } = subject;
    const corruption = overlapsAny(hits(blame.corruption), word);
    const known = accused.find((item) => (unit ? item.unit === unit : item.name === name));
    if (known) known.corruption ||= corruption;
    else accused.push({ unit, name, span, corruption });
  };
  for (const slot of [blame.handling, blame.misdeed])
    for (const word of wordsOf(post, books, slot)) {
      const said = { handling: slot === blame.handling, word };
      for (const subject of blamedBefore(post, blame, subjects, said)) add(subject, word);
      add(describedBy(post, subjects, word), word);
    }
  for (const word of wordsOf(post, books, blame.charges)) add(chargedBy(post, blame, subjects, word), word);
  return accused;
}

/** 举报 with a body directly behind it: most who complain name none, and need no closer look. */
function hasCharge(charges: readonly number[], bodies: readonly number[]): boolean {
  if (bodies.length === 0) return false;
  for (let i = 0; i < charges.length && i < 2 * MOST_HITS; i += 2) {
    const body = firstAfter(bodies, charges[i + 1]!);
    if (body && body.start - charges[i + 1]! <= CHARGE_REACH) return true;
  }
  return false;
}

/** Words of blame that stand: not denied, supposed or exercised, and not in an office's reply. */
function wordsOf(post: Post, books: AnalyzerBooks, slot: Slot): Span[] {
  const hits = post.hits(slot);
  const words: Span[] = [];
  for (let i = 0; i < hits.length && words.length < MOST_HITS; i += 2) {
    const word = { start: hits[i]!, end: hits[i + 1]! };
    if (word.start < post.replyStart && !isGuarded(post, word, ['negated', 'hypothetical', 'drill'], books.guards))
      words.push(word);
  }
  return words;
}

interface Said {
  handling: boolean;
  word: Span;
}

const SENTENCE_END = ['。', '!', '?', ';', '\n'];

function blamedBefore(post: Post, blame: BlameWords, subjects: readonly Subject[], said: Said): Subject[] {
  for (let index = lastEndingBefore(subjects, said.word.start); index >= 0; index -= 1) {
    const subject = subjects[index]!;
    const gap = post.view.slice(subject.span.end, said.word.start);
    if (gap.length > blame.within + staffLength(gap, blame) || hasAny(gap, SENTENCE_END)) return [];
    if (startsWithAny(gap, blame.words.whereabouts)) continue;
    const partners = withPartners(post, subjects, index);
    return isBlamed(post, blame, partners[0]!, subject, gap, said) ? partners : [];
  }
  return [];
}

/** `first` of the units named together tells what stands before them, `subject`, the last, what stands behind. */
function isBlamed(post: Post, blame: BlameWords, first: Subject, subject: Subject, gap: string, said: Said): boolean {
  if (subject.kind === 'other') return false;
  const before = post.view.slice(Math.max(0, first.span.start - 14), first.span.start);
  const near = before.slice(-5).replace(/(?:市|区|县|镇|本地|当地|我们?)$/u, '');
  const after = gap.slice(staffLength(gap, blame));
  if (hasAny(before, blame.words.hearsay)) return false;
  if (endsWithAny(near, blame.words.asked) || gap.startsWith(':')) return false;
  if (startsWithAny(after, blame.words.acts)) return false;
  // 向城管局反映多次,一直推诿 blames it; 向城管局反映村里强拆 does not.
  if (endsWithAny(near, blame.words.addressed))
    return said.handling && /[,、:]/u.test(gap) && !hasAny(gap, ['该', '让']);
  return true;
}

/** 城管局、环保局互相推诿 blames both. */
function withPartners(post: Post, subjects: readonly Subject[], index: number): Subject[] {
  const all = [subjects[index]!];
  for (let at = index - 1; at >= 0 && all.length < MOST; at -= 1) {
    const gap = post.view.slice(subjects[at]!.span.end, all[0]!.span.start);
    if (!['、', '和', '与', '及', '以及', '跟'].includes(gap) || subjects[at]!.kind === 'other') break;
    all.unshift(subjects[at]!);
  }
  return all;
}

/** 互相推诿的城管局: only directly behind the word. */
function describedBy(post: Post, subjects: readonly Subject[], word: Span): Subject | null {
  if (post.view[word.end] !== '的') return null;
  return subjects.find((one) => one.span.start === word.end + 1) ?? null;
}

/** 举报市教育局: the unit stands directly behind the charge, and is neither a landmark nor a telephone number. */
function chargedBy(post: Post, blame: BlameWords, subjects: readonly Subject[], word: Span): Subject | null {
  const subject = subjects.find((one) => one.span.start >= word.end);
  if (!subject || subject.span.start - word.end > CHARGE_REACH) return null;
  const between = post.view.slice(word.end, subject.span.start);
  if (!['', ':', '了', '某', '本', '市', '区', '县', '一下'].includes(between)) return null;
  const after = post.view.slice(subject.span.end, subject.span.end + 4);
  if (startsWithAny(after, blame.words.whereabouts) || startsWithAny(after, blame.words.acts)) return null;
  return subject;
}

/** How much of the gap is the unit's own people: 的工作人员, 窗口. They are the unit. */
function staffLength(gap: string, blame: BlameWords): number {
  let at = 0;
  for (let found: string | undefined = ''; found !== undefined; at += found?.length ?? 0)
    found = blame.words.staff.find((word) => gap.startsWith(word, at));
  return at;
}

function lastEndingBefore(subjects: readonly Subject[], at: number): number {
  let index = subjects.length - 1;
  while (index >= 0 && subjects[index]!.span.end > at) index -= 1;
  return index;
}

const startsWithAny = (text: string, words: readonly string[]): boolean => words.some((word) => text.startsWith(word));

function overlapsAny(hits: readonly number[], word: Span): boolean {
  for (let i = 0; i < hits.length && i < 2 * MOST_HITS; i += 2)
    if (hits[i]! < word.end && word.start < hits[i + 1]!) return true;
  return false;
}
