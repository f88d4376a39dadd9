import { sql, type RawBuilder } from 'kysely';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';

/** More than two machines may differ by (machine-clock.ts). */
export const TOLERANCE_MS = 10_000;
/** Longer than any lease or pause between two tries of a channel. */
const HELD_MS = 2 * 3_600_000;

/**
 * Rows besides the clocks that a clock running ahead dated into the future: notices ring again for the same reason, "told" becomes untold, a lease or
 * a second try set by the wrong time ends, and what was handed over for publishing goes out now and not when the time has come again.
 */
export async function recallRows({ tx, now }: UnitOfWork<ResponderTables>, origins: readonly string[]): Promise<void> {
  const limit = new Date(now.getTime() + TOLERANCE_MS);
  const held = new Date(now.getTime() + HELD_MS);
  const ours = sql`origin = any(${[...origins]})`;
  const statements: RawBuilder<unknown>[] = [
    sql`update responder_deliveries set state = 'suppressed', state_why = '系统时钟有误时生成，不作数'
      where ${ours} and created_at > ${limit} and state in ('waiting', 'retrying')`,
    sql`update responder_deliveries set reason = reason || '~' || id, created_at = ${now} where ${ours} and created_at > ${limit}`,
    sql`update responder_deliveries set due_at = ${now} where ${ours} and tried_at > ${limit} and state in ('waiting', 'retrying')`,
    sql`update responder_delivery_queues set claim = null, claimed_until = null where claimed_until > ${held}`,
    sql`update responder_delivery_queues set hold_until = null where hold_until > ${held}`,
    sql`update responder_notifications set reason = reason || '~' || id, at = ${now},
        why = why || '（系统时钟有误时发出，不作数）' where ${ours} and at > ${limit}`,
    sql`update responder_release_dispatches set due_at = ${now}, claimed_until = null, created_at = least(created_at, ${now})
      where ${ours} and (created_at > ${limit} or tried_at > ${limit}) and due_at > ${now}`,
    sql`update responder_release_dispatches set claimed_until = null where ${ours} and claimed_until > ${held}`,
    sql`update responder_tasks set told_at = null where ${ours} and told_at > ${limit}`,
    sql`update responder_release_plans set told_at = null where ${ours} and told_at > ${limit}`,
    sql`update responder_release_drafts set approval_told_at = null where ${ours} and approval_told_at > ${limit}`,
    // The next telling is planned and emptied after the last: one still to come can have been emptied by a wrong clock only.
    sql`update responder_inquiries set tell_at = due_at where ${ours} and state = 'sent' and tell_at is null and due_at > ${now}`,
    sql`update responder_promises set tell_at = due_at where ${ours} and state = 'open' and tell_at is null and due_at > ${now}`,
    sql`update responder_media_questions set tell_at = due_at
      where ${ours} and replied_at is null and tell_at is null and due_at > ${now}`,
  ];
  for (const statement of statements) await statement.execute(tx);
}
