import type { Unit } from '../schema/departments.ts';
import type { RoutingBook } from '../schema/routing.ts';

export interface Cleared {
  lead: Unit;
  /** Accused units and all below them: they neither lead nor help. */
  barred: Set<string>;
  why: string[];
}

/**
 * A unit that is accused never handles the complaint against itself (信访工作条例 arts. 28, 30), nor does a unit below it:
 * its superior does when that is a working body, else supervision; what smells of corruption goes to discipline.
 */
export function avoidAccused(
  book: RoutingBook,
  known: Map<string, Unit>,
  wanted: Unit,
  question: { accused: { id: string | null }[]; flags?: string[] },
): Cleared {
  const barred = below(known, new Set(question.accused.flatMap((unit) => (unit.id === null ? [] : [unit.id]))));
  if (!barred.has(wanted.id)) return { lead: wanted, barred, why: [] };
  const candidates = question.flags?.includes('corruption')
    ? [book.bodies.discipline]
    : [superiorOf(book, known, wanted, barred)];
  const lead = [...candidates, book.bodies.supervision, book.bodies.discipline, book.bodies.office]
    .map((id) => (id === null ? undefined : known.get(id)))
    .find((unit) => unit !== undefined && !barred.has(unit.id));
  if (!lead)
    return { lead: known.get(book.bodies.discipline)!, barred, why: ['相关单位均为被反映对象，由纪检监察机关承办'] };
  return {
    lead,
    barred,
    why: [`${wanted.name}为被反映单位，依信访工作条例第二十八条、第三十条回避，改由${lead.name}承办`],
  };
}

function superiorOf(book: RoutingBook, known: Map<string, Unit>, unit: Unit, barred: Set<string>): string | null {
  let above = unit.superior === null ? undefined : known.get(unit.superior);
  while (above && barred.has(above.id)) above = above.superior === null ? undefined : known.get(above.superior);
  return above && book.superior_kinds.includes(above.kind) ? above.id : null;
}

/** Units below an accused one are barred with it; below a government only the government itself is, or nobody could act. */
function below(known: Map<string, Unit>, accused: Set<string>): Set<string> {
  const barred = new Set(accused);
  for (let grew = true; grew;) {
    grew = false;
    for (const unit of known.values()) {
      const above = unit.superior === null ? undefined : known.get(unit.superior);
      if (!above || barred.has(unit.id) || !barred.has(above.id) || above.kind === 'government') continue;
      barred.add(unit.id);
      grew = true;
    }
  }
  return barred;
}
