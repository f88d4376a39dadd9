import type { Analysis, EventSnapshot } from '../messages.ts';
import type { Member } from './member.ts';
import { placePath, sharedDepth } from './places.ts';

type Place = Analysis['places'][number];
type Department = Analysis['departments'][number];
type Accused = Analysis['accused'][number];

/** A label that only a stray member carries does not describe the event. */
const SHARE = 0.2;

/** Most told first; equal counts in the order of the key, so that no arrival order shows. */
export function tally<T>(values: Iterable<T>, key: (value: T) => string): { key: string; value: T; count: number }[] {
  const counts = new Map<string, { key: string; value: T; count: number }>();
  for (const value of values) {
    const known = counts.get(key(value));
    if (known) known.count += 1;
    else counts.set(key(value), { key: key(value), value, count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

export const majority = (values: string[]): string | null => tally(values, (value) => value)[0]?.value ?? null;

export function commonOnes(lists: string[][], limit: number): string[] {
  const needed = Math.max(1, lists.length * SHARE);
  return tally(lists.flat(), (value) => value)
    .filter(({ count }) => count >= needed)
    .slice(0, limit)
    .map(({ value }) => value);
}

/** Places most members tell, the finest of each branch, at most three. */
export function eventPlaces(members: readonly Member[]): Place[] {
  const told = tally(
    members.flatMap((member) => member.analysis.places.filter((place) => place.background !== true)),
    (place) => placePath(place).join('/'),
  );
  const all = told.reduce((sum, { count }) => sum + count, 0);
  const likely = told
    .filter(({ count }) => count >= all * 0.1)
    .sort((a, b) => placePath(b.value).length - placePath(a.value).length || b.count - a.count);
  const chosen: Place[] = [];
  for (const { value } of likely) {
    const inside = chosen.some((place) => sharedDepth(placePath(place), placePath(value)) > 0);
    if (!inside && chosen.length < 3) chosen.push(value);
  }
  return chosen;
}

/**
 * Mean score of each suggested unit in its weightiest role; an accused unit never leads (信访工作条例 第二十八条、第三十条).
 * @param members in order of publication
 */
export function eventDepartments(members: readonly Member[], accused: Accused[]): Department[] {
  const blamed = new Set(accused.map((unit) => unit.id));
  const suggested = members.filter((member) => member.analysis.departments.length > 0);
  const sums = new Map<string, { best: Department; sum: number }>();
  for (const member of suggested)
    for (const unit of member.analysis.departments) {
      const known = sums.get(unit.id);
      const better = !known || ROLE[unit.role] < ROLE[known.best.role] ? unit : known.best;
      sums.set(unit.id, { best: better, sum: (known?.sum ?? 0) + unit.score });
    }
  return [...sums.values()]
    .map(({ best, sum }) => ({ ...best, score: Math.round((sum / suggested.length) * 1e4) / 1e4 }))
    .map((unit) => ({ ...unit, score: Math.min(1, unit.score) }))
    .filter((unit) => !(blamed.has(unit.id) && unit.role === 'lead'))
    .sort((a, b) => ROLE[a.role] - ROLE[b.role] || b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 8);
}

export function eventAccused(members: readonly Member[]): Accused[] {
  return tally(
    members.flatMap((member) => member.analysis.accused),
    (unit) => unit.id ?? unit.name,
  )
    .slice(0, 5)
    .map(({ value }) => value);
}

const ROLE: Record<Department['role'], number> = { lead: 0, co: 1, coordinator: 2, supervisor: 3 };

/** Orders inside, the most recently published report of each number. @param members in order of publication */
export function attachedOrders(members: readonly Member[]): EventSnapshot['orders'] {
  const orders = new Map<string, EventSnapshot['orders'][number]>();
  for (const { id, source, order } of members)
    if (order) orders.set(`${source}\u0000${order.number}`, { ...order, mentionId: id, source });
  return [...orders.values()];
}

/** Kinds of intake inside, most frequent first: each kind has its own clocks (rules.md §8). */
export const intakeKinds = (members: readonly Member[]): EventSnapshot['intakeKinds'] =>
  tally(
    members.map((member) => member.intakeKind),
    (kind) => kind,
  ).map(({ value }) => value);
