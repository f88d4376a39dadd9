import { sql } from 'kysely';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { draftRows, writeLeads } from '../escalation/consequences.ts';
import { notify } from '../notifications/ledger.ts';
import { personOf, type ClockPoint, type ResponderTables } from '../tables.ts';
import { SYSTEM } from '../tickets/ticket.ts';
import { emitChanged } from '../tickets/timeline.ts';
import { noticesOf, sentenceOf } from './firing-notices.ts';
import type { DueTicket, SweptClock } from './due-clocks.ts';

/** Everything a batch of firings leaves behind, in a handful of statements whatever its size. */
export async function recordFirings(
  unit: UnitOfWork<ResponderTables>,
  swept: SweptClock[],
  books: ResponderBooks,
): Promise<void> {
  await writeMoments(unit, swept, books);
  await notify(
    unit.tx,
    swept.flatMap((one) => noticesOf(one, books)),
    unit.now,
  );
  const drafts = swept.flatMap((one) => draftRows(one, unit.now));
  if (drafts.length > 0)
    await unit.tx
      .insertInto('responder_drafts')
      .values(drafts)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  await writeLeads(unit.tx, swept, books.units, unit.now);
}

/**
 * A firing row for each moment, and for each loud one an entry of the timeline with a revision of its own; the last revision goes on the bus.
 */
async function writeMoments(
  unit: UnitOfWork<ResponderTables>,
  swept: SweptClock[],
  books: ResponderBooks,
): Promise<void> {
  const heads = new Map<string, { ticket: DueTicket; kind: string }>();
  const moments = swept.flatMap((one) =>
    one.result.fired.map(({ point, silent }) => {
      const row = momentRow(one, point);
      if (silent) return { ...row, silent };
      const kind = KINDS[point.kind];
      const { ticket } = heads.get(one.ticket.id) ?? one;
      const revision = ticket.revision + 1;
      heads.set(ticket.id, { ticket: { ...ticket, revision }, kind });
      return { ...row, silent, id: uuidv7(unit.now), revision, kind, text: sentenceOf(one, point, books) };
    }),
  );
  await insertMoments(unit, moments);
  const changed = [...heads.values()];
  const patches = changed.map(({ ticket: { id, revision } }) => ({ id, revision }));
  await sql`update responder_tickets t set revision = x.revision
    from json_to_recordset(${JSON.stringify(patches)}::json) as x(id uuid, revision int) where t.id = x.id`.execute(
    unit.tx,
  );
  for (const { ticket, kind } of changed) emitChanged(unit, ticket, kind);
}

const momentRow = ({ clock }: SweptClock, point: ClockPoint) => ({
  clock_id: clock.id,
  ticket_id: clock.ticket_id,
  rule: clock.rule_id,
  point: point.point,
  planned: point.at,
  action: point.action,
});

/** One text for both tables, and what all rows share stands once in the statement. */
async function insertMoments({ tx, now }: UnitOfWork<ResponderTables>, moments: readonly object[]): Promise<void> {
  // No "on conflict": a moment that came out before must fail loudly and roll the whole batch back.
  await sql`with moments as materialized (
      select * from json_to_recordset(${JSON.stringify(moments)}::json)
        as x(clock_id uuid, ticket_id uuid, rule text, point text, planned text, action text, silent boolean,
             id uuid, revision int, kind text, text text)),
    fired as (
      insert into responder_clock_firings (clock_id, point, ticket_id, planned_at, fired_at, silent)
      select clock_id, point, ticket_id, planned::timestamptz, ${now}::timestamptz, silent from moments)
    insert into responder_timeline (id, ticket_id, revision, kind, at, recorded_at, actor, text, payload)
    select id, ticket_id, revision, kind, ${now}::timestamptz, ${now}::timestamptz, ${JSON.stringify(personOf(SYSTEM))}::jsonb, text,
      jsonb_build_object('clockId', clock_id, 'rule', rule, 'point', point, 'plannedAt', planned, 'action', action)
    from moments where not silent`.execute(tx);
}

const KINDS = {
  warn: 'clock.warned',
  milestone: 'clock.milestone',
  due: 'clock.overdue',
  escalate: 'clock.escalated',
} as const;
