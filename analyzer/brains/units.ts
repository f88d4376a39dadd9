import type { DepartmentsBook, Unit } from '../../config/schema/departments.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post, Span } from './post.ts';
import { sortFew } from './sort-few.ts';

/** A unit the text names. `unit` is null for one outside the tree: 云山县教育局 where the tree has none, 合肥市教育局. */
export interface NamedUnit {
  unit: Unit | null;
  name: string;
  span: Span;
}

const MAX_UNITS = 120;
const AREAS: readonly Unit['kind'][] = ['district', 'town', 'government'];

/** Units of the organisation tree that the text names, leftmost longest (城东区教育局, not also 教育局), each with the area written before it. */
export function namedUnits(post: Post, books: AnalyzerBooks, places: readonly FoundPlace[] = []): NamedUnit[] {
  const kept = longest(hitsOf(post, books));
  return kept.flatMap((item, index) => {
    const before = kept[index - 1];
    const area = before && before.span.end === item.span.start && isArea(before.unit) ? before : null;
    const next = kept[index + 1];
    if (isArea(item.unit) && next?.span.start === item.span.end && !isArea(next.unit)) return [];
    return [area ? ofArea(post, books, area, item) : elsewhere(post, item, places)];
  });
}

interface Hit {
  unit: Unit;
  span: Span;
}

const isArea = (unit: Unit): boolean => AREAS.includes(unit.kind);

function hitsOf(post: Post, books: AnalyzerBooks): Hit[] {
  const found: Hit[] = [];
  for (const { unit: id, slot } of books.unitSlots) {
    const hits = post.hits(slot);
    const unit = hits.length > 0 ? unitById(books.departments, id) : null;
    for (let i = 0; i < hits.length && i < MAX_UNITS * 2; i += 2)
      if (unit) found.push({ unit, span: { start: hits[i]!, end: hits[i + 1]! } });
  }
  return sortFew(found, (a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

function longest(found: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  for (const item of found) {
    const last = kept[kept.length - 1];
    // 派出所民警 is one mention of one unit.
    if (last?.unit === item.unit && last.span.end === item.span.start)
      kept[kept.length - 1] = { unit: item.unit, span: { start: last.span.start, end: item.span.end } };
    else if (item.span.start >= (last?.span.end ?? 0)) kept.push(item);
  }
  return kept;
}

/** 云山县 + 教育局: the county's own bureau, in the tree or not; never the city's. */
function ofArea(post: Post, books: AnalyzerBooks, area: Hit, bureau: Hit): NamedUnit {
  const span = { start: area.span.start, end: bureau.span.end };
  const written = post.view.slice(bureau.span.start, bureau.span.end);
  if (bureau.unit.jurisdiction === area.unit.jurisdiction) return { unit: bureau.unit, name: bureau.unit.name, span };
  const own = localUnit(books.departments, bureau.unit, area.unit);
  return { unit: own, name: own?.name ?? post.view.slice(area.span.start, area.span.end) + written, span };
}

/** 合肥市教育局 is no unit of ours. */
function elsewhere(post: Post, item: Hit, places: readonly FoundPlace[]): NamedUnit {
  const place = places.find(
    (one) => !one.place.own && one.start < item.span.start && one.end >= item.span.start && one.end < item.span.end,
  );
  if (!place) return { unit: item.unit, name: item.unit.name, span: item.span };
  const span = { start: place.start, end: item.span.end };
  return { unit: null, name: post.view.slice(span.start, span.end), span };
}

export const unitById = (book: DepartmentsBook, id: string | null): Unit | null =>
  book.units.find((unit) => unit.id === id) ?? null;

/** The district's own bureau for the city bureau's duty: 市教育局 → 城东区教育局. Null when the district has none. */
export function localUnit(book: DepartmentsBook, bureau: Unit, district: Unit): Unit | null {
  const bare = bureau.name.replace(/^市/u, '');
  return (
    book.units.find(
      (unit) => unit.kind === 'department' && unit.superior === district.id && unit.name.endsWith(bare),
    ) ?? null
  );
}
