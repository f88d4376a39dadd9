import type { Guard } from '../../config/schema/conditions.ts';
import type { Slot } from './lexicon.ts';
import type { Post, Span } from './post.ts';
import { apartOf, isWithin } from './apart.ts';
import { lastBefore } from './near.ts';

/** Slots of the word lists that take force from a hit (lexicon.yaml: guard_*). */
export interface GuardSlots {
  negation: Slot;
  drill: Slot;
  hypothesis: Slot;
  history: Slot;
  /** What tells of another world or time (apart.ts). */
  fiction: Slot;
  bygone: Slot;
  statistics: Slot;
  refuted: Slot;
  /** Leads back from history to this event. */
  again: Slot;
}

/** `set`: the slot of a word list by its name. */
export const guardSlots = (set: (name: string) => Slot): GuardSlots => ({
  negation: set('guard_negation'),
  drill: set('guard_drill'),
  hypothesis: set('guard_hypothesis'),
  history: set('guard_history'),
  fiction: set('guard_fiction'),
  bygone: set('guard_bygone'),
  statistics: set('guard_statistics'),
  refuted: set('guard_refuted'),
  again: set('guard_again'),
});

/** Reach in characters: how far before the hit the guarding word may stand, inside one sentence. */
const REACH: Record<Guard, number> = { negated: 6, drill: 60, hypothetical: 14, history: 24 };

const SENTENCE_END = '。!?\n;';
const CLAUSE_END = `${SENTENCE_END},、:`;

const crosses = (view: string, from: number, to: number, marks: string): boolean => {
  for (let i = from; i < to; i += 1) if (marks.includes(view[i]!)) return true;
  return false;
};

/** True when the hit says nothing about the present world: 无人死亡, 消防演练, 万一爆炸, 十年前的事故. */
export function isGuarded(post: Post, hit: Span, guards: readonly Guard[], slots: GuardSlots): boolean {
  if (guards.some((guard) => guard === 'history' || guard === 'drill') && isApart(post, hit, slots)) return true;
  return guards.some((guard) => {
    if (guard === 'drill' && drilledHeadline(post, slots)) return true;
    const slot = slotOf(guard, slots);
    const at = lastBefore(post.hits(slot), guard === 'drill' ? hit.end + REACH.drill : hit.start);
    if (at === null || hit.start - at.end > REACH[guard]) return false;
    const [from, to] = at.end <= hit.start ? [at.end, hit.start] : [hit.end, at.start];
    return !crosses(post.view, from, to, guard === 'negated' ? CLAUSE_END : SENTENCE_END);
  });
}

/** A film, a year long gone, a bulletin of statistics, a rumour taken back. */
function isApart(post: Post, hit: Span, slots: GuardSlots): boolean {
  const { told, denied } = apartOf(post, slots);
  return isWithin(told, hit.start) || isWithin(denied, hit.start);
}

function drilledHeadline(post: Post, slots: GuardSlots): boolean {
  const first = post.hits(slots.drill);
  return first.length > 0 && first[0]! < Math.max(post.leadEnd, 40);
}

function slotOf(guard: Guard, slots: GuardSlots): Slot {
  if (guard === 'negated') return slots.negation;
  if (guard === 'drill') return slots.drill;
  return guard === 'hypothetical' ? slots.hypothesis : slots.history;
}
