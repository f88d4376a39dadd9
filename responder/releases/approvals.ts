import type { ApprovalRule, ApprovalStep, ReleasesBook } from '../../config/schema/releases.ts';
import type { EventLevel } from '../../analyzer/messages.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import type { Acting } from '../tickets/permissions.ts';

/** The signature of the secrecy review; the other steps are the rulebook's. */
export const SECRECY = 'secrecy';

export interface Signed {
  step: string;
  approve: boolean;
  on_behalf: string | null;
}

/** The rule for an event of this level; the one without levels takes what no other takes. */
export function approvalRule(book: Pick<ReleasesBook, 'approvals'>, level: EventLevel | null): ApprovalRule {
  const own = book.approvals.find((rule) => level !== null && rule.levels?.includes(level));
  return own ?? book.approvals.find((rule) => rule.levels === undefined)!;
}

/** The rule's steps, then the reviewer of each channel whom none of them names. */
export function approvalSteps(
  rule: Pick<ApprovalRule, 'steps' | 'method'>,
  channels: readonly string[],
  book: Pick<ReleasesBook, 'channels'>,
): { own: ApprovalStep[]; ofChannels: ApprovalStep[] } {
  // Of several who may stand in for one another nobody is sure to sign.
  const sure = rule.method === 'order' ? rule.steps.flatMap(({ posts }) => (posts.length === 1 ? posts : [])) : [];
  const ofChannels: ApprovalStep[] = [];
  for (const { id, title, reviewer } of book.channels) {
    if (!channels.includes(id) || reviewer === undefined || sure.includes(reviewer)) continue;
    if (ofChannels.some(({ posts }) => posts.includes(reviewer))) continue;
    ofChannels.push({ id: `channel_${id}`, title: `${title}渠道审核`, posts: [reviewer] });
  }
  return { own: rule.steps, ofChannels };
}

export interface ApprovalState {
  isComplete: boolean;
  /** Steps that may be signed now. */
  open: string[];
  rejected: boolean;
  /** Chinese; what is missing. */
  why: string;
}

export function approvalState(
  rule: Pick<ApprovalRule, 'method' | 'quorum' | 'steps'>,
  ofChannels: readonly ApprovalStep[],
  signatures: readonly Signed[],
): ApprovalState {
  const of = signatures.filter(({ step }) => step !== SECRECY);
  if (of.some(({ approve }) => !approve))
    return { isComplete: false, open: [], rejected: true, why: '审核未通过，须修改后重新送审' };
  const isSigned = ({ id }: ApprovalStep): boolean => of.some(({ step }) => step === id);
  const missing = rule.steps.filter((step) => !isSigned(step));
  const own = ownState(rule, missing);
  const channels = ofChannels.filter((step) => !isSigned(step));
  // A reviewer of a channel looks at what the unit has approved.
  const open = rule.method === 'order' && !own.isDone ? own.open : [...own.open, ...channels];
  const lacking = [...(own.isDone ? [] : [own.why]), ...channels.map(({ title }) => title)];
  return {
    isComplete: lacking.length === 0,
    open: open.map(({ id }) => id),
    rejected: false,
    why: lacking.length === 0 ? '审核齐全' : `尚缺：${lacking.join('、')}`,
  };
}

function ownState(
  { method, quorum = 1, steps }: Pick<ApprovalRule, 'method' | 'quorum' | 'steps'>,
  missing: ApprovalStep[],
): { isDone: boolean; open: ApprovalStep[]; why: string } {
  const titles = missing.map(({ title }) => title);
  switch (method) {
    case 'order':
      return { isDone: missing.length === 0, open: missing.slice(0, 1), why: titles.join('、') };
    case 'quorum': {
      const left = quorum - (steps.length - missing.length);
      return { isDone: left <= 0, open: left <= 0 ? [] : missing, why: `${titles.join('、')}中的${left}人` };
    }
    case 'delegate': {
      const isDone = missing.length < steps.length;
      return { isDone, open: isDone ? [] : missing, why: titles[0] ?? '' };
    }
  }
}

/** Does this person, or a body he stands in for, fill the post `role@unit`? `owner` = the unit that releases, `*` = whichever body leads the matter. */
export function fills(
  actor: Pick<Acting, 'unitId' | 'roles' | 'standsFor' | 'leads'>,
  posts: readonly string[],
  owner: string,
): boolean {
  const units = [actor.unitId, ...actor.standsFor];
  return posts.some((post) => {
    const [role = '', unit = '*'] = post.split('@');
    const wanted = unit === 'owner' ? owner : unit;
    return actor.roles.includes(role as Role) && (wanted === '*' ? actor.leads : units.includes(wanted));
  });
}

/** Signs for a body the matter accuses, not in a post of his own. */
export const signsInPlace = (actor: Parameters<typeof fills>[0], posts: readonly string[], owner: string): boolean =>
  fills(actor, posts, owner) && !fills({ ...actor, standsFor: [] }, posts, owner);

/** A step that only stands in for the first one is signed on somebody's written behalf. */
export const standsIn = (rule: Pick<ApprovalRule, 'method' | 'steps'>, step: string): boolean =>
  rule.method === 'delegate' && rule.steps.slice(1).some(({ id }) => id === step);
