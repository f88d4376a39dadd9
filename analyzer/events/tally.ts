import type { Analysis, EventSnapshot } from '../messages.ts';
import { byPublication, type Member } from './member.ts';
import { placePath, sharedDepth } from './places.ts';

type Place = Analysis['places'][number];
type Department = Analysis['departments'][number];
type Accused = Analysis['accused'][number];

/** A label that only a stray member carries does not describe the event. */
const SHARE = 0.2;

export interface Counted<T> {
  key: string;
  value: T;
  count: number;
}

/** Most told first; equal counts in the order of the key, so that no arrival order shows. */
export function tally<T>(values: Iterable<T>, key: (value: T) => string): Counted<T>[] {
  const counts = new Map<string, Counted<T>>();
  for (const value of values) {
    const known = counts.get(key(value));
    if (known) known.count += 1;
    else counts.set(key(value), { key: key(value), value, count: 1 });
  }
  return [...counts.values()].sort(mostTold);
}

const mostTold = (a: Counted<unknown>, b: Counted<unknown>): number => b.count - a.count || (a.key < b.key ? -1 : 1);

/** A tally that grows member by member, in any order; of the values under one key the one told first stands for them. */
export class Tally<T> {
  readonly #counts = new Map<string, Counted<T> & { first: Member }>();

  add(key: string, value: T, member: Member): void {
    const known = this.#counts.get(key);
    if (!known) {
      this.#counts.set(key, { key, value, count: 1, first: member });
      return;
    }
    known.count += 1;
    if (byPublication(member, known.first) < 0) [known.value, known.first] = [value, member];
  }

  ranked(): Counted<T>[] {
    return [...this.#counts.values()].sort(mostTold);
  }

  /** The value told most. */
  top(): T | null {
    return this.ranked()[0]?.value ?? null;
  }

  /** At most `limit` values that a fifth of the members tell. */
  common(members: number, limit: number): T[] {
    const needed = Math.max(1, members * SHARE);
    return this.ranked()
      .filter(({ count }) => count >= needed)
      .slice(0, limit)
      .map(({ value }) => value);
  }
}

/** Places most members tell, the finest of each branch, at most three. */
export function eventPlaces(told: readonly Counted<Place>[]): Place[] {
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

/** Suggested units with the sum of their scores and their weightiest role. Grows member by member, in any order. */
export class Suggestions {
  readonly #units = new Map<string, { best: Department; first: Member; sum: number }>();
  #members = 0;

  add(member: Member): void {
    const { departments } = member.analysis;
    if (departments.length > 0) this.#members += 1;
    for (const unit of departments) {
      const score = Math.round(unit.score * FINE);
      const known = this.#units.get(unit.id);
      if (!known) {
        this.#units.set(unit.id, { best: unit, first: member, sum: score });
        continue;
      }
      known.sum += score;
      const earlier = ROLE[unit.role] - ROLE[known.best.role] || byPublication(member, known.first);
      if (earlier < 0) [known.best, known.first] = [unit, member];
    }
  }

  /** Mean score of each unit in its weightiest role; an accused unit never leads (信访工作条例 第二十八条、第三十条). */
  departments(accused: Accused[]): Department[] {
    const blamed = new Set(accused.map((unit) => unit.id));
    return [...this.#units.values()]
      .map(({ best, sum }) => ({ ...best, score: Math.min(1, Math.round(sum / this.#members) / FINE) }))
      .filter((unit) => !(blamed.has(unit.id) && unit.role === 'lead'))
      .sort((a, b) => ROLE[a.role] - ROLE[b.role] || b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, 8);
  }
}

/** Scores are summed as whole numbers: the sum is the same in every order. */
const FINE = 1e4;

const ROLE: Record<Department['role'], number> = { lead: 0, co: 1, coordinator: 2, supervisor: 3 };

/** Orders inside, the most recently published report of each number. @param members in order of publication */
export function attachedOrders(members: readonly Member[]): EventSnapshot['orders'] {
  const orders = new Map<string, EventSnapshot['orders'][number]>();
  for (const { id, source, order } of members)
    if (order) orders.set(`${source}\u0000${order.number}`, { ...order, mentionId: id, source });
  return [...orders.values()];
}
