import { sql } from 'kysely';
import type { Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Colour, EventLevel, EventSnapshot } from '../../analyzer/messages.ts';
import type { ResponderTables } from '../tables.ts';
import { GRAVE, levelRank, machineRank, setLevel } from '../tickets/levels.ts';
import { accusedColumn } from '../queries/visibility.ts';
import { enabledChannels, type DeliveryDeps } from './delivery.ts';
import type { Lane } from './ledger.ts';
import { routesFor } from './routes.ts';
import { goesOutAt } from './timing.ts';

const BATCH = 500;
const STAYS_IN: Partial<Record<Origin, string>> = { demo: '演示数据不外发', drill: '演练信息不外发' };

interface Unrouted {
  id: string;
  reason: string;
  recipient: string;
  origin: Origin;
  lane: Lane;
  urgent: boolean;
  at: Date;
  colour: Colour | null;
  level_official: EventLevel | null;
  level_duty: EventLevel | null;
  level_machine: EventSnapshot['level'] | null;
  /** Of the ticket. */
  accused: string[];
  /** Of the event, but those let in to its ticket. */
  blamed: string[] | null;
}

/** Decides once for every ledger row by which channels it leaves the house. @returns rows looked at. */
export async function routeNotices(deps: DeliveryDeps): Promise<number> {
  let total = 0;
  for (;;) {
    const { looked, told } = await deps.transact((unit) => routeBatch(unit, deps));
    total += looked;
    for (const [channel, outcome] of told) deps.counted.inc({ channel, outcome });
    if (looked < BATCH) return total;
  }
}

async function routeBatch(unit: UnitOfWork<ResponderTables>, deps: DeliveryDeps) {
  const rows = await takeUnrouted(unit);
  const told = rows.map((): [string, string] => ['in_app', 'sent']);
  if (rows.length === 0) return { looked: 0, told };
  const deliveries = enabledChannels(deps).length === 0 ? [] : deliveriesOf(rows, deps, unit.now);
  const written = deliveries.length === 0 ? [] : await write(unit, deliveries);
  for (const { channel, state } of written) if (state === 'suppressed') told.push([channel, state]);
  const ids = rows.map(({ id }) => id);
  await sql`update responder_notifications set routed_at = ${unit.now}::timestamptz where id = any(${ids}::uuid[])`.execute(
    unit.tx,
  );
  return { looked: rows.length, told };
}

/** A warning may come before the picture of its event, which tells whom it accuses. Longer than this nobody waits. */
const PICTURE_WITHIN_MS = 30_000;

async function takeUnrouted({ tx, now }: UnitOfWork<ResponderTables>): Promise<Unrouted[]> {
  const { rows } = await sql<Unrouted>`
    select n.id, n.reason, n.recipient, n.origin, n.lane, n.urgent, n.at, t.colour, t.level_official, t.level_duty, t.level_machine,
      ${accusedColumn}, (select jsonb_agg(u -> 'id') from responder_events e, jsonb_array_elements(e.snapshot -> 'accused') u
        where e.event_id = n.event_id and u ->> 'id' is not null and not coalesce(u ->> 'id' = any(t.admitted_units), false)) as blamed
    from responder_notifications n left join responder_tickets t on t.id = n.ticket_id
    where n.routed_at is null and (n.event_id is null or n.at < ${new Date(now.getTime() - PICTURE_WITHIN_MS)}
      or exists (select from responder_events e where e.event_id = n.event_id))
    order by n.at, n.id limit ${BATCH} for update of n skip locked`.execute(tx);
  return rows;
}

/** Red, grave by a person or by the machine's facts, or marked so by whoever told it. */
function isUrgent(row: Unrouted): boolean {
  if (row.urgent || row.lane !== 'now') return row.urgent;
  const { level_machine: machine } = row;
  if (machine === null) return false;
  return (
    row.colour === 'red' ||
    Math.max(levelRank(setLevel({ ...row, level_machine: machine })), machineRank(machine)) >= GRAVE
  );
}

function deliveriesOf(rows: Unrouted[], { books }: DeliveryDeps, now: Date) {
  const book = books.notifications;
  const takenBy = new Map<string, Set<string>>();
  return rows.flatMap((row) => {
    const taken = takenBy.get(row.reason) ?? new Set();
    takenBy.set(row.reason, taken);
    const urgent = isUrgent(row);
    const planned = goesOutAt(row.lane, urgent, row.at, book);
    // Written long ago, while nothing ran: not at night for that.
    const due = planned >= now ? planned : goesOutAt('now', urgent, now, book);
    const accused = [...row.accused, ...(row.blamed ?? [])];
    return routesFor(book, { ...row, accused }, books.units, taken).map(({ suppressed, ...routed }) => {
      const kept = STAYS_IN[row.origin] ?? suppressed;
      return {
        ...{ id: uuidv7(now), notification_id: row.id, reason: row.reason, origin: row.origin, lane: row.lane, urgent },
        ...{
          ...routed,
          state: kept === null ? 'waiting' : 'suppressed',
          state_why: kept,
          due_at: due,
          created_at: now,
        },
      };
    });
  });
}

/** @returns rows that are new: one reason × recipient × channel, and one reason a destination. */
async function write({ tx }: UnitOfWork<ResponderTables>, deliveries: ReturnType<typeof deliveriesOf>) {
  const { rows } = await sql<{ channel: string; target: string | null; state: string }>`
    insert into responder_deliveries
      (id, notification_id, reason, recipient, channel, target, origin, lane, urgent, why, state, state_why, due_at, created_at)
    select * from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb)
      as x(id uuid, notification_id uuid, reason text, recipient text, channel text, target text, origin text, lane text,
           urgent boolean, why text, state text, state_why text, due_at timestamptz, created_at timestamptz)
    on conflict do nothing returning channel, target, state`.execute(tx);
  const queues = rows.filter(({ state, target }) => state === 'waiting' && target !== null);
  if (queues.length > 0)
    await sql`insert into responder_delivery_queues (channel, target)
      select distinct channel, target from jsonb_to_recordset(${JSON.stringify(queues)}::jsonb) as x(channel text, target text)
      order by channel, target on conflict do nothing`.execute(tx);
  return rows;
}
