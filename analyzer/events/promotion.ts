import type { GroupingBook } from '../../config/schema/grouping.ts';
import type { Group } from './group.ts';
import { gravest, type Member } from './member.ts';

/**
 * When a group of posts is an event: enough of them, or one that cannot wait. Returns the Chinese reason, null while it is only a lone post.
 * A promoted group stays an event.
 */
export function promotionReason(group: Group, book: GroupingBook): string | null {
  const members = [...group.members.values()];
  const urgent = members.map((member) => urgency(member, book)).find((reason) => reason !== null);
  if (urgent !== undefined) return urgent;
  const level = gravest(members);
  const unrelated = members.every((member) => member.analysis.topic.primary === 'none');
  const quiet = level <= 1 && members.every((member) => book.promote.quietAppeals.includes(member.analysis.appeal));
  const usual = quiet ? Math.max(book.promote.quiet, book.promote.mentions[level]!) : book.promote.mentions[level]!;
  const needed = unrelated ? book.promote.unrelated : usual;
  return members.length >= needed ? `${members.length} 条相关信息` : null;
}

function urgency(member: Member, book: GroupingBook): string | null {
  if (member.registration) return '值班登记';
  if (isUpperRequest(member)) return '上级要求回应';
  if (member.analysis.sensitivity.level === 3) return '重大敏感信息';
  if (isCredibleDeathOrCollapse(member, book)) return '可信的死亡或坍塌信息（待核实）';
  if (member.order && member.intakeKind === 'emergency') return '紧急工单';
  return null;
}

/** An official message of level city or above asks for an answer. */
export const isUpperRequest = (member: Member): boolean =>
  member.sourceType === 'superior' || member.registration?.toldVia === 'superior';

/** Stated as fact, not as hearsay of rumour form. */
export function isCredibleDeathOrCollapse(member: Member, book: GroupingBook): boolean {
  if (member.analysis.focus.includes('false_info')) return false;
  const deaths = member.analysis.facts.deaths?.low ?? 0;
  const grave = member.signal.harms.some((harm) => harm !== 'death' && book.promote.atOnce.includes(harm));
  return deaths >= 1 || (grave && member.analysis.sensitivity.level >= 2);
}
