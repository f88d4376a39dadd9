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

/** waiting = somebody has to review it; before = of an earlier unit or of the time before a reopening. */
export type ReportStanding = 'approved' | 'waiting' | 'sent_back' | 'before';

export function reportStanding(ticket: Reported & Pick<Ticket, 'state' | 'approval'>): ReportStanding {
  if (ticket.approval !== null && ticket.approval.hash === ticket.report?.hash) return 'approved';
  if (ticket.state === 'reported') return 'waiting';
  return sentBack(ticket) === null ? 'before' : 'sent_back';
}
