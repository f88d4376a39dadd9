import type { Unit } from '../../config/schema/departments.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Slot } from './lexicon.ts';
import type { Post, Span } from './post.ts';
import { lastBefore } from './near.ts';
import { namedUnits, unitById, type NamedUnit } from './units.ts';
import { sortFew } from './sort-few.ts';

/** Somebody who may be blamed: a unit of the tree, a public body outside it, or anybody else (then nobody of ours is meant). */
export interface Subject {
  kind: 'unit' | 'body' | 'other';
  unit: Unit | null;
  name: string;
  span: Span;
}

const MOST = 60;

/** All who may be blamed, in the order of the text; of two that overlap the longer counts. */
export function subjectsOf(post: Post, books: AnalyzerBooks, places: readonly FoundPlace[]): Subject[] {
  const { bodies, others, meant, words } = books.routing.blame;
  const named = namedUnits(post, books, places);
  const units = namedOrMeant(post, books, named)
    .map((item, at) => ownHall(post, named[at - 1], item, words.halls))
    .filter((item) => !isPlaceName(post.view, item.unit, item.span))
    .map(({ unit, name, span }): Subject => ({ kind: unit ? 'unit' : 'body', unit, name, span }));
  const unlisted = spansOf(post, bodies).filter((end) => !units.some(({ span }) => overlaps(span, end)));
  const all = [
    ...units,
    ...unlisted.map((end) => areaBody(post, end, named) ?? namedBody(post, books, end, places, units)),
    ...spansOf(post, others)
      .filter((span) => !isOwn(post, units, span, words.ownPeople) && !isSection(post, units, span, words.sections))
      .map((span): Subject => ({ kind: 'other', unit: null, name: '', span })),
  ];
  const kept = longest(all).reverse();
  for (const span of spansOf(post, meant)) {
    const last = kept.findLast((item) => item.kind !== 'other' && item.span.end <= span.start);
    if (last) kept.push({ kind: last.kind, unit: last.unit, name: last.name, span });
  }
  return sortFew(kept, (a, b) => a.span.start - b.span.start);
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

function spansOf(post: Post, slot: Slot): Span[] {
  const hits = post.hits(slot);
  const spans: Span[] = [];
  for (let i = 0; i < hits.length && i < MOST; i += 2) spans.push({ start: hits[i]!, end: hits[i + 1]! });
  return spans;
}

function longest(all: Subject[]): Subject[] {
  const rank = { unit: 0, body: 1, other: 2 };
  sortFew(all, (a, b) => b.span.end - a.span.end || a.span.start - b.span.start || rank[a.kind] - rank[b.kind]);
  const kept: Subject[] = [];
  for (const item of all) if (!kept.length || item.span.end <= kept[kept.length - 1]!.span.start) kept.push(item);
  return kept;
}

/** 城东区 alone is a place; 城东区政府 and 和平街道办 are bodies, 和平街道办理 is not. */
function isPlaceName(view: string, unit: Unit | null, { start, end }: Span): boolean {
  if (unit === null || !['district', 'town', 'government'].includes(unit.kind)) return false;
  const written = view.slice(start, end);
  if (written.endsWith('街道') && view[end] === '办') return view[end + 1] === '理';
  return !/政府|办事处|街道办/u.test(written);
}

const HALL_REACH = 12;

/** 税务局办事大厅: a name that is only a place belongs to the unit named just before it in the sentence. */
function ownHall(post: Post, before: NamedUnit | undefined, item: NamedUnit, halls: readonly string[]): NamedUnit {
  if (!before || item.span.start - before.span.end > HALL_REACH) return item;
  if (!halls.includes(post.view.slice(item.span.start, item.span.end))) return item;
  const gap = post.view.slice(before.span.end, item.span.start);
  if (/[。!?;\n]/u.test(gap)) return item;
  const start = gap === '' || gap === '的' ? before.span.start : item.span.start;
  return { unit: before.unit, name: before.name, span: { start, end: item.span.end } };
}

/** 公交公司司机: the unit's own man, no other. */
const isOwn = (post: Post, units: readonly Subject[], span: Span, people: readonly string[]): boolean =>
  people.includes(post.view.slice(span.start, span.end)) &&
  units.some(({ span: { end } }) => end === span.start || (end === span.start - 1 && post.view[end] === '的'));

/** 住建局物业科: the section of the body, no management company. */
const isSection = (post: Post, units: readonly Subject[], span: Span, sections: readonly string[]): boolean =>
  units.some(({ span: { end } }) => end === span.start || (end === span.start - 1 && post.view[end] === '的')) &&
  sections.some((word) => post.view.startsWith(word, span.end));

/** With those who stand for a unit: who waits for 消防车 waits for the fire brigade. */
function namedOrMeant(post: Post, books: AnalyzerBooks, named: readonly NamedUnit[]): NamedUnit[] {
  const meant = books.routing.blame.standIns.flatMap(({ slot, unit: id }) => {
    const unit = unitById(books.departments, id);
    return spansOf(post, slot)
      .filter((span) => isCalled(post.view, span) && !named.some((one) => overlaps(one.span, span)))
      .map((span) => ({ unit, name: unit?.name ?? '', span }));
  });
  return meant.length === 0 ? [...named] : sortFew([...named, ...meant], (a, b) => a.span.start - b.span.start);
}

/** 打了110, not 110元. */
const isCalled = (view: string, { start }: Span): boolean =>
  !/\d/u.test(view[start]!) || /(?:打|拨|叫|呼|报|联系)(?:了|过|通)?$/u.test(view.slice(Math.max(0, start - 3), start));

/** What stands before 区政府 when no name does. */
const NO_NAME = '后时前但而该本们以且又也就连';

/** 区政府 without a name: the district named before it, else just that. Null when a name stands before it (石桥镇政府). */
function areaBody(post: Post, end: Span, named: readonly NamedUnit[]): Subject | null {
  const { view } = post;
  if (view.slice(end.start, end.end) !== '政府') return null;
  const at = view.startsWith('人民', end.start - 2) ? end.start - 3 : end.start - 1;
  const mark = view[at];
  if (!mark || !'区县镇乡'.includes(mark)) return null;
  if (at > 0 && !BREAK.includes(view[at - 1]!) && !NO_NAME.includes(view[at - 1]!)) return null;
  const area = named.findLast(({ unit, span }) => span.end <= at && unit !== null && isAreaOf(unit, mark));
  const span = { start: at, end: end.end };
  if (area?.unit) return { kind: 'unit', unit: area.unit, name: area.unit.name, span };
  return { kind: 'body', unit: null, name: view.slice(at, end.end), span };
}

const isAreaOf = (unit: Unit, mark: string): boolean =>
  ['district', 'town'].includes(unit.kind) && unit.name.includes(mark);

/** A body outside the tree as it is written; its name does not reach back over another unit or a word of blame. */
function namedBody(
  post: Post,
  books: AnalyzerBooks,
  end: Span,
  places: readonly FoundPlace[],
  units: readonly Subject[],
): Subject {
  const { handling, misdeed } = books.routing.blame;
  const before = units.findLast((item) => item.span.end <= end.start)?.span;
  const floor = Math.max(
    before?.end ?? 0,
    lastBefore(post.hits(handling), end.start)?.end ?? 0,
    lastBefore(post.hits(misdeed), end.start)?.end ?? 0,
  );
  const span = withName(post, end, places, floor);
  return { kind: 'body', unit: null, name: post.view.slice(span.start, span.end), span };
}

/** Where a name does not go on to the left. */
const BREAK = '。!?;,、:\n "“”()《》【】「」的是在被向由对和与及到找给因经我他就去把将让叫说称请望,.\t#@/';
const NOT_IN_NAMES = [
  '投诉',
  '举报',
  '反映',
  '关于',
  '声称',
  '要求',
  '咨询',
  '建议',
  '控告',
  '来电',
  '协议',
  '修建',
  '附近',
  '有关',
  '此次',
  '故此',
  '希望',
  '感谢',
  '表扬',
  '但是',
  '如果',
  '因为',
  '现在',
  '今天',
  '昨天',
  '为什么',
  '凭什么',
  '怎么',
];
const LONGEST = 12;

/** 沙河第三中学 of 中学: to the left as far as a name can go, but not further than the place it begins with. */
function withName(post: Post, end: Span, places: readonly FoundPlace[], floor: number): Span {
  const { view } = post;
  let start = end.start;
  while (start > floor && end.end - start < LONGEST && !BREAK.includes(view[start - 1]!)) start -= 1;
  const place = places.find(
    (one) =>
      one.start >= start - LONGEST &&
      one.end <= end.start &&
      one.end > start - 1 &&
      one.start < end.start &&
      one.start >= floor,
  );
  if (place && place.end - place.start + (end.end - place.end) <= 2 * LONGEST)
    return { start: place.start, end: end.end };
  const text = view.slice(start, end.start);
  const cut = Math.max(...NOT_IN_NAMES.map((word) => (text.includes(word) ? text.lastIndexOf(word) + word.length : 0)));
  return { start: start + cut, end: end.end };
}
