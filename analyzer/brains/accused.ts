import type { Unit } from '../../config/schema/departments.ts';
import { endsWithAny, hasAny } from '../facts/phrases.ts';
import type { FoundPlace } from '../places/find-places.ts';
import { blamesOf, CHARGE_REACH, mayBlame, wordsOf, type Said } from './blame-words.ts';
import { isOnlyWaiting, matterBegin } from './between.ts';
import type { BlameWords } from './blame-book.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post, Span } from './post.ts';
import { subjectsOf, type Subject } from './subjects.ts';

export interface Accused {
  unit: Unit | null;
  name: string;
  span: Span;
  corruption: boolean;
}

const MOST = 4;
/**
 * Units the text blames: the nearest subject before a word of blame (教育局推诿), what a charge names (举报教育局), or what a blame
 * describes (纵容的派出所). Who is asked, thanked, turned to, only a landmark, or acts against others, is not blamed.
 */
export function readAccused(post: Post, books: AnalyzerBooks, places: readonly FoundPlace[] = []): Accused[] {
  const blame = books.routing.blame;
  if (post.hits(blame.anyBody).length === 0 || !mayBlame(post, blame) || post.hits(blame.refuted).length > 0) return [];
  const subjects = subjectsOf(post, books, places).filter((one) => one.span.start < post.replyStart);
  const accused: Accused[] = [];
  const add = (subject: Subject | null, corruption: boolean): void => {
    if (!subject || subject.kind === 'other' || accused.length >= MOST) return;
    const { unit, name, span } = subject;
    const known = accused.find((item) => (unit ? item.unit === unit : item.name === name));
    if (known) known.corruption ||= corruption;
    else accused.push({ unit, name, span, corruption });
  };
  for (const said of blamesOf(post, books)) {
    for (const subject of blamedBefore(post, blame, subjects, said)) add(subject, said.corruption);
    add(describedBy(post, subjects, said.word), said.corruption);
  }
  for (const word of wordsOf(post, books, blame.charges)) add(chargedBy(post, blame, subjects, word), false);
  for (const word of wordsOf(post, books, blame.reported)) add(directlyBehind(subjects, word.end), false);
  return accused;
}

const SENTENCE_END = ['。', '!', '?', ';', '\n'];
/** 市水务局您好: who is greeted is asked. */
const GREETING = ['您好', '你好', '领导您好', '领导你好', '领导好', ':您好'];
/** 为 alone begins an act: 为群众…. */
const WHY = ['为什么', '为何', '为啥'];
/** 反映过也没人理. */
const AGAIN = ['也', '都', '却', '仍', '仍然', '还是', '始终', '一直', '就是'];

function blamedBefore(post: Post, blame: BlameWords, subjects: readonly Subject[], said: Said): Subject[] {
  for (let index = lastEndingBefore(subjects, said.word.start); index >= 0; index -= 1) {
    const subject = subjects[index]!;
    const gap = post.view.slice(subject.span.end, said.word.start);
    if (gap.length > reachOf(gap, blame) || hasAny(gap, SENTENCE_END)) return [];
    if (startsWithAny(gap, blame.words.whereabouts) && !(said.direct && isOnlyWaiting(gap, blame))) continue;
    if (subject.kind === 'other' && isDealtWith(post, blame, subjects, index, said)) continue;
    if (subject.kind === 'other' && isObject(post, blame, subject, subjects[index - 1], said)) continue;
    const partners = withPartners(post, subjects, index);
    return isBlamed(post, blame, partners[0]!, subject, gap, said) ? partners : [];
  }
  return [];
}

/** How far behind its subject a word may stand: what a body deals with may be long. */
const reachOf = (gap: string, blame: BlameWords): number =>
  blame.within + (matterBegin(gap, blame) >= 0 ? MATTER : staffLength(gap, blame));
const MATTER = 40;

/** 对物业乱收费的投诉推诿: who stands in what the body deals with is complained of, and does not shift the blame. */
function isDealtWith(
  post: Post,
  blame: BlameWords,
  subjects: readonly Subject[],
  index: number,
  { word }: Said,
): boolean {
  const body = subjects.slice(0, index).findLast((one) => one.kind !== 'other');
  if (!body) return false;
  const begin = matterBegin(post.view.slice(body.span.end, word.start), blame);
  return begin >= 0 && subjects[index]!.span.start >= body.span.end + begin;
}

/** `first` of the units named together tells what stands before them, `subject`, the last, what stands behind. */
function isBlamed(post: Post, blame: BlameWords, first: Subject, subject: Subject, gap: string, said: Said): boolean {
  const before = post.view.slice(Math.max(0, first.span.start - 14), first.span.start);
  if (startsWithAny(gap, GREETING) || subject.kind === 'other') return false;
  const near = before.slice(-5).replace(/(?:市|区|县|镇|本地|当地|我们?)$/u, '');
  const after = gap.slice(staffLength(gap, blame));
  if (hasAny(before, blame.words.hearsay)) return false;
  if (endsWithAny(near, blame.words.asked) || gap.startsWith(':')) return false;
  if (startsWithAny(after, blame.words.acts) && !isNeglect(after, blame, said) && !startsWithAny(after, WHY))
    return false;
  if (describesObject(post, gap, said.word, blame)) return false;
  if (said.direct) return isAwaited(gap, endsWithAny(near, blame.words.addressed), blame);
  // 向城管局反映多次,一直推诿 blames it; 向城管局反映村里强拆 does not.
  if (endsWithAny(near, blame.words.addressed))
    return said.handling && (/[,、:]/u.test(gap) || endsWithAny(gap, AGAIN)) && !hasAny(gap, ['该', '让']);
  return true;
}

/** 消防车半小时才到, 打了12345三天没人回; who was turned to may be told of the matter first (打12345投诉噪音，三天没人回). */
const isAwaited = (gap: string, addressed: boolean, blame: BlameWords): boolean =>
  isOnlyWaiting(addressed ? gap.slice(gap.lastIndexOf(',') + 1) : gap, blame);

/** 接到投诉不处理: receiving is no acting; but 接到反映,称… tells what others said. */
const isNeglect = (after: string, blame: BlameWords, said: Said): boolean =>
  said.handling && startsWithAny(after, blame.words.received) && !hasAny(after, ['反映', '称', '说', '报警']);

/** 对拖欠工资的企业, 对乱收费立案: the word tells of the one acted upon. */
function describesObject(post: Post, gap: string, word: Span, blame: BlameWords): boolean {
  return endsWithAny(gap, ['对', '将', '把', '对拒']) && isNominal(post, blame, word);
}

const NOMINAL = ['的', '行为', '问题', '一事', '现象', '进行', '情况', '案', '者', '人员', '企业', '单位', '等'];
const BEHIND = 8;

/** The word is a thing or a quality here: 乱收费行为, 乱收费立案, 拒不整改的企业. */
function isNominal(post: Post, { words }: BlameWords, word: Span): boolean {
  const behind = post.view.slice(word.end, word.end + BEHIND);
  if (startsWithAny(behind, NOMINAL) || startsWithAny(behind, words.acts)) return true;
  const of = behind.indexOf('的');
  return of >= 0 && !/[,。!?;]/u.test(behind.slice(0, of));
}

/** Before somebody to whom a unit does something. */
const TOWARDS = ['对', '向', '给', '把', '将', '为', '帮', '替', '让', '逼'];
const WITH = ['和', '与', '跟', '同'];
const NO_MARK = ['对面', '因为', '认为', '作为', '成为', '为什', '向住', '反对', '找对'];
const OBJECT_REACH = 5;

/** 向老板索要, 给商户乱开罚单, 与老板勾结: the unit before is the one who does it. 饭店 + 老板 are one. */
function isObject(post: Post, blame: BlameWords, other: Subject, before: Subject | undefined, said: Said): boolean {
  if (!before) return false;
  if (before.kind === 'other' && before.span.end === other.span.start) return true;
  const between = post.view.slice(Math.max(before.span.end, other.span.start - OBJECT_REACH), other.span.start);
  if (/[,。!?;:\n]/u.test(between)) return false;
  if (said.collusion && hasAny(between, WITH)) return true;
  return hasAny(between, TOWARDS) && !hasAny(between, NO_MARK) && !isNominal(post, blame, said.word);
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

const directlyBehind = (subjects: readonly Subject[], at: number): Subject | null =>
  subjects.find((one) => one.span.start === at) ?? null;

/** 互相推诿的城管局: only directly behind the word. */
function describedBy(post: Post, subjects: readonly Subject[], word: Span): Subject | null {
  if (post.view[word.end] !== '的') return null;
  return directlyBehind(subjects, word.end + 1);
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
