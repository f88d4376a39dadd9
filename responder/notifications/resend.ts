import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Transact } from '../../platform/runtime/kernel.ts';
import { originsActedOn } from '../../platform/runtime/origins.ts';
import type { ResponderBooks } from '../books.ts';
import { personOf, type ResponderTables } from '../tables.ts';
import { scopeOf } from '../tickets/permissions.ts';

/** Rows by id, or everything a channel gave up. */
export type ResendInput = { ids: string[] } | { channel: string };

interface Deps {
  transact: Transact<ResponderTables>;
  books: ResponderBooks;
}

/**
 * 重发: what was given up goes out again at once, as a new message with all its tries; what has arrived or still waits is left alone.
 * @returns how many. @throws AppError 'forbidden' unless the actor is on duty in a coordinating office
 */
export async function resendFailed({ transact, books }: Deps, input: ResendInput, actor: Actor): Promise<number> {
  const isOnDuty = actor.roles.includes('duty_officer') || actor.roles.includes('duty_leader');
  if (!isOnDuty || scopeOf(actor, books.units) !== 'all') throw new AppError('forbidden', '只有值班人员可以重发通知');
  return transact(async (unit) => {
    const { tx, now } = unit;
    const which = 'ids' in input ? sql`id = any(${input.ids}::uuid[])` : sql`channel = ${input.channel}`;
    const origins = originsActedOn(actor);
    const { rows } = await sql<{ id: string; channel: string; target: string }>`
      update responder_deliveries
      set state = 'waiting', state_why = null, attempts = 0, message_id = null, due_at = ${now}, resent_at = ${now},
        resent_by = ${JSON.stringify(personOf(actor))}::jsonb
      where state = 'given_up' and ${which} ${origins ? sql`and origin = any(${[...origins]})` : sql``}
      returning id, channel, target`.execute(tx);
    if (rows.length === 0) return 0;
    const targets = [
      ...new Map(rows.map(({ channel, target }) => [`${channel} ${target}`, { channel, target }])).values(),
    ];
    // A person says it works again: no reason to wait.
    await sql`update responder_delivery_queues q set hold_until = null, failures = 0
      from jsonb_to_recordset(${JSON.stringify(targets)}::jsonb) as x(channel text, target text)
      where q.channel = x.channel and q.target = x.target`.execute(tx);
    const channels = [...new Set(rows.map(({ channel }) => channel))];
    const subject = { kind: 'notice', id: rows.length === 1 ? rows[0]!.id : channels.join(',') };
    unit.audit({
      actor,
      action: 'notice.resend',
      subject,
      detail: { channels, count: rows.length, ids: rows.slice(0, 50).map(({ id }) => id) },
    });
    return rows.length;
  });
}
