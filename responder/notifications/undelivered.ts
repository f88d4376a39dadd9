import { sql } from 'kysely';
import type { Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import { notify, recipient, type Lane, type Notice } from './ledger.ts';
import { postTitle } from './posts.ts';

interface GivenUp {
  channel: string;
  recipient: string;
  lane: Lane;
  origin: Origin;
  state_why: string | null;
  ticket_id: string | null;
  number: string | null;
  failing_since: Date | null;
}

/** Somebody was not reached: the duty desk hears of it inside the house, once a post, matter and outage, and calls. */
export async function tellUndelivered(
  { tx, now }: UnitOfWork<ResponderTables>,
  ids: string[],
  books: ResponderBooks,
): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<GivenUp>`
    select d.channel, d.recipient, d.lane, d.origin, d.state_why, n.ticket_id, t.number, q.failing_since
    from responder_deliveries d
    join responder_notifications n on n.id = d.notification_id
    join responder_delivery_queues q on q.channel = d.channel and q.target = d.target
    left join responder_tickets t on t.id = n.ticket_id
    where d.id = any(${ids}::uuid[]) order by d.id`.execute(tx);
  await notify(
    tx,
    rows.map((row) => noticeOf(row, books)),
    now,
  );
}

function noticeOf(row: GivenUp, { notifications, units }: ResponderBooks): Notice {
  const channel = notifications.channels.find((one) => one.id === row.channel)?.title ?? row.channel;
  const outage = row.failing_since?.toISOString() ?? '';
  return {
    reason: `undelivered:${row.channel}:${row.recipient}:${row.ticket_id ?? '-'}:${outage}`,
    recipients: [recipient('duty_officer', null)],
    ticketId: row.ticket_id,
    origin: row.origin,
    lane: row.lane === 'now' ? 'now' : 'shift',
    why: `通道已停止重试：${row.state_why ?? ''}`,
    text: `${row.number ?? ''}发给${postTitle(row.recipient, units)}的${channel}通知未能送达，请以电话等方式告知`,
    matter: 'undelivered',
  };
}
