import type { ConferenceWaiver } from '../ticket-tables.ts';
import type { Person } from '../tables.ts';
import { GRAVE, levelRank, setLevel } from './levels.ts';
import type { Ticket } from './ticket.ts';

type Waivable = Pick<Ticket, 'conference_waived' | 'level_official' | 'level_duty' | 'level_machine'>;

/**
 * 经批准未召开 stands when the matter is opened again: N-02 asks for one conference of an event, and whoever may let it go has done so. It covers
 * the matter as grave as it was then; set higher afterwards, the conference is owed anew (rules.md §1 N-02, §2: the papers know no such
 * release themselves, so it never covers more than was approved).
 */
export const conferenceWaived = (ticket: Waivable): boolean =>
  ticket.conference_waived !== null && levelRank(setLevel(ticket)) <= levelRank(ticket.conference_waived.level);

/** A grave event owes its conference whatever was judged besides (N-02); only one that is not ours does not. */
export const owesConference = (ticket: Waivable & Pick<Ticket, 'outcome' | 'conference_at'>): boolean =>
  levelRank(setLevel(ticket)) >= GRAVE &&
  ticket.outcome !== 'not_ours' &&
  ticket.conference_at === null &&
  !conferenceWaived(ticket);

/** What a closing with 经批准未召开 keeps; null where none was owed. */
export function waiverOf(
  ticket: Parameters<typeof owesConference>[0],
  reason: string | undefined,
  by: Person,
  now: Date,
): ConferenceWaiver | null {
  const level = setLevel(ticket);
  if (!reason || level === null || !owesConference(ticket)) return null;
  return { reason, level, by, at: now.toISOString() };
}
