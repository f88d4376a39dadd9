import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { patchTicket, type Ticket } from '../tickets/ticket.ts';
import type { Entry } from '../tickets/timeline.ts';

/** An entry by somebody who does not act on the ticket itself (a paper sent out was answered): nobody's form becomes stale. `ticket` is locked. */
export async function writeAside(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  entry: Entry,
  actor: Actor,
): Promise<void> {
  const after = await patchTicket(unit.tx, ticket.id, { revision: ticket.revision + 1 });
  await writeEntry(unit, after, entry, [], actor);
  unit.audit({
    actor,
    action: `ticket.${entry.kind}`,
    subject: { kind: 'ticket', id: ticket.id },
    detail: { number: ticket.number, revision: after.revision, from: ticket.state, to: ticket.state },
  });
}
