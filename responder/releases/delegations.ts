import { sql, type Kysely, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { iso, type QueryDeps } from '../queries/read.ts';
import {
  actedOn,
  dueBy,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import type { ResponderTables } from '../tables.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { coordinates } from '../tickets/steps.ts';
import { unitRef } from '../tickets/view.ts';
import type { ReleaseDesk } from './desk-schema.ts';
import { ownerOf } from './draft-release.ts';
import type { DelegationsTable } from './tables.ts';

export type Delegation = Selectable<DelegationsTable>;
const SHOWN = 100;

/** Units whose head may have to sign a release of this ticket: the one that answers, those that help, those whose draft lies there. */
export async function releasingUnits(db: Kysely<ResponderTables>, ticket: Ticket): Promise<string[]> {
  const drafts = await db
    .selectFrom('responder_release_drafts')
    .select('unit')
    .distinct()
    .where('ticket_id', '=', ticket.id)
    .execute();
  return [...new Set([ownerOf(ticket), ...ticket.co_units, ...drafts.map(({ unit }) => unit)])];
}

/** Orders that hold for releases of these units on this ticket, the newest first. */
export async function delegationsOf(
  db: Kysely<ResponderTables>,
  ticket: Pick<Ticket, 'id' | 'origin'>,
  units: readonly string[],
): Promise<Delegation[]> {
  const rows = await db
    .selectFrom('responder_delegations')
    .selectAll()
    .where('unit', 'in', units)
    .where('origin', '=', ticket.origin)
    .where((eb) => eb.or([eb('scope', '=', 'unit'), eb('ticket_id', '=', ticket.id)]))
    // What still holds is never behind what is over, however many there were.
    .orderBy('until_at', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.sort((a, b) => b.recorded_at.getTime() - a.recorded_at.getTime());
}

/** The order on which this person may sign now. */
export const validFor = (delegations: readonly Delegation[], personId: string, now: Date): Delegation | undefined =>
  delegations.find((one) => one.delegate_id === personId && one.from_at <= now && now <= one.until_at);

/** For which drafts this person may sign now in the head's place. */
export async function delegates(
  db: Kysely<ResponderTables>,
  personId: string,
  now: Date,
): Promise<(draft: { unit: string; ticket_id: string; origin: string }) => boolean> {
  const orders = await db
    .selectFrom('responder_delegations')
    .select(['unit', 'origin', 'scope', 'ticket_id'])
    .where('delegate_id', '=', personId)
    .where('from_at', '<=', now)
    .where('until_at', '>=', now)
    .execute();
  return ({ unit, ticket_id: ticket, origin }) =>
    orders.some(
      (order) =>
        order.unit === unit && order.origin === origin && (order.scope === 'unit' || order.ticket_id === ticket),
    );
}

export const isUnsigned = ({ paper }: Pick<Delegation, 'paper'>): boolean => paper === null;

export async function delegationsView(
  { db, books }: Pick<QueryDeps, 'db' | 'books'>,
  ticket: Ticket,
): Promise<ReleaseDesk['delegations']> {
  const entered = await db
    .selectFrom('responder_delegations')
    .select('unit')
    .distinct()
    .where('ticket_id', '=', ticket.id)
    .execute();
  // One entered here stays to be seen and signed, though its unit is off the matter.
  const units = [...(await releasingUnits(db, ticket)), ...entered.map(({ unit }) => unit)];
  return (await delegationsOf(db, ticket, units)).map((row) => ({
    ...{
      id: row.id,
      unit: unitRef(books.units, row.unit),
      principal: row.principal,
      delegate: row.delegate.name,
      scope: row.scope,
      paper: row.paper,
    },
    ...{ from: toLocalIso(row.from_at), until: toLocalIso(row.until_at), unsigned: isUnsigned(row) },
    ...{ recordedBy: row.recorded_by.name, signedBy: row.signed_by?.name ?? null, signedAt: iso(row.signed_at) },
  }));
}

/** Of a spoken order `d`: a paper is owed while it holds, and for ever once somebody signed on it. One ended unused, or entered wrongly, owes none. */
export const owesPaper = (now: Date): RawBuilder<SqlBool> =>
  sql<SqlBool>`(d.paper is null
    and (d.until_at > greatest(${now}, d.from_at + interval '1 millisecond') or exists (select from responder_release_signatures s where s.delegation_id = d.id)))`;

/** Spoken orders not signed yet wait for the head of the unit and for whoever entered them; once that unit is off the matter, for who leads it. */
export const unsignedDelegations: TaskProvider = async ({ db, books, time }, actor, query) => {
  const isHead = actor.roles.includes('unit_head');
  const rows = await db
    .selectFrom('responder_delegations as d')
    .innerJoin('responder_tickets as t', 't.id', 'd.ticket_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, accusedColumn])
    .select(['d.id', 'd.unit', 'd.principal', 'd.delegate', 'd.delegate_id', 'd.recorded_by'])
    .select('d.until_at')
    .where(owesPaper(time.now()))
    .where('t.state', '<>', 'archived')
    .where('d.delegate_id', '<>', actor.id)
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('d.recorded_at')
    .limit(SHOWN)
    .execute();
  return rows
    .filter(
      (row) =>
        (isHead && row.unit === actor.unitId) ||
        row.recorded_by.id === actor.id ||
        (row.unit !== row.lead_unit && !row.co_units.includes(row.unit) && coordinates(actor, row, books.units)),
    )
    .map((row) => ({
      ...{ id: `delegation:${row.id}`, kind: 'delegation', kindTitle: '待补签委托' },
      text: `补签${row.principal}对${row.delegate.name}的口头委托`,
      why: row.recorded_by.id === actor.id ? '由您登记，须取得书面委托' : '贵单位的口头委托，须补签',
      ...ofTicket(row, 'release', 'sign-delegation'),
      ...dueBy(row.until_at, time.now()),
    }));
};
