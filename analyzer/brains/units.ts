import type { DepartmentsBook, Unit } from '../../config/schema/departments.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post, Span } from './post.ts';

export interface NamedUnit {
  unit: Unit;
  span: Span;
}

const MAX_UNITS = 40;

/** Units of the organisation tree that the text names, leftmost longest (城东区教育局, not also 教育局). */
export function namedUnits(post: Post, books: AnalyzerBooks): NamedUnit[] {
  const byId = new Map(books.departments.units.map((unit) => [unit.id, unit]));
  const found: NamedUnit[] = [];
  for (const { unit, slot } of books.unitSlots) {
    const hits = post.hits(slot);
    for (let i = 0; i < hits.length && i < MAX_UNITS * 2; i += 2)
      found.push({ unit: byId.get(unit)!, span: { start: hits[i]!, end: hits[i + 1]! } });
  }
  found.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const kept: NamedUnit[] = [];
  for (const item of found) if (item.span.start >= (kept[kept.length - 1]?.span.end ?? 0)) kept.push(item);
  return kept;
}

export const unitById = (book: DepartmentsBook, id: string | null): Unit | null =>
  book.units.find((unit) => unit.id === id) ?? null;
