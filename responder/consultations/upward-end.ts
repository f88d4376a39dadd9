import { AppError } from '../../platform/runtime/errors.ts';
import type { TicketState } from '../messages.ts';
import { isOpen } from '../tickets/verb-row.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { isTold } from './left-out.ts';
import type { ApprovedFact } from './approved-facts.ts';
import type { Report } from './upward-reports.ts';

/** A unit has the order and has not told yet what came of it. */
const AT_WORK: readonly TicketState[] = ['dispatched', 'accepted', 'handling'];
const UNVERIFIED: readonly Ticket['verification'][] = ['unverified', 'verifying'];

type Ending = Pick<Ticket, 'state' | 'outcome' | 'verification'>;

/**
 * Why a 终报 would come too early: it tells how the matter ended (rules.md §9.1), and what is only under way is told by 续报. `open` = titles of what
 * units tell differently. A matter that was closed has ended, however it was. Empty = it may be written. Pure.
 */
export function beforeTheEnd({ state, outcome, verification }: Ending, open: readonly string[]): string[] {
  const isUnderWay = isOpen(state);
  const waits: [boolean, string][] = [
    [isUnderWay && outcome === null, '尚未研判'],
    [isUnderWay && UNVERIFIED.includes(verification), '核实尚无结果'],
    [AT_WORK.includes(state), '办理单位尚未反馈办理结果'],
    [open.length > 0, `${open.join('、')}各方说法不一、尚未会商一致`],
  ];
  return waits.flatMap(([still, why]) => (still ? [why] : []));
}

/** @throws AppError precondition_failed */
export function refuseTooEarly(ticket: Ending, open: readonly string[]): void {
  const why = beforeTheEnd(ticket, open);
  if (why.length === 0) return;
  throw new AppError('precondition_failed', `终报报告处置结果，现在${why.join('，')}。新情况请用“续报”报送`);
}

/** After the 终报 there is something to report again: the matter was opened anew, or a figure was approved that no report told (N-11). Pure. */
export function newsSince(
  { report, content }: Report,
  { reopened_at }: Pick<Ticket, 'reopened_at'>,
  facts: readonly ApprovedFact[],
): boolean {
  if (reopened_at !== null && report.sent_at !== null && reopened_at > report.sent_at) return true;
  return facts.some((fact) => !fact.disputed && !isTold(fact, content.facts));
}
