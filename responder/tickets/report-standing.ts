import type { Report } from '../tables.ts';
import type { Ticket } from './ticket.ts';

type Reported = Pick<Ticket, 'report' | 'accepted_at' | 'reopened_at'>;

/** The opinion its reviewer sent the report back with, while the unit that wrote it still has to mend it; null = it owes no mending. */
export function sentBack({
  report,
  accepted_at: accepted,
  reopened_at: reopened,
}: Reported): NonNullable<Report['sentBack']> | null {
  const said = report?.sentBack;
  if (said === undefined) return null;
  // Ordered anew or opened anew since: what was said of the old paper is no task of whoever writes the new one.
  const anew = [accepted, reopened].some((since) => since !== null && since > new Date(said.at));
  return anew ? null : said;
}

/**
 * When the unit that has the matter now reported; null = it has not: nothing went up yet, what went up came back to it, or it was another unit that
 * had the matter then.
 */
export function reportedAt(ticket: Reported & Pick<Ticket, 'state' | 'reported_at'>): Date | null {
  const { reported_at: at, accepted_at: accepted } = ticket;
  const isOfBefore = at !== null && (accepted === null || accepted > at);
  const isSentBack = ticket.state === 'handling' && sentBack(ticket) !== null;
  return isOfBefore || isSentBack ? null : at;
}

/** waiting = somebody has to review it; before = of an earlier unit or of the time before a reopening. */
export type ReportStanding = 'approved' | 'waiting' | 'sent_back' | 'before';

export function reportStanding(ticket: Reported & Pick<Ticket, 'state' | 'approval'>): ReportStanding {
  if (ticket.approval !== null && ticket.approval.hash === ticket.report?.hash) return 'approved';
  if (ticket.state === 'reported') return 'waiting';
  return sentBack(ticket) === null ? 'before' : 'sent_back';
}
