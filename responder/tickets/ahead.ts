import type { TicketRules } from '../../config/schema/ticket-rules.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { officialDay } from '../accountability/documents.ts';
import type { ResponderBooks } from '../books.ts';

export type AheadKind = keyof TicketRules['ahead']['days'];
const ADVICE: Record<AheadKind, string> = {
  review: '须长期关注的，到时复看后再定下一次',
  delegation: '须更长的，到期前另行登记委托',
  term: '须更长的，请分阶段确定期限',
};

/**
 * A date entered for what lies ahead, refused where it lies further than the rulebook lets it (ticket-rules.yaml `ahead`, grade P): nobody would
 * ever be reminded of it. @throws AppError precondition_failed: which date, how far it may lie, what to do
 */
export function refuseTooFar(
  what: { title: string; kind: AheadKind },
  at: Date,
  { now, books }: { now: Date; books: Pick<ResponderBooks, 'ticketRules'> },
): void {
  const days = books.ticketRules.ahead.days[what.kind];
  const latest = new Date(now.getTime() + days * 86_400_000);
  if (at <= latest) return;
  throw new AppError(
    'precondition_failed',
    `${what.title}填为${officialDay(at)}，最远可填至${officialDay(latest)}（${days}天，本系统默认）：请核对年月；${ADVICE[what.kind]}`,
  );
}
