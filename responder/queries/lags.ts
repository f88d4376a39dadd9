import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** Seconds; `running` while the second moment has not come. Times ISO 8601 +08:00. */
export interface Lag {
  seconds: number | null;
  running: boolean;
  from: string | null;
  to: string | null;
}

export interface Lags {
  /** 早发现: first public post of the outbreak → detected. */
  detection: Lag;
  /** 早研判: detected → judged. */
  judgement: Lag;
  /** 早处置: judged → first disposal; 0 when assigned before judged. */
  disposal: Lag;
  /** 补研判: assigned → judged, only when assigned first. */
  lateJudgement: Lag | null;
  /** 补录: came as history. */
  backfilled: boolean;
}

/** What {@link lagsOf} reads of a ticket. */
export const LAG_COLUMNS = [
  'late_judgement',
  'published_at',
  'detected_at',
  'judged_at',
  'assigned_at',
  'first_response_at',
  'closed_at',
  'history',
  'event',
] as const satisfies readonly (keyof Ticket)[];

export type LagTimes = Pick<Ticket, (typeof LAG_COLUMNS)[number]>;

/** The three lags of one ticket, live while they run, kept afterwards, never merged. Pure. */
export function lagsOf(ticket: LagTimes, now: Date): Lags {
  const judged = ticket.judged_at;
  const assigned = ticket.assigned_at;
  const disposed = earliest(assigned, ticket.first_response_at);
  const early = disposed !== null && (judged === null || disposed < judged);
  const end = ticket.closed_at;
  return {
    detection: lag(ticket.published_at, ticket.detected_at, now, null),
    judgement: lag(ticket.detected_at, judged, now, end),
    disposal: early ? zero(disposed) : judged === null ? notYet() : lag(judged, disposed, now, end),
    lateJudgement: assigned !== null && ticket.late_judgement ? lag(assigned, judged, now, end) : null,
    backfilled: ticket.history || ticket.event.history,
  };
}

const seconds = (from: Date, to: Date): number => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));

/** Closing a matter that never got there stops the count where it was. */
function lag(from: Date, to: Date | null, now: Date, end: Date | null): Lag {
  const until = to ?? end ?? now;
  return {
    seconds: seconds(from, until),
    running: to === null && end === null,
    from: toLocalIso(from),
    to: to === null ? null : toLocalIso(to),
  };
}

const zero = (at: Date): Lag => ({ seconds: 0, running: false, from: toLocalIso(at), to: toLocalIso(at) });
const notYet = (): Lag => ({ seconds: null, running: false, from: null, to: null });
const earliest = (a: Date | null, b: Date | null): Date | null => (a === null ? b : b === null ? a : a < b ? a : b);

export type MedianLags = Record<'detection' | 'judgement' | 'disposal', number | null>;

/** Medians in seconds; lags that have not begun are left out, running ones count as they stand. */
export function mediansOf(lags: readonly Lags[]): MedianLags {
  const over = (name: keyof MedianLags): number | null =>
    median(lags.flatMap((row) => (row[name].seconds === null ? [] : [row[name].seconds])));
  return { detection: over('detection'), judgement: over('judgement'), disposal: over('disposal') };
}

/** Over how many tickets each median stands: those whose lag has begun. */
export function countsOf(lags: readonly Lags[]): Record<keyof MedianLags, number> {
  const begun = (name: keyof MedianLags): number => lags.filter((row) => row[name].seconds !== null).length;
  return { detection: begun('detection'), judgement: begun('judgement'), disposal: begun('disposal') };
}

/** The middle value; null without data (数据不足). */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
