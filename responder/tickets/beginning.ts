import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime, wholeMinute } from '../../platform/runtime/local-time.ts';
import type { Ticket } from './ticket.ts';

export type Begun = Pick<Ticket, 'occurred_at' | 'published_at' | 'detected_at' | 'event'>;

/**
 * An answer to what had not happened yet is a typing error, and would stop every clock as met. Where nobody knows when it happened, the matter
 * begins when it was first heard of; who knows of an earlier answer knows of an earlier beginning, and says so first.
 */
export function refuseBeforeMatter(ticket: Begun, at: Date, title = '时间'): void {
  const begun = beginning(ticket);
  if (at >= wholeMinute(begun.at)) return;
  throw new AppError(
    'precondition_failed',
    `${title}早于${begun.what}（${spokenTime(begun.at, at)}），请核对；${begun.advice}`,
  );
}

function beginning({ occurred_at, published_at, detected_at, event }: Begun): {
  at: Date;
  what: string;
  advice: string;
} {
  if (occurred_at !== null) return { at: occurred_at, what: '事件发生时间', advice: '如发生时间有误，请先更正' };
  const told = event.registration === null ? [] : [{ at: new Date(event.registration.toldAt), what: '接报时间' }];
  const heard = [{ at: published_at, what: '首条公开信息时间' }, { at: detected_at, what: '发现时间' }, ...told];
  const first = heard.reduce((a, b) => (b.at < a.at ? b : a));
  return { ...first, advice: '如事件此前已经发生，请先在研判中填写发生时间' };
}
