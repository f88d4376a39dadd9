import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { EventSnapshot } from '../messages.ts';
import { byPublication, type Authority, type Member } from './member.ts';

const AUTHORITY_NAMES: Record<Authority, string> = {
  official: '官方信息',
  unit: '单位报告',
  media: '媒体报道',
  netizen: '网民反映',
};
const ORDER: Authority[] = ['official', 'unit', 'media', 'netizen'];

/** Of two members the one whose occurrence time is believed: the highest authority, an hour before a part of day, the newest report. */
export function clearerOccurrence(best: Member | null, member: Member): Member | null {
  if (!member.occurred || member.analysis.sensitivity.level < 2) return best;
  if (!best?.occurred) return member;
  const order =
    ORDER.indexOf(member.authority) - ORDER.indexOf(best.authority) ||
    Number(best.occurred.exact) - Number(member.occurred.exact) ||
    byPublication(best, member);
  return order < 0 ? member : best;
}

export const occurrenceIn = (member: Member | null): EventSnapshot['occurredAt'] =>
  member?.occurred
    ? {
        at: toLocalIso(new Date(member.occurred.at)),
        source: `${AUTHORITY_NAMES[member.authority]}“${member.occurred.words}”`,
      }
    : null;
