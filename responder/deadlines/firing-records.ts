import { sql } from 'kysely';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { draftRows, leadRows } from '../escalation/consequences.ts';
import { notify } from '../notifications/ledger.ts';
import { personOf, type ClockPoint, type ResponderTables } from '../tables.ts';
import { SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { emitChanged, timelineRow } from '../tickets/timeline.ts';
import { noticesOf, sentenceOf } from './firing-notices.ts';
import type { SweptClock } from './sweep.ts';

/** Everything a batch of firings leaves behind, in a handful of statements whatever its size. */
export async function recordFirings(
  unit: UnitOfWork<ResponderTables>,
  swept: SweptClock[],
  books: ResponderBooks,
): Promise<void> {
  await insertFirings(unit, swept);
  await insertTimeline(unit, swept, books);
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
  const leads = await leadRows(unit.tx, swept, books.units, unit.now);
  if (leads.length > 0)
    await unit.tx
      .insertInto('responder_accountability_leads')
      .values(leads)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

async function insertFirings(unit: UnitOfWork<ResponderTables>, swept: SweptClock[]): Promise<void> {
  const rows = swept.flatMap(({ clock, result }) =>
    result.fired.map(({ point, silent }) => ({
      clock_id: clock.id,
      point: point.point,
      ticket_id: clock.ticket_id,
      planned_at: point.at,
      fired_at: unit.now,
      silent,
    })),
  );
  // No "on conflict": a moment that came out before must fail loudly and roll the whole batch back.
  await sql`insert into responder_clock_firings (clock_id, point, ticket_id, planned_at, fired_at, silent)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(clock_id uuid, point text, ticket_id uuid, planned_at timestamptz, fired_at timestamptz, silent boolean)`.execute(
    unit.tx,
  );
}

/** One entry a loud moment, one revision each; the last revision goes on the bus. */
async function insertTimeline(
  unit: UnitOfWork<ResponderTables>,
  swept: SweptClock[],
  books: ResponderBooks,
): Promise<void> {
  const revisions = new Map<string, { ticket: Ticket; revision: number; kind: string }>();
  const rows = swept.flatMap((one) =>
    one.result.fired
      .filter((fired) => !fired.silent)
      .map(({ point }) => {
        const held = revisions.get(one.ticket.id);
        const revision = (held?.revision ?? one.ticket.revision) + 1;
        const kind = KINDS[point.kind];
        revisions.set(one.ticket.id, { ticket: one.ticket, revision, kind });
        const entry = { kind, text: sentenceOf(one, point, books), payload: payloadOf(one, point) };
        // Whose entry it is stands once in the statement; the payload travels as it is, not as text in text.
        return {
          ...timelineRow(one.ticket.id, revision, entry, SYSTEM, unit.now),
          actor: undefined,
          payload: entry.payload,
        };
      }),
  );
  await sql`insert into responder_timeline
      (id, ticket_id, revision, kind, at, recorded_at, back_dated, actor, text, reason, payload)
    select id, ticket_id, revision, kind, at, recorded_at, back_dated, ${JSON.stringify(personOf(SYSTEM))}::jsonb, text, reason, payload
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(id uuid, ticket_id uuid, revision int, kind text, at timestamptz, recorded_at timestamptz, back_dated boolean,
           text text, reason text, payload jsonb)`.execute(unit.tx);
  const patches = [...revisions.values()].map(({ ticket, revision }) => ({ id: ticket.id, revision }));
  await sql`update responder_tickets t set revision = x.revision
    from jsonb_to_recordset(${JSON.stringify(patches)}::jsonb) as x(id uuid, revision int) where t.id = x.id`.execute(
    unit.tx,
  );
  for (const { ticket, revision, kind } of revisions.values()) emitChanged(unit, { ...ticket, revision }, kind);
}

const payloadOf = ({ clock }: SweptClock, point: ClockPoint) => ({
  clockId: clock.id,
  rule: clock.rule_id,
  point: point.point,
  plannedAt: point.at,
  action: point.action ?? null,
});

const KINDS = {
  warn: 'clock.warned',
  milestone: 'clock.milestone',
  due: 'clock.overdue',
  escalate: 'clock.escalated',
} as const;
