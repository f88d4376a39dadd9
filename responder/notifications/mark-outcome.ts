import { sql } from 'kysely';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import type { SendOutcome } from './channels/channel.ts';
import type { Claimed } from './claim-queues.ts';
import { LEASE_MS, type DeliveryDeps } from './delivery.ts';
import { pauseAfter } from './timing.ts';
import { tellUndelivered } from './undelivered.ts';

type Sent = Claimed['messages'][number];
type Failed = Exclude<SendOutcome, { kind: 'sent' }>;

/** Writes what became of one message. @returns whether the destination is still ours and takes the next one. */
export async function markOutcome(
  unit: UnitOfWork<ResponderTables>,
  queue: Claimed,
  sent: Sent,
  outcome: SendOutcome,
  deps: Pick<DeliveryDeps, 'books'>,
): Promise<boolean> {
  const isOurs = await renew(unit, queue);
  if (outcome.kind === 'sent') {
    // Also by a process that was held up too long: it has left the house.
    await markSent(unit, queue, sent);
    return isOurs;
  }
  if (!isOurs) return false;
  await markFailed(unit, queue, outcome);
  const given = await giveUpOrWait(unit, queue, sent, outcome, deps);
  await tellUndelivered(unit, given, deps.books);
  return outcome.kind === 'give_up';
}

async function renew({ tx, now }: UnitOfWork<ResponderTables>, { channel, target, claim }: Claimed): Promise<boolean> {
  const until = new Date(now.getTime() + LEASE_MS);
  const { numAffectedRows } = await sql`update responder_delivery_queues set claimed_until = ${until}
    where channel = ${channel} and target = ${target} and claim = ${claim}::uuid`.execute(tx);
  return numAffectedRows === 1n;
}

async function markSent(
  { tx, now }: UnitOfWork<ResponderTables>,
  { channel, target }: Claimed,
  { ids }: Sent,
): Promise<void> {
  await sql`update responder_deliveries set state = 'sent', state_why = null, attempts = attempts + 1, tried_at = ${now}, sent_at = ${now}
    where id = any(${ids}::uuid[]) and state <> 'sent'`.execute(tx);
  await sql`update responder_delivery_queues
    set failures = 0, hold_until = null, failing_since = null, last_error = null, last_success_at = ${now}
    where channel = ${channel} and target = ${target}`.execute(tx);
}

const markFailed = (
  { tx, now }: UnitOfWork<ResponderTables>,
  { channel, target }: Claimed,
  { why }: Failed,
): Promise<unknown> =>
  sql`update responder_delivery_queues
    set failing_since = coalesce(failing_since, ${now}::timestamptz), last_error = ${why}
    where channel = ${channel} and target = ${target}`.execute(tx);

/** @returns ids given up: refused, tried too often, or too late to be of use. */
async function giveUpOrWait(
  unit: UnitOfWork<ResponderTables>,
  queue: Claimed,
  { ids, attempts, oldestDue }: Sent,
  outcome: Failed,
  { books }: Pick<DeliveryDeps, 'books'>,
): Promise<string[]> {
  const { retry } = books.notifications;
  const { tx, now } = unit;
  if (outcome.kind === 'give_up') return giveUp(unit, ids, outcome.why);
  const failures = queue.failures + 1;
  const hold = new Date(now.getTime() + Math.max(pauseAfter(failures, retry), outcome.afterMs ?? 0));
  await sql`update responder_delivery_queues set failures = ${failures}, hold_until = ${hold}
    where channel = ${queue.channel} and target = ${queue.target}`.execute(tx);
  const useless = new Date(now.getTime() - limitAmount(retry.within) * 60_000);
  const late = await overdue(unit, queue, useless, ids);
  const gone =
    late.length === 0
      ? []
      : await giveUp(unit, late, `到点后 ${limitAmount(retry.within) / 60} 小时仍未能送达：${outcome.why}`, 0);
  if (attempts + 1 >= retry.attempts)
    return [...gone, ...(await giveUp(unit, ids, `试了 ${attempts + 1} 次仍未能送达：${outcome.why}`))];
  if (oldestDue <= useless)
    return [
      ...gone,
      ...(await giveUp(unit, ids, `到点后 ${limitAmount(retry.within) / 60} 小时仍未能送达：${outcome.why}`)),
    ];
  await sql`update responder_deliveries set state = 'retrying', state_why = ${outcome.why}, attempts = attempts + 1, tried_at = ${now}
    where id = any(${ids}::uuid[]) and state in ('waiting', 'retrying')`.execute(tx);
  return gone;
}

/** What waits behind it and came due so long ago that nobody would act on it. */
async function overdue(
  { tx }: UnitOfWork<ResponderTables>,
  queue: Claimed,
  before: Date,
  except: string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from responder_deliveries
    where channel = ${queue.channel} and target = ${queue.target} and state in ('waiting', 'retrying') and due_at <= ${before}
      and id <> all(${except}::uuid[])`.execute(tx);
  return rows.map(({ id }) => id);
}

async function giveUp(
  { tx, now }: UnitOfWork<ResponderTables>,
  ids: string[],
  why: string,
  tries = 1,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update responder_deliveries
    set state = 'given_up', state_why = ${why}, attempts = attempts + ${tries}, tried_at = ${now}
    where id = any(${ids}::uuid[]) and state in ('waiting', 'retrying') returning id`.execute(tx);
  return rows.map(({ id }) => id);
}
