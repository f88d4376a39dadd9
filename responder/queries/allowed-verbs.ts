import type { Actor } from '../../platform/runtime/kernel.ts';
import { whyNothing, type Held } from '../tickets/needs.ts';
import { whyForeign, whyNotAllowed } from '../tickets/permissions.ts';
import { goesOnMerged, VERB_TABLE, whyNotNow, type VerbName, type VerbRow } from '../tickets/states.ts';
import { accusedUnits, type Ticket } from '../tickets/ticket.ts';
import type { QueryDeps } from './read.ts';
import type { TicketDetail } from './ticket-detail-view.ts';

/** Verbs of the table for this person: those of another role are left out, those blocked by the state or with nothing to act on say why. */
export function allowedVerbs(
  ticket: Ticket,
  actor: Actor,
  deps: Pick<QueryDeps, 'books'>,
  held: Held,
): TicketDetail['allowedVerbs'] {
  const parties = { ...ticket, accused: accusedUnits(ticket) };
  const foreign = whyForeign(actor, ticket.origin);
  return VERB_TABLE.flatMap((verb: VerbRow) => {
    const name = verb.name as VerbName;
    if (whyNotAllowed(name, actor, parties, deps.books.units) !== null) return [];
    const blocked = foreign ?? blockedBy(verb, { ticket, actor, held });
    return [{ verb: name, name: verb.title, desk: verb.desk ?? null, blocked }];
  });
}

function blockedBy({ name, needs }: VerbRow, matter: Parameters<typeof whyNothing>[1]): string | null {
  const { ticket } = matter;
  if (ticket.merged_into !== null && !goesOnMerged(name as VerbName)) return '已并入其他工单';
  return whyNotNow(name as VerbName, ticket.state) ?? (needs === undefined ? null : whyNothing(needs, matter));
}
