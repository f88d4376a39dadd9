import { sql, type Kysely } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { TicketChanged } from '../../responder/messages.ts';
import type { Responder } from '../../responder/index.ts';
import type { DashboardTables } from '../tables.ts';

export interface EventUnits {
  /** Keeps the projection; older revisions than the one known change nothing. */
  learn(tickets: readonly TicketChanged[]): Promise<void>;
  /** Units that take part in each event and may see it; events without any are absent. */
  unitsOf(eventIds: readonly string[]): Promise<Map<string, string[]>>;
  /** Events a unit takes part in, whoever asks: for narrowing, never for permission. */
  eventsWith(unitId: string): Promise<string[]>;
  /** Events of a department's own tickets, and those a unit keeps in the place of an accused lead body. */
  eventsOf(actor: Actor): Promise<string[]>;
}

/**
 * A small projection of tickets.changed. It only says who *takes part*; whether a unit may *see* (it may not where it is accused) is asked of
 * the responder each time, so there is one rule.
 */
export function createEventUnits(
  db: Kysely<DashboardTables>,
  queries: Pick<Responder['queries'], 'ticketsOfEvents' | 'eventsKept'>,
): EventUnits {
  const visible = async (unit: string, eventIds: string[]): Promise<Set<string>> =>
    new Set((await queries.ticketsOfEvents(anybodyOf(unit), eventIds)).keys());
  return {
    async learn(tickets) {
      for (const { id, eventId, revision, units } of tickets) await upsert(db, { id, eventId, revision, units });
    },
    async unitsOf(eventIds) {
      const candidates = await unitsByEvent(db, eventIds);
      const result = new Map<string, string[]>();
      for (const [unit, events] of candidates) {
        for (const event of await visible(unit, events)) result.set(event, [...(result.get(event) ?? []), unit]);
      }
      return result;
    },
    eventsWith: (unitId) => eventsWith(db, unitId),
    async eventsOf(actor) {
      if (actor.unitId === null) return [];
      const ids = await eventsWith(db, actor.unitId);
      const own = await queries.ticketsOfEvents(actor, ids);
      return [...new Set([...own.keys(), ...(await queries.eventsKept(actor))])];
    },
  };
}

/** Any handler of the unit: what he may see, the unit may see. */
const anybodyOf = (unitId: string): Actor => ({ id: 'dashboard', name: 'dashboard', unitId, roles: ['handler'] });

async function upsert(
  db: Kysely<DashboardTables>,
  ticket: Pick<TicketChanged, 'id' | 'eventId' | 'revision' | 'units'>,
): Promise<void> {
  const row = { event_id: ticket.eventId, revision: ticket.revision, units: ticket.units };
  await db
    .insertInto('dashboard_event_units')
    .values({ ticket_id: ticket.id, ...row })
    .onConflict((conflict) =>
      conflict.column('ticket_id').doUpdateSet(row).where('dashboard_event_units.revision', '<', ticket.revision),
    )
    .execute();
}

/** Unit → events it takes part in, of those asked. */
async function unitsByEvent(db: Kysely<DashboardTables>, eventIds: readonly string[]): Promise<Map<string, string[]>> {
  const byUnit = new Map<string, string[]>();
  if (eventIds.length === 0) return byUnit;
  const rows = await db
    .selectFrom('dashboard_event_units')
    .select(['event_id', 'units'])
    .where('event_id', 'in', eventIds)
    .execute();
  for (const { event_id, units } of rows) {
    for (const unit of units) byUnit.set(unit, [...(byUnit.get(unit) ?? []), event_id]);
  }
  return byUnit;
}

async function eventsWith(db: Kysely<DashboardTables>, unitId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('dashboard_event_units')
    .select('event_id')
    .distinct()
    .where(sql<boolean>`units @> ${[unitId]}::text[]`)
    .execute();
  return rows.map((row) => row.event_id);
}
