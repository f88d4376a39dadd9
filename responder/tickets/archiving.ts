import type { Kysely } from 'kysely';
import { observationHours, type ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import { OWED, papersOwed, type OwedPaper } from './open-papers.ts';
import { archiveTimes } from './order-due.ts';
import type { Ticket } from './ticket.ts';
import { spokenTime } from './timeline.ts';

/** One thing looked at before a ticket is put away. */
export interface ArchiveCheck {
  title: string;
  ok: boolean;
  why: string;
}
export interface Archiving {
  checks: ArchiveCheck[];
  /** Bars it whatever anybody says. */
  gaps: string[];
  /** The observation lasts until then; null = it is over. Put away before that only with a reason. */
  observedUntil: Date | null;
}
type Closed = Pick<Ticket, 'id' | 'closed_at' | 'closed_colour' | 'last_release_at'>;
interface Deps {
  db: Kysely<ResponderTables>;
  books: ResponderBooks;
}

/** When the observation of a closed matter is over, and until when it should be put away. */
export function archivingTimes(
  { closed_at, closed_colour, last_release_at }: Omit<Closed, 'id'> & { closed_at: Date },
  books: ResponderBooks,
): { from: Date; due: Date } {
  const colour = closed_colour === 'none' ? null : closed_colour;
  return archiveTimes({ closed_at, last_release_at }, observationHours(books.clocks, colour), books);
}

/** How a ticket stands before it is put away; the act and the page that asks for it read the same. */
export async function archiving({ db, books }: Deps, ticket: Closed, now: Date): Promise<Archiving> {
  const owed = await papersOwed(db, ticket.id, now);
  const until = ticket.closed_at && archivingTimes({ ...ticket, closed_at: ticket.closed_at }, books).from;
  const observedUntil = until !== null && until > now ? until : null;
  const papers = (Object.keys(OWED) as OwedPaper[]).map((name) => ({
    ...{ title: OWED[name], ok: owed[name] === 0 },
    why: owed[name] === 0 ? '无' : `${owed[name]}项`,
  }));
  return {
    checks: [observation(ticket, until, observedUntil), ...papers],
    gaps: papers.filter(({ ok }) => !ok).map(({ title, why }) => `${title}${why}`),
    observedUntil,
  };
}

function observation({ last_release_at: released }: Closed, over: Date | null, until: Date | null): ArchiveCheck {
  if (until !== null) return { title: '观察期', ok: false, why: `至${spokenTime(until)}，尚未满` };
  const why = released === null || over === null ? '没有发布，不设观察期' : `${spokenTime(over)}已满`;
  return { title: '观察期', ok: true, why };
}

/** The same for the form: who puts it away before the observation is over is asked why. */
export async function archivingAhead(
  deps: Deps,
  ticket: Closed,
  now: Date,
): Promise<{ checks: ArchiveCheck[]; gaps: string[]; asks: string[] }> {
  const { checks, gaps, observedUntil } = await archiving(deps, ticket, now);
  return { checks, gaps, asks: observedUntil === null ? [] : ['early'] };
}
