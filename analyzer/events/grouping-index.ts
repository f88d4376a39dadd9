import { Candidates } from './candidates.ts';
import { addMember, groupOf, refreshMember, replaceMember, type Group } from './group.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { byPublication, externalKey, type Member } from './member.ts';
import { profileKeys, profileTerms } from './profile.ts';
import { isNearCopy } from './near-copy.ts';
import { NEAR_COPY, REPLY, SAME_TEXT } from './plain-relations.ts';
import { conflict, relate, type JoinReason, type Relation, type Side } from './relation.ts';
import { splitTerms } from './signal.ts';

/** What placing one member did. */
export interface Placement {
  group: Group;
  /** Null for the first member of a new group. */
  why: JoinReason | null;
  /** Groups that this member bridged; their members are now in `group`. */
  absorbed: Group[];
}

interface Match {
  slot: number;
  group: Group;
  relation: Relation;
}

/** A member being placed, with what is read from it once. */
interface Text {
  member: Member;
  terms: string[];
  side: Side;
}

const HOUR = 3_600_000;
const MAX_BRIDGED = 4;

/**
 * Open groups of one grouping domain, in memory. What it answers depends on its groups only, never on how they came to be:
 * rebuilt from stored members it goes on exactly as if it had never stopped. Ids come from the caller.
 */
export class GroupingIndex {
  readonly #rules: GroupingRules;
  readonly #slots: (Group | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #slotOf = new Map<string, number>();
  readonly #candidates = new Candidates((a, b) => elder(this.#slots[a]!, this.#slots[b]!));
  readonly #byFingerprint = new Map<string, number[]>();
  readonly #byExternal = new Map<string, number>();
  readonly #byMember = new Map<string, number>();

  constructor(rules: GroupingRules) {
    this.#rules = rules;
  }

  get size(): number {
    return this.#slotOf.size;
  }
  group(id: string): Group | undefined {
    const slot = this.#slotOf.get(id);
    return slot === undefined ? undefined : this.#slots[slot];
  }
  /** The open group a mention is in. */
  groupOfMember(mentionId: string): Group | undefined {
    const slot = this.#byMember.get(mentionId);
    return slot === undefined ? undefined : this.#slots[slot];
  }
  groups(): Group[] {
    return this.#slots.filter((group) => group !== undefined);
  }

  /** Puts a stored group back (take-over, or an old group that is touched again). */
  load(group: Group): void {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = group;
    this.#slotOf.set(group.id, slot);
    for (const member of group.members.values()) this.#note(slot, member);
    this.#index(slot, group);
  }

  place(member: Member, newId: () => string): Placement {
    const matches = this.#matches(member);
    const best = matches[0];
    if (!best) {
      const group = groupOf(newId(), false, [member]);
      this.load(group);
      return { group, why: null, absorbed: [] };
    }
    const bridged = this.#bridged(best, matches, member);
    const into = [best, ...bridged].sort((a, b) => elder(a.group, b.group))[0]!;
    const absorbed = [best, ...bridged].filter((match) => match !== into).map((match) => match.group);
    for (const group of absorbed) this.#absorb(into.slot, group);
    this.#join(into.slot, member);
    const { rule, similarity, shared } = best.relation;
    return { group: into.group, why: { rule, similarity, shared }, absorbed };
  }

  /** A corrected text: the member stays in its group. */
  replace(groupId: string, member: Member): Group {
    const slot = this.#slotOf.get(groupId)!;
    const group = this.#slots[slot]!;
    const old = group.members.get(member.id)!;
    replaceMember(group, member);
    if (!group.byFingerprint.has(old.fingerprint)) this.#forgetText(slot, old.fingerprint);
    this.#byExternal.delete(externalKey(old.source, old.externalId));
    this.#note(slot, member);
    this.#index(slot, group);
    return group;
  }

  /** New counters only; cheap however many members there are. */
  refresh(groupId: string, member: Member): Group {
    const group = this.group(groupId)!;
    refreshMember(group, member);
    return group;
  }

  /** Forgets what was silent too long, then the longest untouched above the bound. Stored rows stay. */
  forget(now: number): void {
    const { eventDays, singleDays, maxOpen } = this.#rules.book.window;
    for (const group of this.groups())
      if (group.touchedAt < now - (group.event ? eventDays : singleDays) * 24 * HOUR)
        this.#unload(this.#slotOf.get(group.id)!);
    if (this.size <= maxOpen) return;
    const oldest = this.groups().sort((a, b) => a.touchedAt - b.touchedAt || elder(a, b));
    for (const group of oldest.slice(0, this.size - maxOpen)) this.#unload(this.#slotOf.get(group.id)!);
  }

  #matches(member: Member): Match[] {
    const copies = this.#copies(member);
    const terms = splitTerms(member.signal);
    const slots = [...new Set([...copies.keys(), ...this.#candidates.find(member.signal, terms)])];
    const cosines = this.#candidates.similarity(terms, slots);
    const text = { member, terms, side: sideOf(member, this.#rules.book.idleAppeals) };
    const matches = slots.flatMap((slot, at) => {
      const group = this.#slots[slot]!;
      const relation = this.#relation(text, group, cosines[at]!, copies.get(slot));
      return relation ? [{ slot, group, relation }] : [];
    });
    matches.sort(
      (a, b) =>
        a.relation.order - b.relation.order || b.relation.similarity - a.relation.similarity || elder(a.group, b.group),
    );
    return matches.filter((match) => !match.relation.clear || isClear(match, matches));
  }

  #relation({ member, terms, side }: Text, group: Group, cosine: number, copy: Relation | undefined): Relation | null {
    const gap = Math.max(0, group.firstAt - member.publishedAt, member.publishedAt - group.lastAt);
    const { eventDays, singleDays, halfLifeHours } = this.#rules.book.window;
    if (gap > (group.event ? eventDays : singleDays) * 24 * HOUR) return null;
    // The cheap veto first: most candidates of a common word are about another place.
    if (conflict(side, group.profile, this.#rules, true)) return null;
    if (copy) return copy;
    if (isNearCopy(member, terms, group, cosine, this.#rules.book.nearCopy)) return NEAR_COPY(cosine);
    if (conflict(side, group.profile, this.#rules, false)) return null;
    const similarity = cosine * 2 ** (-gap / HOUR / halfLifeHours);
    const nearness = { similarity, gapHours: gap / HOUR };
    return relate(side, { ...group.profile, event: group.event }, nearness, this.#rules);
  }

  /** Groups that hold the same text, or the post this one answers. */
  #copies(member: Member): Map<number, Relation> {
    const found = new Map<number, Relation>();
    const parent = member.parentId && this.#byExternal.get(externalKey(member.source, member.parentId));
    if (typeof parent === 'number') found.set(parent, REPLY);
    const original = member.duplicateOf === null ? undefined : this.#byMember.get(member.duplicateOf);
    if (member.signal.chars < this.#rules.book.sameTextMinChars) return found;
    for (const slot of this.#byFingerprint.get(member.fingerprint) ?? []) found.set(slot, SAME_TEXT);
    if (original !== undefined) found.set(original, SAME_TEXT);
    return found;
  }

  #bridged(best: Match, matches: Match[], member: Member): Match[] {
    if (!best.relation.bridges) return [];
    const accepted: Match[] = [];
    for (const other of matches) {
      if (other === best || !other.relation.bridges || accepted.length === MAX_BRIDGED) continue;
      const sides = [
        sideOf(member, this.#rules.book.idleAppeals),
        best.group.profile,
        ...accepted.map((match) => match.group.profile),
      ];
      if (sides.every((side) => !conflict(side, other.group.profile, this.#rules, false))) accepted.push(other);
    }
    return accepted;
  }

  #absorb(slot: number, other: Group): void {
    this.#unload(this.#slotOf.get(other.id)!);
    for (const member of [...other.members.values()].sort(byPublication)) this.#join(slot, member);
  }

  #join(slot: number, member: Member): void {
    const group = this.#slots[slot]!;
    if (addMember(group, member)) this.#index(slot, group);
    this.#note(slot, member);
  }

  #index(slot: number, { profile, firstAt }: Group): void {
    this.#candidates.set(slot, firstAt, profileTerms(profile), profileKeys(profile));
  }

  #note(slot: number, member: Member): void {
    const copies = this.#byFingerprint.get(member.fingerprint);
    if (!copies) this.#byFingerprint.set(member.fingerprint, [slot]);
    else if (!copies.includes(slot)) copies.push(slot);
    this.#byExternal.set(externalKey(member.source, member.externalId), slot);
    this.#byMember.set(member.id, slot);
  }

  #forgetText(slot: number, fingerprint: string): void {
    const copies = this.#byFingerprint.get(fingerprint)?.filter((other) => other !== slot) ?? [];
    if (copies.length > 0) this.#byFingerprint.set(fingerprint, copies);
    else this.#byFingerprint.delete(fingerprint);
  }

  #unload(slot: number): void {
    const group = this.#slots[slot]!;
    for (const member of group.members.values()) {
      this.#forgetText(slot, member.fingerprint);
      this.#byExternal.delete(externalKey(member.source, member.externalId));
      this.#byMember.delete(member.id);
    }
    this.#candidates.drop(slot);
    this.#slots[slot] = undefined;
    this.#slotOf.delete(group.id);
    this.#free.push(slot);
  }
}

const sideOf = ({ signal, analysis }: Member, idleAppeals: readonly string[]): Side => ({
  ...signal,
  ...{ subjects: signal.subjects ?? [], topics: [signal.topic] },
  idle: analysis.sensitivity.level === 0 && idleAppeals.includes(analysis.appeal),
});

/** No other group of the rules that may only guess comes within two thirds of it. */
const isClear = (match: Match, all: readonly Match[]): boolean =>
  all.every(
    (other) => other === match || !other.relation.clear || other.relation.similarity * 1.5 < match.relation.similarity,
  );

/** The group that goes on when two become one: an event before loose posts, then the older. */
function elder(a: Group, b: Group): number {
  return Number(b.event) - Number(a.event) || byPublication(first(a), first(b));
}
const first = (group: Group): Member => group.texts[0]!;
