import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { ALL_ORIGINS, FROZEN_MS, type SweepDeps } from '../deadlines/sweep.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import type { ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { lockTicket, nameOf, patchTicket, SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { approvalState, approvalSteps } from './approvals.ts';
import { ruleOf } from './gate-checks.ts';
import { paperOf } from './paper.ts';

const BATCH = 50;

/** What was to be said and was not, and what lies unsigned: told once to those who can do something about it. @returns how many. */
export async function sweepReleases(deps: SweepDeps): Promise<number> {
  const plans = await deps.transact((unit) => tellPlans(unit, deps), { frozenMs: FROZEN_MS });
  const approvals = await deps.transact((unit) => tellApprovals(unit, deps), { frozenMs: FROZEN_MS });
  return plans + approvals;
}

async function tellPlans(unit: UnitOfWork<ResponderTables>, { origins = ALL_ORIGINS }: SweepDeps): Promise<number> {
  const { tx, now } = unit;
  const due = await tx
    .selectFrom('responder_release_plans')
    .selectAll()
    .where('state', '=', 'open')
    .where('told_at', 'is', null)
    .where('at', '<=', now)
    .where('origin', 'in', [...origins])
    .orderBy('at')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const plan of due) {
    const ticket = await lockTicket(tx, plan.ticket_id);
    const duty = recipient('duty_officer', ticket.coordinator_unit ?? ticket.owner_unit);
    const why = '发布计划中的一项已过时间，尚未发布';
    await tell(unit, ticket, { reason: `plan:${plan.id}`, recipients: [duty], why, text: plan.message });
    await tx.updateTable('responder_release_plans').set({ told_at: now }).where('id', '=', plan.id).execute();
  }
  return due.length;
}

async function tellApprovals(
  unit: UnitOfWork<ResponderTables>,
  { books, origins = ALL_ORIGINS }: SweepDeps,
): Promise<number> {
  const { tx, now } = unit;
  const due = await tx
    .selectFrom('responder_release_drafts')
    .selectAll()
    .where('state', '=', 'submitted')
    .where('approval_told_at', 'is', null)
    .where('approval_due', '<=', now)
    .where('origin', 'in', [...origins])
    .orderBy('approval_due')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const draft of due) {
    const ticket = await lockTicket(tx, draft.ticket_id);
    const paper = await paperOf(tx, draft);
    const { content, signatures } = paper;
    const rule = ruleOf(books.releases, ticket, paper);
    const late = rule.late.map((post) => post.replace('@owner', `@${draft.unit}`));
    const why = `送审已超过规定时间：${missing(rule, content.channels, signatures, books)}`;
    const reason = `approval:${draft.id}:${draft.version}`;
    await tell(unit, ticket, { reason, recipients: late, why, text: `《${content.title}》` });
    await tx
      .updateTable('responder_release_drafts')
      .set({ approval_told_at: now })
      .where('id', '=', draft.id)
      .execute();
  }
  return due.length;
}

const missing = (
  rule: ReturnType<typeof ruleOf>,
  channels: readonly string[],
  signatures: Parameters<typeof approvalState>[2],
  books: ResponderBooks,
): string => {
  const { isComplete, why } = approvalState(rule, approvalSteps(rule, channels, books.releases).ofChannels, signatures);
  return isComplete ? '审核已齐，尚未保密审查或交付发布' : why;
};

async function tell(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  { reason, recipients, why, text }: { reason: string; recipients: string[]; why: string; text: string },
): Promise<void> {
  const about = { ticketId: ticket.id, origin: ticket.origin, lane: laneOf(ticket.colour), matter: 'release' as const };
  await notify(unit.tx, [{ reason, recipients, why, text: `${nameOf(ticket)}：${text}`, ...about }], unit.now);
  const after = await patchTicket(unit.tx, ticket.id, { revision: ticket.revision + 1 });
  await writeEntry(
    unit,
    after,
    { kind: 'release.late', text: `${why}（${text}）`, payload: { to: recipients } },
    [],
    SYSTEM,
  );
}
