import { sql } from 'kysely';
import type { EscalationRole } from '../../config/schema/escalation.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Origin, Role, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { ALL_ORIGINS, FROZEN_MS, type SweepDeps } from '../deadlines/sweep.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { roleTitle } from '../notifications/posts.ts';
import { json, type ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { lastHop } from '../tickets/hops.ts';
import { setLevel } from '../tickets/levels.ts';
import { unitName } from '../tickets/permissions.ts';
import { isOpen } from '../tickets/states.ts';
import { nameOf, patchTicket, SYSTEM, type Ticket, type Tx } from '../tickets/ticket.ts';
import { stepsOf, type Chain } from './chain-rows.ts';
import { freezeChain } from './freeze-chain.ts';
import { nextStep, type ChainState, type NextStep } from './next-step.ts';

/** Is anybody (or this person, by account) there in this role, in this unit (null = in any)? */
export type IsThere = (role: Role, unit: string | null, person?: string) => boolean;
/** Asked once a sweep and chain, so that it tells who is there *now*. */
export type Staff = (origin: Origin) => Promise<IsThere>;

/** Where nobody keeps accounts every post counts as filled. */
export const EVERYBODY: Staff = () => Promise.resolve(() => true);

export interface ChainDeps extends SweepDeps {
  staff: Staff;
}

const BATCH = 100;

/** Tells the next in line of every chain whose time has come. @returns steps taken, skipped ones included. */
export async function sweepChains(deps: ChainDeps): Promise<number> {
  let steps = 0;
  for (;;) {
    const batch = await deps.transact((unit) => sweepBatch(unit, deps), { frozenMs: FROZEN_MS });
    steps += batch.steps;
    if (batch.chains < BATCH) return steps;
  }
}

async function sweepBatch(
  unit: UnitOfWork<ResponderTables>,
  deps: ChainDeps,
): Promise<{ chains: number; steps: number }> {
  const due = await unit.tx
    .selectFrom('responder_chains as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .selectAll('c')
    .where('c.next_at', '<=', unit.now)
    .where('c.origin', 'in', [...(deps.origins ?? ALL_ORIGINS)])
    .orderBy('c.next_at')
    .limit(BATCH)
    .forUpdate(['c', 't'])
    .skipLocked()
    .execute();
  let steps = 0;
  for (const chain of due) {
    const isThere = await deps.staff(chain.origin);
    steps += await advance(unit, chain, deps.books, isThere);
  }
  return { chains: due.length, steps };
}

async function advance(
  unit: UnitOfWork<ResponderTables>,
  chain: Chain,
  books: ResponderBooks,
  isThere: IsThere,
): Promise<number> {
  const ticketQuery = unit.tx.selectFrom('responder_tickets').selectAll().where('id', '=', chain.ticket_id);
  let ticket = await ticketQuery.executeTakeFirstOrThrow();
  const answered = await answeredBy(unit.tx, chain, ticket);
  if (answered !== null) return end(unit, chain, chain.taken, answered);
  const state = await stateOf(unit.tx, chain, ticket);
  const frozen = chain.frozen ?? freezeChain(books.escalation, chain.chain, ticket);
  const unitOf = (role: EscalationRole, step: string): string | null | undefined =>
    frozen.steps.find(({ id }) => id === step)?.units[role]?.find((each) => isThere(role, each));
  const taken = [...chain.taken];
  for (let count = 0; ; count += 1) {
    const step = nextStep(frozen, { ...state, ...stepsOf(taken) }, (role, id) => unitOf(role, id) !== undefined);
    if (step === null) return end(unit, chain, taken, '已通知到末级').then(() => count);
    if (step.at > unit.now) {
      await write(unit.tx, chain, { taken: json(taken), next_at: step.at, frozen: json(frozen) });
      return count;
    }
    // The instant it really happened: after a stop of hours everybody still has his time to answer.
    taken.push({ id: step.id, at: unit.now.toISOString(), skipped: step.skipped });
    const recipients = step.to.map((role) => recipient(role, unitOf(role, step.id) ?? null));
    ticket = await tell(unit, chain, ticket, { ...step, recipients }, books);
  }
}

/** What made further telling needless; null = still nobody. */
async function answeredBy(tx: Tx, chain: Chain, ticket: Ticket): Promise<string | null> {
  if (!isOpen(ticket.state) || ticket.merged_into !== null) return '工单已办结';
  if (chain.chain === 'alarm') return ticket.acted_revision > 1 ? '已有人处理' : null;
  const hop = await lastHop(tx, ticket.id);
  if (!hop || hop.hop !== chain.hop || hop.left_at !== null) return '已转出';
  return hop.accepted_at === null ? null : '已签收';
}

async function stateOf(tx: Tx, chain: Chain, ticket: Ticket): Promise<Omit<ChainState, 'taken' | 'acknowledged'>> {
  const confirmed = ticket.judged_at !== null || setLevel(ticket) !== null;
  const base = { colour: ticket.colour, confirmed, since: chain.since };
  return { ...base, seenAt: await seenAt(tx, chain), notBefore: await signatureDue(tx, chain) };
}

/** When somebody first opened what the last step sent. Opening is no signature: it buys the wait of that step once more. */
async function seenAt(tx: Tx, chain: Chain): Promise<Date | null> {
  const last = chain.taken.at(-1);
  if (!last || last.skipped) return null;
  const row = await tx
    .selectFrom('responder_notifications as n')
    .innerJoin('responder_notification_reads as r', 'r.notification_id', 'n.id')
    .select(({ fn }) => fn.min<Date | null>('r.seen_at').as('at'))
    .where('n.reason', '=', reasonOf(chain, last.id))
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Nobody above the contact is told while the time to sign still runs. */
async function signatureDue(tx: Tx, chain: Chain): Promise<Date | null> {
  if (chain.chain !== 'ticket') return null;
  const row = await tx
    .selectFrom('responder_clocks')
    .select(({ fn }) => fn.max<Date | null>('due_at').as('at'))
    .where('ticket_id', '=', chain.ticket_id)
    .where('family', '=', 'L-03')
    .where('state', 'in', ['running', 'overdue'])
    .executeTakeFirst();
  return row?.at ?? null;
}

const reasonOf = (chain: Chain, step: string): string => `chain:${chain.id}:${step}`;

async function tell(
  unit: UnitOfWork<ResponderTables>,
  chain: Chain,
  ticket: Ticket,
  step: NextStep & { recipients: string[] },
  books: ResponderBooks,
): Promise<Ticket> {
  const { recipients } = step;
  const about = chain.chain === 'alarm' ? '待研判' : `待${unitName(books.units, ticket.lead_unit)}签收`;
  const mark = step.mark !== null && !step.skipped ? `（${step.mark}）` : '';
  const notice = {
    ...{ reason: reasonOf(chain, step.id), ticketId: ticket.id, eventId: ticket.event_id },
    ...{ origin: ticket.origin, lane: chain.chain === 'alarm' ? ('now' as const) : laneOf(ticket.colour) },
    text: `${nameOf(ticket)}${about}${mark}`,
    unverified: step.mark !== null,
    ...{
      matter: chain.chain === 'alarm' ? ('unjudged' as const) : ('unsigned' as const),
      urgent: chain.chain === 'alarm',
    },
  };
  // Each hears under which post he is called: a step may call two.
  const calls = recipients.map((post) => {
    const called = recipients.length > 1 ? roleTitle(post) : step.title;
    return { ...notice, recipients: [post], why: `${step.id} ${called}：${step.why}` };
  });
  if (calls.length > 0) await notify(unit.tx, calls, unit.now);
  const after = await patchTicket(unit.tx, ticket.id, { revision: ticket.revision + 1 });
  const text = step.skipped ? `${about}：${step.why}` : `${about}：已通知${step.title}（${step.why}）${mark}`;
  const payload = { chain: chain.chain, step: step.id, to: recipients, skipped: step.skipped };
  const kind = step.skipped ? 'escalation.skipped' : 'escalation.told';
  await writeEntry(unit, after, { kind, text, payload }, [], SYSTEM);
  return after;
}

/** Only where nobody else took a step since the row was read: the number of steps is the token a stale wake-up no longer has. */
async function write(tx: Tx, chain: Chain, set: object): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('responder_chains')
    .set(set)
    .where('id', '=', chain.id)
    .where('ended_at', 'is', null)
    .where(sql`jsonb_array_length(taken)`, '=', chain.taken.length)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new AppError('conflict', '通知链已由另一进程推进');
}

async function end(
  unit: UnitOfWork<ResponderTables>,
  chain: Chain,
  taken: Chain['taken'],
  why: string,
): Promise<number> {
  await write(unit.tx, chain, { taken: json(taken), next_at: null, ended_at: unit.now, ended_why: why });
  return 0;
}
