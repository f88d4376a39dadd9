import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Colour, EventLevel, EventSnapshot } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import { machineLevel, setLevel } from '../tickets/levels.ts';
import { enabledChannels, LEASE_MS, type DeliveryDeps } from './delivery.ts';
import type { Lane } from './ledger.ts';
import type { OutwardMessage } from './message.ts';
import { outwardNotice, type Matter, type OutwardNotice } from './outward.ts';
import { isQuiet } from './timing.ts';

/** Destinations one process takes at a time, and rows of each. */
const QUEUES = 16;
const ROWS = 100;

export interface Claimed {
  channel: string;
  target: string;
  /** Proves that the destination is still ours. */
  claim: string;
  failures: number;
  /** In the order in which they go out. */
  messages: { message: OutwardMessage; ids: string[]; attempts: number; oldestDue: Date }[];
}

interface DueRow {
  id: string;
  channel: string;
  target: string;
  lane: Lane;
  attempts: number;
  due_at: Date;
  message_id: string | null;
  ticket_id: string | null;
  number: string | null;
  level_official: EventLevel | null;
  level_duty: EventLevel | null;
  level_machine: EventSnapshot['level'] | null;
  colour: Colour | null;
  matter: Matter | null;
  unverified: boolean;
  clock_title: string | null;
  clock_due: Date | null;
  clock_provisional: boolean | null;
}

/**
 * Takes destinations with something due for as long as the lease lasts, so that of several processes one sends there, and fixes what goes out
 * together before anything does: a try after a crash carries the same ids.
 */
export async function claimQueues(unit: UnitOfWork<ResponderTables>, deps: DeliveryDeps): Promise<Claimed[]> {
  const { now, tx } = unit;
  const channels = enabledChannels(deps).map(({ id }) => id);
  const quiet = isQuiet(now.getTime(), deps.books.notifications.quiet);
  const claim = randomUUID();
  const until = new Date(now.getTime() + LEASE_MS);
  const { rows: queues } = await sql<{ channel: string; target: string; failures: number }>`
    with free as (
      select channel, target from responder_delivery_queues q
      where channel = any(${channels}) and (hold_until is null or hold_until <= ${now}) and (claimed_until is null or claimed_until <= ${now})
        and exists (select from responder_deliveries d where d.channel = q.channel and d.target = q.target
          and d.state in ('waiting', 'retrying') and d.due_at <= ${now} and (d.urgent or not ${quiet}::boolean))
      order by channel, target limit ${QUEUES} for update skip locked)
    update responder_delivery_queues q set claim = ${claim}::uuid, claimed_until = ${until}
    from free where q.channel = free.channel and q.target = free.target
    returning q.channel, q.target, q.failures`.execute(tx);
  if (queues.length === 0) return [];
  const rows = await dueRows(unit, queues, quiet);
  const claimed = queues.map((queue) => {
    const own = rows.filter((row) => row.channel === queue.channel && row.target === queue.target);
    return { ...queue, claim, messages: messagesOf(own, deps) };
  });
  await fixMessages(unit, claimed);
  return claimed;
}

/** 立即 before 本班 before 汇总; within a lane as they were told. */
async function dueRows({ tx, now }: UnitOfWork<ResponderTables>, queues: object[], quiet: boolean): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select d.* from jsonb_to_recordset(${JSON.stringify(queues)}::jsonb) as q(channel text, target text)
    cross join lateral (
      select d.id, d.channel, d.target, d.lane, d.attempts, d.due_at, d.message_id, n.ticket_id, n.matter, n.unverified,
        t.number, t.level_official, t.level_duty, t.level_machine, t.colour,
        c.rule ->> 'title' as clock_title, c.due_at as clock_due, c.provisional as clock_provisional
      from responder_deliveries d
      join responder_notifications n on n.id = d.notification_id
      left join responder_tickets t on t.id = n.ticket_id
      left join lateral (
        select k.rule, k.due_at, k.provisional from responder_clocks k
        where k.id = n.clock_id or (n.clock_id is null and k.ticket_id = n.ticket_id and ((k.state = 'running' and k.due_at > ${now})
          or (n.matter = 'unsigned' and k.family = 'L-03' and k.state in ('running', 'overdue'))))
        order by coalesce(n.matter = 'unsigned' and k.family = 'L-03', false) desc, k.role = 'public' desc, k.due_at limit 1) c on true
      where d.channel = q.channel and d.target = q.target and d.state in ('waiting', 'retrying') and d.due_at <= ${now}
        and (d.urgent or not ${quiet}::boolean)
      order by array_position(array['now', 'shift', 'digest'], d.lane), n.at, d.id limit ${ROWS}) d`.execute(tx);
  return rows;
}

function messagesOf(rows: DueRow[], deps: DeliveryDeps): Claimed['messages'] {
  const groups = new Map<string, DueRow[]>();
  let open: { key: string; lane: Lane } | null = null;
  for (const row of rows) {
    const group: DueRow[] = open === null ? [] : groups.get(open.key)!;
    const isFull = group.length >= deps.books.notifications.bundle.most;
    // A try made before went out as it was then; the rest is bundled anew.
    if (row.message_id === null && (open === null || open.lane !== row.lane || isFull))
      open = { key: randomUUID(), lane: row.lane };
    const key = row.message_id ?? open!.key;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([id, members]) => ({
    message: { id, kind: members[0]!.lane, notices: members.map((row) => noticeOf(row, deps)) },
    ids: members.map((row) => row.id),
    attempts: Math.max(...members.map((row) => row.attempts)),
    oldestDue: new Date(Math.min(...members.map((row) => row.due_at.getTime()))),
  }));
}

function noticeOf(row: DueRow, { books, publicOrigin }: DeliveryDeps): OutwardNotice {
  const { number, ticket_id: ticketId, colour, matter, unverified, level_machine: machine } = row;
  const level = machine === null ? null : setLevel({ ...row, level_machine: machine });
  const due = row.clock_due;
  const clock = due && { title: row.clock_title ?? '', due, provisional: row.clock_provisional ?? false };
  const facts = {
    number,
    ticketId,
    level,
    machineLevel: machine && machineLevel(machine),
    colour,
    matter,
    clock,
    unverified,
  };
  return outwardNotice(facts, { clockTitles: books.clockTitles, publicOrigin });
}

async function fixMessages({ tx }: UnitOfWork<ResponderTables>, claimed: Claimed[]): Promise<void> {
  const rows = claimed.flatMap(({ messages }) =>
    messages.flatMap(({ message, ids }) => ids.map((id) => ({ id, message: message.id }))),
  );
  await sql`update responder_deliveries d set message_id = x.message
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, message uuid) where d.id = x.id and d.message_id is null`.execute(
    tx,
  );
}
