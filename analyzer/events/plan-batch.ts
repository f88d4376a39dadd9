import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Mention } from '../../ingest/messages.ts';
import type { AnalyzedMention } from '../messages.ts';
import type { Group } from './group.ts';
import type { GroupingIndex } from './grouping-index.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { byPublication, memberOf, withCounts, type Member } from './member.ts';
import { promotionReason } from './promotion.ts';
import type { JoinReason } from './relation.ts';
import type { Membership, MemberWrite } from './store.ts';

/** What a slice of messages changes, worked out in memory before anything is written. */
export interface BatchPlan {
  now: Date;
  writes: MemberWrite[];
  /** Absorbed group → the group it went into, both as they were found. */
  absorbed: Map<string, { into: string; event: boolean }>;
  /** Touched groups that are events, with why they became one (null: they were already) and the mentions that joined. */
  events: { group: Group; promoted: string | null; added: string[] }[];
}

interface Touched {
  member: Member;
  why: JoinReason | null | undefined;
  isNew: boolean;
}

/**
 * Advances the index by messages of one instant. The order inside the slice does not matter: it is made canonical first.
 * Idempotent: a mention whose stored revision is not older is passed over.
 */
export function planBatch(
  index: GroupingIndex,
  messages: AnalyzedMention[],
  stored: Map<string, Membership>,
  now: Date,
  rules: GroupingRules,
): BatchPlan {
  const absorbed: BatchPlan['absorbed'] = new Map();
  const touched: Touched[] = [];
  const newId = (): string => uuidv7(now);
  for (const { member, counts } of canonical(messages, stored, now, rules)) {
    if (!stored.has(member.id)) {
      const placed = index.place(member, newId);
      touched.push({ member, why: placed.why, isNew: true });
      for (const group of placed.absorbed) absorbed.set(group.id, { into: placed.group.id, event: group.event });
      continue;
    }
    const revised = counts ? recount(index, counts, now) : revise(index, member);
    if (revised) touched.push({ member: revised, why: undefined, isNew: false });
  }
  const groups = groupsOf(index, touched);
  return {
    ...{ now, absorbed: flatten(absorbed) },
    writes: touched.map(({ member, why }) => ({ member, why, groupId: index.groupOfMember(member.id)!.id })),
    events: groups.flatMap(({ group, added }) => {
      const promoted = group.event ? null : promotionReason(group, rules.book);
      group.event ||= promoted !== null;
      return group.event ? [{ group, promoted, added }] : [];
    }),
  };
}

/** A mention with something new to say: its content, or (`counts`) only counters of content we have. */
interface News {
  member: Member;
  counts: Mention | null;
}

/** The newest content and counters of each mention, in canonical order. Counters come with the revision of the content they belong to. */
function canonical(
  messages: AnalyzedMention[],
  stored: Map<string, Membership>,
  now: Date,
  rules: GroupingRules,
): News[] {
  const contents = new Map<string, AnalyzedMention>();
  const counters = new Map<string, AnalyzedMention>();
  for (const message of messages) {
    const { id, revision, change } = message.mention;
    const known = contents.get(id)?.mention.revision ?? stored.get(id)?.revision ?? 0;
    if (revision > known) contents.set(id, message);
    else if (change === 'counts' && revision === known) counters.set(id, message);
  }
  const news = [...contents.values()].map((message): News => {
    const member = memberOf(message, now, rules);
    const counted = counters.get(member.id);
    return { member: counted ? withCounts(member, counted.mention, now) : member, counts: null };
  });
  for (const [id, message] of counters)
    if (!contents.has(id)) news.push({ member: memberOf(message, now, rules), counts: message.mention });
  return news.sort((a, b) => byPublication(a.member, b.member));
}

function revise(index: GroupingIndex, member: Member): Member {
  index.replace(index.groupOfMember(member.id)!.id, member);
  return member;
}

/** Null when the counters say nothing new: a message that comes twice changes nothing. */
function recount(index: GroupingIndex, counts: Mention, now: Date): Member | null {
  const group = index.groupOfMember(counts.id)!;
  const before = group.members.get(counts.id)!;
  const after = withCounts(before, counts, now);
  if (after.interactions === before.interactions && after.rank === before.rank) return null;
  index.refresh(group.id, after);
  return after;
}

function groupsOf(index: GroupingIndex, touched: Touched[]): { group: Group; added: string[] }[] {
  const groups = new Map<string, { group: Group; added: string[] }>();
  for (const { member, isNew } of touched) {
    const group = index.groupOfMember(member.id)!;
    const known = groups.get(group.id) ?? { group, added: [] };
    if (isNew) known.added.push(member.id);
    groups.set(group.id, known);
  }
  return [...groups.values()];
}

/** A into B and then B into C is A into C. */
function flatten(absorbed: BatchPlan['absorbed']): BatchPlan['absorbed'] {
  const last = (id: string): string => {
    const next = absorbed.get(id);
    return next ? last(next.into) : id;
  };
  return new Map([...absorbed].map(([id, { into, event }]) => [id, { into: last(into), event }]));
}
