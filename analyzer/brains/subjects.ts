import type { Unit } from '../../config/schema/departments.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Slot } from './lexicon.ts';
import type { Post, Span } from './post.ts';
import { namedUnits } from './units.ts';

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
  const { bodies, others, meant } = books.routing.blame;
  const units = namedUnits(post, books, places)
    .filter((item) => !isPlaceName(post.view, item.unit, item.span))
    .map((item): Subject => ({ kind: item.unit ? 'unit' : 'body', ...item }));
  const unlisted = spansOf(post, bodies).filter((end) => !units.some(({ span }) => overlaps(span, end)));
  const all = [
    ...units,
    ...unlisted.map((end): Subject => {
      const span = withName(post, end, places);
      return { kind: 'body', unit: null, name: post.view.slice(span.start, span.end), span };
    }),
    ...spansOf(post, others).map((span): Subject => ({ kind: 'other', unit: null, name: '', span })),
  ];
  const kept = longest(all).reverse();
  for (const span of spansOf(post, meant)) {
    const last = kept.findLast((item) => item.kind !== 'other' && item.span.end <= span.start);
    if (last) kept.push({ ...last, span });
  }
  return kept.sort((a, b) => a.span.start - b.span.start);
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
  all.sort((a, b) => b.span.end - a.span.end || a.span.start - b.span.start || rank[a.kind] - rank[b.kind]);
  const kept: Subject[] = [];
  for (const item of all) if (!kept.length || item.span.end <= kept[kept.length - 1]!.span.start) kept.push(item);
  return kept;
}

/** 城东区 alone is a place; 城东区政府 is a body. */
const isPlaceName = (view: string, unit: Unit | null, span: Span): boolean =>
  unit !== null &&
  ['district', 'town', 'government'].includes(unit.kind) &&
  !/政府|办事处|街道办/u.test(view.slice(span.start, span.end));

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
];
const LONGEST = 12;

/** 沙河第三中学 of 中学: to the left as far as a name can go, but not further than the place it begins with. */
function withName(post: Post, end: Span, places: readonly FoundPlace[]): Span {
  const { view } = post;
  let start = end.start;
  while (start > 0 && end.end - start < LONGEST && !BREAK.includes(view[start - 1]!)) start -= 1;
  const place = places.find(
    (one) => one.start >= start - LONGEST && one.end <= end.start && one.end > start - 1 && one.start < end.start,
  );
  if (place && place.end - place.start + (end.end - place.end) <= 2 * LONGEST)
    return { start: place.start, end: end.end };
  const text = view.slice(start, end.start);
  const cut = Math.max(...NOT_IN_NAMES.map((word) => (text.includes(word) ? text.lastIndexOf(word) + word.length : 0)));
  return { start: start + cut, end: end.end };
}
