import type { EventLevel, EventSnapshot } from '../../analyzer/messages.ts';
import type { DepartmentsBook, Unit } from '../../config/schema/departments.ts';
import { avoidAccused, type Cleared } from '../../config/routing/recusal.ts';
import type { RouteNode, RouteSelector, RoutingBook, RouteWhen } from '../../config/schema/routing.ts';

/** What the tree may ask. All of it comes from the event; `level` is the person's, else the machine's. */
export interface RouteQuestion {
  topic: string;
  places: EventSnapshot['places'];
  level: EventLevel | null;
  kind: string | null;
  accused: EventSnapshot['accused'];
  departments: EventSnapshot['departments'];
  /** Government whose installation this is. */
  jurisdiction: string;
  /** state_policy, corruption … */
  flags?: string[];
}

/** A suggestion with its way through the tree; a person assigns. Unit ids of departments.yaml. */
export interface RouteAdvice {
  lead: string;
  co: string[];
  /** The first is the office that coordinates. */
  coordinator: string;
  coordinators: string[];
  /** The only body proposed for 督办. */
  supervisor: string;
  /** Rule ids from the root to the node that decided. */
  path: string[];
  reasons: string[];
}

interface Walked {
  lead: RouteSelector;
  co: RouteSelector[];
  coordinator: RouteSelector[];
  path: string[];
  titles: string[];
}

/** Ordered tree, first match, children inherit, mandatory fallback (rules.md §2). Pure. */
export function route(book: RoutingBook, departments: DepartmentsBook, question: RouteQuestion): RouteAdvice {
  const known = new Map(departments.units.map((unit) => [unit.id, unit]));
  const pick = (selector: RouteSelector) => unitsOf(selector, book, known, question);
  const { root } = book;
  const walked = walk(root, question, pick, {
    lead: root.lead ?? 'office',
    co: root.co ?? [],
    coordinator: root.coordinator ?? [],
    path: [root.id],
    titles: [root.title],
  });
  const wanted = pick(walked.lead)[0] ?? known.get(departments.fallback)!;
  const cleared = avoidAccused(book, known, wanted, question);
  const coordinators = unique(walked.coordinator.flatMap(pick)).filter((id) => !cleared.barred.has(id));
  const co = unique(walked.co.flatMap(pick)).filter((id) => id !== cleared.lead.id && !cleared.barred.has(id));
  return {
    lead: cleared.lead.id,
    co,
    coordinator: coordinators[0] ?? book.bodies.office,
    coordinators,
    supervisor: book.bodies.supervision,
    path: walked.path,
    // The root is only named as a reason where no branch said who leads.
    reasons: reasonsOf(walked, wanted, cleared, question).slice(
      walked.path.length > 1 && walked.lead !== (root.lead ?? 'office') ? 1 : 0,
    ),
  };
}

function walk(
  node: RouteNode,
  question: RouteQuestion,
  pick: (selector: RouteSelector) => Unit[],
  from: Walked,
): Walked {
  let state = from;
  for (const child of node.routes) {
    if (!holds(child.when, question, pick)) continue;
    const next: Walked = {
      lead: child.lead ?? state.lead,
      co: child.co ?? state.co,
      coordinator: child.coordinator ?? state.coordinator,
      path: [...state.path, child.id],
      titles: [...state.titles, child.title],
    };
    if (!child.continue) return walk(child, question, pick, next);
    state = next;
  }
  return state;
}

function holds(when: RouteWhen, question: RouteQuestion, pick: (selector: RouteSelector) => Unit[]): boolean {
  const within = <T>(list: T[] | undefined, value: T | null) =>
    list === undefined || (value !== null && list.includes(value));
  const lead = pick('suggested')[0];
  const acting = unique([...pick('suggested'), ...pick('suggested_co')]).length;
  return (
    within(when.level, question.level) &&
    within(when.kind, question.kind) &&
    within(when.topic, question.topic) &&
    (when.emergency === undefined || when.emergency === (question.kind !== null)) &&
    (when.districts === undefined || districtsOf(question).length >= when.districts) &&
    (when.departments === undefined || acting >= when.departments) &&
    (when.vertical === undefined || when.vertical === (lead?.kind === 'vertical')) &&
    (when.flag ?? []).every((flag) => question.flags?.includes(flag))
  );
}

/** Units a selector means here; empty when there is none. */
function unitsOf(
  selector: RouteSelector,
  book: RoutingBook,
  known: Map<string, Unit>,
  question: RouteQuestion,
): Unit[] {
  const get = (id: string | null | undefined): Unit[] => {
    const unit = id ? known.get(id) : undefined;
    return unit ? [unit] : [];
  };
  const all = [...known.values()];
  const government = all.filter((unit) => unit.kind === 'government' && unit.jurisdiction === question.jurisdiction);
  switch (selector) {
    case 'suggested':
      return suggestedLead(all, known, question);
    case 'suggested_co':
      return byScore(question, 'co').flatMap((row) => get(row.id));
    case 'government':
      return government;
    case 'above':
      return get(government[0]?.superior);
    case 'upper_department':
      return get(suggestedLead(all, known, question)[0]?.superior);
    case 'place_units':
      return districtsOf(question).flatMap((code) =>
        all.filter((unit) => unit.kind === 'district' && unit.jurisdiction === code),
      );
    case 'office':
    case 'press':
    case 'supervision':
    case 'discipline':
      return get(book.bodies[selector]);
    default:
      return get(selector.slice('unit:'.length));
  }
}

function suggestedLead(all: Unit[], known: Map<string, Unit>, question: RouteQuestion): Unit[] {
  const best = byScore(question, 'lead').find((row) => known.has(row.id));
  if (best) return [known.get(best.id)!];
  return all.filter((unit) => unit.topics.includes(question.topic)).slice(0, 1);
}

function byScore(question: RouteQuestion, role: 'lead' | 'co'): EventSnapshot['departments'] {
  return question.departments.filter((row) => row.role === role).sort((a, b) => b.score - a.score);
}

/** Districts below the installation's own code, without places only mentioned in passing. */
function districtsOf(question: RouteQuestion): string[] {
  const codes = question.places.filter((place) => !place.background).map((place) => place.code.slice(0, 6));
  return [...new Set(codes)].filter((code) => code !== question.jurisdiction && !code.endsWith('0000'));
}

function unique(units: Unit[]): string[] {
  return [...new Set(units.map((unit) => unit.id))];
}

function reasonsOf(walked: Walked, wanted: Unit, cleared: Cleared, question: RouteQuestion): string[] {
  const suggestion = question.departments.find((row) => row.id === wanted.id && row.role === 'lead');
  return [
    ...walked.path.map((id, index) => `${id} ${walked.titles[index]}`),
    ...(suggestion ? [`${wanted.name}：${suggestion.reason}`] : []),
    ...cleared.why,
  ];
}
