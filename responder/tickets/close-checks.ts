import { dispositionRecords, type Concluded, type Told } from '../wording/close-records.ts';
import { dispositionGaps } from '../wording/dispositions.ts';
import { owesConference } from './conference.ts';
import { colourRank, owesAnswer, VERIFICATION_TITLES } from './judgement.ts';
import { GRAVE, levelRank, provisionalDue, setLevel } from './levels.ts';
import { isWatched, type KeptMark } from './marks.ts';
import type { Ticket } from './ticket.ts';

export interface CloseExtras {
  /** D-6: a 移送单 has been sent. */
  handedOver?: boolean | undefined;
  /** D-6 without one: why nothing was handed over. */
  transfer?: string | undefined;
  /** 经批准未召开: who approved that no conference was held. Shown as not held. */
  notHeld?: string | undefined;
  /** D-1: a record of what was taken up. */
  adopted?: boolean | undefined;
  /** D-3: the conclusion of an investigation. */
  concluded?: Concluded | null | undefined;
}

/** What must exist before a ticket is closed (docs/rules.md §3); [] = nothing missing. */
export function closeGaps(ticket: Ticket, releases: readonly Told[], extras: CloseExtras = {}): string[] {
  const gaps: string[] = [];
  if (ticket.outcome === null) gaps.push('尚未研判');
  if (ticket.needs_second) gaps.push('不作回应的研判尚未经第二人确认');
  if (ticket.rejudge_due) gaps.push(`须重新研判：${ticket.rejudge_why ?? ''}`);
  if (ticket.return_pending) gaps.push('退回尚未处理');
  if (ticket.countersign_due) gaps.push('电话签收尚未补签');
  if (ticket.consulting_since !== null) gaps.push('会商尚未结束');
  if (ticket.state === 'reported') gaps.push('反馈尚未审核');
  // Closing must not end by the way what only a person may end: history keeps no clocks, so nothing runs there.
  if (!ticket.history && provisionalDue(ticket)) gaps.push('暂按重大计时的时限尚未确认或终止，请先定级');
  if (owesConference(ticket) && !extras.notHeld) gaps.push('Ⅰ、Ⅱ级事件须有经复核的新闻发布会，或登记“经批准未召开”');
  if (ticket.outcome === null || !owesAnswer(ticket.outcome)) return gaps;
  const held = releases.filter((release) => release.state === 'held');
  const isPublic = held.some((release) => release.public);
  if (ticket.outcome === 'public_answer' && !isPublic)
    gaps.push('没有公开回应的登记（请在“发布”页拟稿发布，或用“登记回应”登记已发布的）');
  if (mustBeVerified(ticket))
    gaps.push(`信息仍为“${VERIFICATION_TITLES[ticket.verification]}”，请先在研判中登记核实情况`);
  if (ticket.outcome === 'direct_answer' && held.length === 0) gaps.push('没有答复的登记（请用“登记回应”登记）');
  const { adopted = false, concluded = null, handedOver, transfer } = extras;
  const records = dispositionRecords(ticket, held, { adopted, concluded }, handedOver === true || Boolean(transfer));
  for (const disposition of ticket.dispositions) gaps.push(...dispositionGaps(disposition, records));
  return gaps;
}

/** What a person closing may say in place of a paper that is not there; only where that paper is owed. */
export function closeExceptions(ticket: Ticket, handedOver: boolean): ('transfer' | 'notHeld')[] {
  const isFalse = ticket.outcome !== null && owesAnswer(ticket.outcome) && ticket.dispositions.includes('D-6');
  return [
    ...(isFalse && !handedOver ? ['transfer' as const] : []),
    ...(owesConference(ticket) ? ['notHeld' as const] : []),
  ];
}

/** What the public was told about a matter of weight must rest on somebody's having looked. */
const mustBeVerified = (ticket: Ticket): boolean =>
  ticket.outcome === 'public_answer' &&
  (ticket.verification === 'unverified' || ticket.verification === 'verifying') &&
  (colourRank(ticket.colour) >= colourRank('yellow') || ticket.level_machine.status !== 'none');

/** The observation begins with the last release; of a grave matter not before the daily ones were ended. */
const observedFrom = (last: Date | null, watched: KeptMark | undefined): Date | null =>
  last === null || watched === undefined || new Date(watched.at) < last ? last : new Date(watched.at);

/** Not a bar: the observation time after the last release (L-11) and an early close before the review time. */
export function closeWarnings(ticket: Ticket, now: Date, observationHours: number): string[] {
  const warnings: string[] = [];
  const watched = isWatched(ticket.marks);
  if (levelRank(setLevel(ticket)) >= GRAVE && ticket.last_release_at !== null && watched === undefined)
    warnings.push('Ⅰ、Ⅱ级事件尚未转入观察，持续发布仍在进行');
  const last = observedFrom(ticket.last_release_at, watched);
  if (last !== null && now.getTime() - last.getTime() < observationHours * 3_600_000)
    warnings.push(`最后一次发布后未满观察期${observationHours}小时`);
  if (ticket.review_at !== null && ticket.review_at > now) warnings.push('未到复看时间');
  return warnings;
}
