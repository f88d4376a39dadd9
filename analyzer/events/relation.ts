import type { JoinNeed, ObjectKind } from '../../config/schema/grouping.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { sameObject, type NamedObject } from './objects.ts';
import { COMMUNITY, commonDepth, DISTRICT, placesConflict, TOWN, type PlacePath } from './places.ts';

/** One side of a comparison: a single text or a group's profile. */
export interface Side {
  objects: NamedObject[];
  harms: string[];
  subjects: string[];
  places: PlacePath[];
  topics: string[];
  sudden: boolean;
  /** A text that only praises or remarks. */
  idle?: boolean;
  /** The group is already an event. */
  event?: boolean;
}

/** Why a text belongs to a group: stored with the membership and shown. */
export interface JoinReason {
  /** Rule id of grouping.yaml, or same_text / reply / near_copy. */
  rule: string;
  similarity: number;
  /** Names of the shared objects, harms and places. */
  shared: string[];
}

/** How strong a relation is (0 = strongest), and whether it may bridge two groups. */
export interface Relation extends JoinReason {
  order: number;
  bridges: boolean;
  /** Holds only when no other group comes near. */
  clear: boolean;
}

/** How near two sides are: `similarity` already lowered by time. */
export interface Nearness {
  similarity: number;
  gapHours: number;
}

/**
 * Two matters of different places or objects stay apart whatever their words say (同一模板投诉不同小区).
 * Copies may have different titles, so the harm is compared only between different texts.
 */
export function conflict(a: Side, b: Side, rules: GroupingRules, copies: boolean): boolean {
  if (objectsConflict(a.objects, b.objects, rules.book.objects)) return true;
  const shared = sharedObjects(a, b).length > 0;
  if (!shared && placesConflict(a.places, b.places)) return true;
  if (copies) return false;
  const left = families(a.harms, rules);
  const right = families(b.harms, rules);
  return left.length > 0 && right.length > 0 && !left.some((family) => right.includes(family));
}

const families = (harms: string[], rules: GroupingRules): string[] =>
  harms.flatMap((harm) => rules.harmFamily.get(harm) ?? []);

/** First join rule that holds, or null. `a` is the text. */
export function relate(a: Side, b: Side, { similarity, gapHours }: Nearness, rules: GroupingRules): Relation | null {
  const objects = sharedObjects(a, b);
  const told = new Set(families(b.harms, rules));
  const harms = a.harms.filter((harm) => b.harms.includes(harm) || told.has(rules.harmFamily.get(harm) ?? ''));
  const subjects = a.subjects.filter((subject) => b.subjects.includes(subject));
  const holds = needsHeld(a, b, { objects, harms, subjects }, rules);
  const order = rules.book.joins.findIndex(
    (rule) =>
      similarity >= rule.minSimilarity &&
      gapHours <= (rule.withinHours ?? Infinity) &&
      rule.needs.every((need) => holds[need]),
  );
  const rule = rules.book.joins[order];
  if (!rule) return null;
  const shared = [
    ...objects.map((object) => object.name),
    ...harms.map((harm) => rules.harmNames.get(harm) ?? harm),
    ...subjects.map((subject) => rules.subjectNames.get(subject) ?? subject),
  ];
  return {
    ...{ rule: rule.id, similarity: round(similarity), shared: [...new Set(shared)] },
    ...{ order: order + 3, bridges: rule.bridges, clear: rule.clear },
  };
}

function needsHeld(
  a: Side,
  b: Side,
  shared: { objects: NamedObject[]; harms: string[]; subjects: string[] },
  rules: GroupingRules,
): Record<JoinNeed, boolean> {
  const depth = commonDepth(a.places, b.places);
  const separates = (object: NamedObject): boolean => rules.separatingKinds.has(object.kind);
  const named = shared.objects.some(separates);
  return {
    object: shared.objects.length > 0,
    named,
    harm: shared.harms.length > 0,
    trouble: shared.harms.some((harm) => rules.harmFamily.has(harm)),
    subject: shared.subjects.length > 0,
    community: depth >= COMMUNITY,
    town: depth >= TOWN,
    district: depth >= DISTRICT,
    sudden: a.sudden && b.sudden,
    alarm: a.sudden || b.sudden,
    event: b.event === true,
    topic: a.topics.some((topic) => b.topics.includes(topic)),
    serious: a.idle !== true,
    unplaced: a.places.length === 0,
    open: named || !(a.objects.some(separates) && b.objects.some(separates)),
  };
}

export const round = (value: number): number => Math.round(value * 1e6) / 1e6;

function sharedObjects(a: Side, b: Side): NamedObject[] {
  return a.objects.filter((left) => b.objects.some((right) => sameObject(left, right)));
}

/** The first kind of the rulebook that both name decides: two schools with one hospital are two matters; a strict kind always decides. */
function objectsConflict(a: NamedObject[], b: NamedObject[], kinds: ObjectKind[]): boolean {
  if (a.length === 0 || b.length === 0) return false;
  let decided: boolean | undefined;
  for (const kind of kinds) {
    const apart = namesApart(kind.kind, a, b);
    if (apart && kind.strict) return true;
    if (apart !== null && kind.separates) decided ??= apart;
  }
  return decided ?? false;
}

/** Null when one side names nothing of the kind. Plain loops: this runs for every candidate of every post. */
function namesApart(kind: string, a: NamedObject[], b: NamedObject[]): boolean | null {
  let both = false;
  for (const one of a) {
    if (one.kind !== kind) continue;
    for (const other of b) {
      if (other.kind !== kind) continue;
      if (sameObject(one, other)) return false;
      both = true;
    }
  }
  return both ? true : null;
}
