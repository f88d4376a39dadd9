import { byPublication, type Member } from './member.ts';
import { profileOf, type Profile } from './profile.ts';

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
  firstAt: number;
  lastAt: number;
  touchedAt: number;
}

/** @param members at least one. */
export function groupOf(id: string, event: boolean, members: Iterable<Member>): Group {
  const all = [...members].sort(byPublication);
  const byFingerprint = new Map<string, Member>();
  for (const member of all) if (!byFingerprint.has(member.fingerprint)) byFingerprint.set(member.fingerprint, member);
  const texts = [...byFingerprint.values()];
  return {
    ...{ id, event, texts, byFingerprint },
    members: new Map(all.map((member) => [member.id, member])),
    profile: profileOf(texts),
    firstAt: all[0]!.publishedAt,
    lastAt: all.at(-1)!.publishedAt,
    touchedAt: all.reduce((latest, member) => Math.max(latest, member.seenAt), 0),
  };
}

/** Adds a member; true when the texts changed, so that the profile was made anew. */
export function addMember(group: Group, member: Member): boolean {
  group.members.set(member.id, member);
  group.firstAt = Math.min(group.firstAt, member.publishedAt);
  group.lastAt = Math.max(group.lastAt, member.publishedAt);
  group.touchedAt = Math.max(group.touchedAt, member.seenAt);
  const known = group.byFingerprint.get(member.fingerprint);
  if (known && byPublication(known, member) <= 0) return false;
  if (known) group.texts.splice(group.texts.indexOf(known), 1);
  group.byFingerprint.set(member.fingerprint, member);
  group.texts.splice(insertionPoint(group.texts, member), 0, member);
  group.profile = profileOf(group.texts);
  return true;
}

function insertionPoint(texts: Member[], member: Member): number {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPublication(texts[middle]!, member) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** New counters of a member: nothing that grouping compares changes. */
export function refreshMember(group: Group, member: Member): void {
  const before = group.members.get(member.id);
  group.members.set(member.id, member);
  group.touchedAt = Math.max(group.touchedAt, member.seenAt);
  const at = before ? group.texts.indexOf(before) : -1;
  if (at < 0) return;
  group.texts[at] = member;
  group.byFingerprint.set(member.fingerprint, member);
}
