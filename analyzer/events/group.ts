import { byPublication, type Member } from './member.ts';
import type { EventBooks } from './books.ts';
import { insertOrdered, placeOf } from './ordered.ts';
import { profileOf, type Profile } from './profile.ts';
import { Summary } from './summary.ts';

/** Open mentions about one matter; an event once it is promoted (see promotion.ts). */
export interface Group {
  id: string;
  /** An event row exists. */
  event: boolean;
  members: Map<string, Member>;
  /** One member a distinct fingerprint, the earliest, in canonical order. */
  texts: Member[];
  byFingerprint: Map<string, Member>;
  profile: Profile;
  /** Kept for big events only, from their first picture on; see `summaryOf`. */
  summary: Summary | null;
  firstAt: number;
  lastAt: number;
  touchedAt: number;
}

/** @param members at least one. */
export function groupOf(id: string, event: boolean, members: Iterable<Member>): Group {
  const all = [...members].sort(byPublication);
  const byFingerprint = distinctTexts(all);
  const texts = [...byFingerprint.values()];
  return {
    ...{ id, event, texts, byFingerprint },
    members: new Map(all.map((member) => [member.id, member])),
    profile: profileOf(texts),
    summary: null,
    firstAt: all[0]!.publishedAt,
    lastAt: all.at(-1)!.publishedAt,
    touchedAt: all.reduce((latest, member) => Math.max(latest, member.seenAt), 0),
  };
}

/** The earliest of each text. @param ordered in order of publication */
export function distinctTexts(ordered: Iterable<Member>): Map<string, Member> {
  const texts = new Map<string, Member>();
  for (const member of ordered) if (!texts.has(member.fingerprint)) texts.set(member.fingerprint, member);
  return texts;
}

/** Fewer members are read again faster than a summary is kept. */
const KEPT_FROM = 64;

/** What a picture asks of the members: of a big event as it was kept while they joined. */
export function summaryOf(group: Group, books: EventBooks): Summary {
  if (group.summary) return group.summary;
  const summary = new Summary(group.members.values(), books);
  if (group.members.size >= KEPT_FROM) group.summary = summary;
  return summary;
}

/** Adds a member; true when the texts changed, so that the profile was made anew. */
export function addMember(group: Group, member: Member): boolean {
  group.members.set(member.id, member);
  group.summary?.add(member);
  group.firstAt = Math.min(group.firstAt, member.publishedAt);
  group.lastAt = Math.max(group.lastAt, member.publishedAt);
  group.touchedAt = Math.max(group.touchedAt, member.seenAt);
  if (!takeText(group, member)) return false;
  group.profile = profileOf(group.texts);
  return true;
}

/** False when its text is told by an earlier member. */
function takeText(group: Group, member: Member): boolean {
  const known = group.byFingerprint.get(member.fingerprint);
  if (known && byPublication(known, member) <= 0) return false;
  if (known) group.texts.splice(placeOf(group.texts, known), 1);
  group.byFingerprint.set(member.fingerprint, member);
  insertOrdered(group.texts, member);
  return true;
}

/** A corrected text, by the same id; the summary is made anew with the next picture. */
export function replaceMember(group: Group, member: Member): void {
  const old = group.members.get(member.id)!;
  group.members.set(member.id, member);
  group.summary = null;
  const all = [...group.members.values()];
  if (group.byFingerprint.get(old.fingerprint)?.id === old.id) {
    group.texts.splice(placeOf(group.texts, old), 1);
    group.byFingerprint.delete(old.fingerprint);
    for (const other of all) if (other.fingerprint === old.fingerprint) takeText(group, other);
  }
  takeText(group, member);
  group.profile = profileOf(group.texts);
  group.firstAt = all.reduce((first, { publishedAt }) => Math.min(first, publishedAt), Infinity);
  group.lastAt = all.reduce((last, { publishedAt }) => Math.max(last, publishedAt), 0);
  group.touchedAt = all.reduce((latest, { seenAt }) => Math.max(latest, seenAt), 0);
}

/** New counters of a member: nothing that grouping compares changes. */
export function refreshMember(group: Group, member: Member): void {
  group.members.set(member.id, member);
  group.touchedAt = Math.max(group.touchedAt, member.seenAt);
  group.summary?.recount(member);
  if (group.byFingerprint.get(member.fingerprint)?.id !== member.id) return;
  group.texts[placeOf(group.texts, member)] = member;
  group.byFingerprint.set(member.fingerprint, member);
}
