import { reconcileClocks } from './reconcile.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { writeEntry } from '../tickets/act.ts';
import { patchTicket, SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { ALL_ORIGINS, FROZEN_MS, type SweepDeps } from './sweep.ts';

/** 继续关注: when the review time has come the ticket asks for a new judgement, once. @returns how many. */
export async function sweepReviews(deps: SweepDeps, batch = 100): Promise<number> {
  return deps.transact(
    async (unit) => {
      const due = await unit.tx
        .selectFrom('responder_tickets')
        .selectAll()
        .where('review_at', '<=', unit.now)
        .where('state', 'not in', ['closed', 'archived'])
        .where('origin', 'in', [...(deps.origins ?? ALL_ORIGINS)])
        .orderBy('review_at')
        .limit(batch)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const ticket of due) {
        const patch = {
          review_at: null,
          rejudge_due: true,
          rejudge_why: '复看时间已到',
          revision: ticket.revision + 1,
        };
        const after = await patchTicket(unit.tx, ticket.id, patch);
        const clocks = await reconcileClocks(unit, after, deps.books, SYSTEM);
        await writeEntry(unit, after, { kind: 'review-due', text: '复看时间已到，须重新研判' }, clocks.notes, SYSTEM);
        await notify(unit.tx, [reviewNotice(after)], unit.now);
      }
      return due.length;
    },
    { frozenMs: FROZEN_MS },
  );
}

const reviewNotice = (ticket: Ticket) => ({
  reason: `ticket:${ticket.id}:review:${ticket.revision}`,
  recipients: [recipient('duty_officer', null)],
  ticketId: ticket.id,
  origin: ticket.origin,
  lane: laneOf(ticket.colour),
  why: '继续关注的复看时间已到',
  text: `${ticket.number} 须复看并重新研判`,
  matter: 'review' as const,
});
