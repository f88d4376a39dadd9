import { sql } from 'kysely';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import type { AttachedOrder } from './order.ts';

type Orders = EventSnapshot['orders'];

/** Snapshots kept before events carried orders have none. */
export const ordersIn = (event: EventSnapshot): Orders => (event.orders as Orders | undefined) ?? [];

/**
 * Hangs the orders of an event on its ticket; running it twice changes nothing. One that hangs on another ticket stays there: it is never
 * dispatched twice. A new due time of an order that is already here is taken over. @returns Chinese sentences of what is new.
 */
export async function attachOrders(
  unit: UnitOfWork<ResponderTables>,
  ticket: Pick<Ticket, 'id' | 'origin'>,
  orders: Orders,
): Promise<string[]> {
  if (orders.length === 0) return [];
  const { rows } = await sql<{ number: string; fresh: boolean }>`
    insert into responder_attached_orders as o (origin, source, number, ticket_id, owner, due_at, mention_id, attached_at)
    select distinct on (x.source, x.number) ${ticket.origin}, x.source, x.number, ${ticket.id}::uuid, x.owner, x."dueAt", x."mentionId", ${unit.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb)
        as x(source text, number text, owner text, "dueAt" timestamptz, "mentionId" uuid)
    on conflict (origin, source, number) do update set owner = excluded.owner, due_at = excluded.due_at
      where o.ticket_id = excluded.ticket_id and (o.owner, o.due_at) is distinct from (excluded.owner, excluded.due_at)
    returning o.number, o.xmax = 0 as fresh`.execute(unit.tx);
  const fresh = rows.filter((row) => row.fresh).map((row) => row.number);
  const changed = rows.filter((row) => !row.fresh).map((row) => row.number);
  return [
    ...(fresh.length > 0 ? [`挂接来件 ${named(fresh)}`] : []),
    ...(changed.length > 0 ? [`来件 ${named(changed)} 的承办单位或办理期限有变化`] : []),
  ];
}

/** Numbers of the orders of this event that hang on no ticket at all. */
export async function freshOrders(tx: Tx, event: EventSnapshot): Promise<string[]> {
  const orders = ordersIn(event);
  if (orders.length === 0) return [];
  const { rows } = await sql<{ number: string }>`
    select distinct x.number from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as x(source text, number text)
    where not exists (select from responder_attached_orders o
      where o.origin = ${event.origin} and o.source = x.source and o.number = x.number)
    order by x.number`.execute(tx);
  return rows.map(({ number }) => number);
}

const SHOWN = 5;
const named = (numbers: string[]): string =>
  numbers.length <= SHOWN ? numbers.join('、') : `${numbers.slice(0, SHOWN).join('、')} 等 ${numbers.length} 件`;

export const ordersOf = (tx: Tx, ticketId: string): Promise<AttachedOrder[]> =>
  tx
    .selectFrom('responder_attached_orders')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('attached_at')
    .orderBy('number')
    .execute();

/** The orders of a ticket that ends in another go on there, with their own numbers and due times. @returns which. */
export const moveOrders = (tx: Tx, from: string, to: string): Promise<{ source: string; number: string }[]> =>
  tx
    .updateTable('responder_attached_orders')
    .set({ ticket_id: to })
    .where('ticket_id', '=', from)
    .returning(['source', 'number'])
    .execute();

/**
 * The open ticket on which everything this event consists of already hangs, or null. Such an event is the same orders seen again (grouped
 * anew, imported from a second list), not a new matter.
 */
export async function heldElsewhere(tx: Tx, event: EventSnapshot): Promise<string | null> {
  const orders = ordersIn(event);
  if (orders.length === 0) return null;
  // Two events with the same order may be read at the same time: their openings take turns, the second then sees the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`responder orders ${event.origin}`}, 0))`.execute(tx);
  if (orders.length < event.counts.mentions) return null;
  const rows = await tx
    .selectFrom('responder_attached_orders as o')
    .innerJoin('responder_tickets as t', 't.id', 'o.ticket_id')
    .select(['o.source', 'o.number', 't.number as ticket'])
    .where('o.origin', '=', event.origin)
    .where('t.event_id', '<>', event.id)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(
      'o.number',
      'in',
      orders.map((order) => order.number),
    )
    .execute();
  const held = (order: Orders[number]) =>
    rows.find((row) => row.source === order.source && row.number === order.number);
  return orders.every(held) ? (held(orders[0]!)?.ticket ?? null) : null;
}
