import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { EventSnapshot } from '../messages.ts';
import type { Member } from './member.ts';
import { isUpperRequest } from './promotion.ts';
import type { Outbreak } from './windows.ts';

export type Detected = NonNullable<EventSnapshot['detected']>;

/**
 * Earliest of rule, person and notice for the current outbreak (早发现). A detection of an earlier outbreak does not count for a new one.
 * @param telling members that are a notice from above or registered (see `tells`), of any outbreak.
 * @param raised the first warning raised now, if any.
 */
export function detect(
  before: Detected | null,
  telling: readonly Member[],
  outbreak: Outbreak,
  raised: { at: Date; reason: string } | null,
): Detected | null {
  const stale = before !== null && outbreak.number > 1 && Date.parse(before.at) < outbreak.startedAt;
  const known = [
    ...(before !== null && !stale ? [before] : []),
    ...telling.filter((member) => member.publishedAt >= outbreak.startedAt).flatMap(told),
    ...(raised ? [{ at: toLocalIso(raised.at), by: 'rule' as const, why: raised.reason }] : []),
  ];
  // A stable sort: on equal instants what was known before stays.
  return known.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0] ?? null;
}

/** A notice from above, or what somebody registered: detected by people. */
export const tells = (member: Member): boolean => isUpperRequest(member) || member.registration !== null;

function told(member: Member): Detected[] {
  const at = toLocalIso(new Date(member.collectedAt));
  if (isUpperRequest(member)) return [{ at, by: 'notice', why: `上级通知${by(member)}` }];
  return member.registration ? [{ at, by: 'person', why: `值班登记${by(member)}` }] : [];
}

const by = (member: Member): string => (member.registration ? `：${member.registration.toldBy}` : '');
