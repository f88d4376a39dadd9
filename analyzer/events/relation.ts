import type { JoinNeed, ObjectKind } from '../../config/schema/grouping.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { sameObject, type NamedObject } from './objects.ts';
import { COMMUNITY, commonDepth, DISTRICT, placesConflict, TOWN, type PlacePath } from './places.ts';

/** One side of a comparison: a single text or a group's profile. */
export interface Side {
  objects: NamedObject[];
  harms: string[];
  places: PlacePath[];
  topics: string[];
  sudden: boolean;
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

/** First join rule that holds, or null. `similarity` is already lowered by time. */
export function relate(a: Side, b: Side, similarity: number, rules: GroupingRules): Relation | null {
  const depth = commonDepth(a.places, b.places);
  const objects = sharedObjects(a, b);
  const told = new Set(families(b.harms, rules));
  const harms = a.harms.filter((harm) => b.harms.includes(harm) || told.has(rules.harmFamily.get(harm) ?? ''));
  const holds: Record<JoinNeed, boolean> = {
    object: objects.length > 0,
    named: objects.some((object) => rules.separatingKinds.has(object.kind)),
    harm: harms.length > 0,
    community: depth >= COMMUNITY,
    town: depth >= TOWN,
    district: depth >= DISTRICT,
    sudden: a.sudden && b.sudden,
    event: b.event === true,
    topic: a.topics.some((topic) => b.topics.includes(topic)),
  };
  const order = rules.book.joins.findIndex(
    (rule) => similarity >= rule.minSimilarity && rule.needs.every((need) => holds[need]),
  );
  const rule = rules.book.joins[order];
  if (!rule) return null;
  const shared = [...objects.map((object) => object.name), ...harms.map((harm) => rules.harmNames.get(harm) ?? harm)];
  return { rule: rule.id, similarity: round(similarity), shared, order: order + 3, bridges: rule.bridges };
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
