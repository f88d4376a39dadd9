import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime, wholeMinute } from '../../platform/runtime/local-time.ts';
import { json, personOf } from '../tables.ts';
import type { VerbContext } from './act.ts';
import { actingHere } from './leads-here.ts';
import type { Ticket, TicketPatch } from './ticket.ts';

/**
 * The occurrence time as a person knows it, with its source; both values are kept. The 5 h and 24 h of the national papers run from it, so
 * one that gives more time than is known already needs 带班领导: nobody moves a deadline that binds himself.
 * @throws AppError precondition_failed — in the future, or later than known without 带班领导
 */
export function occurrencePatch(
  { ticket, actor, now, books }: Pick<VerbContext<unknown>, 'ticket' | 'actor' | 'now' | 'books'>,
  occurred: { at: string; source: string },
): TicketPatch {
  const at = new Date(occurred.at);
  if (at > now) throw new AppError('precondition_failed', '发生时间不能晚于现在');
  const known = latestKnown(ticket);
  if (at > known.at && !actingHere(actor, ticket, books.units).roles.includes('duty_leader'))
    throw new AppError(
      'precondition_failed',
      `发生时间不能晚于${known.what}（${spokenTime(known.at, now)}）；确需更正到更晚的，由带班领导办理`,
    );
  refuseAfterWhatAnswered(ticket, at);
  const before =
    ticket.occurred_at === null
      ? []
      : [
          {
            at: ticket.occurred_at.toISOString(),
            source: ticket.occurred_source,
            changedAt: now.toISOString(),
            by: personOf(actor),
          },
        ];
  return {
    occurred_at: at,
    occurred_source: occurred.source,
    occurred_history: json([...ticket.occurred_history, ...before]),
  };
}

const ANSWERED = {
  first_response_at: '首次回应',
  conference_at: '新闻发布会',
  reported_up_phone_at: '电话首报',
  reported_up_written_at: '书面快报',
} as const satisfies Partial<Record<keyof Ticket, string>>;

/** What was said or reported before it happened would stop its clocks: one of the two times is wrong. @throws AppError precondition_failed */
function refuseAfterWhatAnswered(ticket: Ticket, at: Date): void {
  for (const [column, what] of Object.entries(ANSWERED) as [keyof typeof ANSWERED, string][]) {
    const done = ticket[column];
    if (done === null || wholeMinute(at) <= done) continue;
    throw new AppError(
      'precondition_failed',
      `发生时间晚于已登记的${what}（${spokenTime(done, at)}），请核对；${what}时间有误的，先更正或撤回该项登记`,
    );
  }
}

/** Does it leave every clock that runs from the occurrence where it is, or sooner due? */
export const isNoLater = (at: Date, known: Pick<Ticket, 'occurred_at' | 'published_at'>): boolean =>
  at <= (known.occurred_at ?? known.published_at);

/** Nothing is posted or found before it happens; what a person has set stands. The machine's reading of a text is no knowledge. */
function latestKnown({ occurred_at, published_at, detected_at, event }: Ticket): { at: Date; what: string } {
  const read = event.occurredAt === null ? null : new Date(event.occurredAt.at).getTime();
  if (occurred_at !== null && occurred_at.getTime() !== read) return { at: occurred_at, what: '已登记的发生时间' };
  return published_at <= detected_at
    ? { at: published_at, what: '首条公开信息' }
    : { at: detected_at, what: '发现时间' };
}

/** For the entry of the act: what it counts from now on, whence that is known, and what stood before. */
export function occurrenceInWords(
  { occurred_at: before, occurred_source: source }: Pick<Ticket, 'occurred_at' | 'occurred_source'>,
  occurred: { at: string; source: string } | undefined,
): string {
  if (occurred === undefined) return '';
  const at = new Date(occurred.at);
  if (before !== null && before.getTime() === at.getTime()) return '';
  const was = before === null ? '' : `，原为${spokenTime(before, at)}${source === null ? '' : `（${source}）`}`;
  return `；事发时间登记为${spokenTime(at, before ?? at)}（${occurred.source}）${was}`;
}
