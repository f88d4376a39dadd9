import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  counted,
  cursorOf,
  limitOf,
  pageOf,
  readCursor,
  type Page,
  type PageQuery,
  type QueryDeps,
} from '../queries/read.ts';
import { visibleTickets } from '../queries/visibility.ts';
import { promiseView, type ListedPromise, type PromiseState } from './promise-view.ts';

export interface PromiseFilter {
  state?: PromiseState | undefined;
  unit?: string | undefined;
}

/** 承诺台账 over all tickets this person may see, earliest due first, closed tickets too: promises live on. */
export async function listPromises(
  deps: QueryDeps,
  actor: Actor,
  { state, unit, ...page }: PageQuery & PromiseFilter = {},
): Promise<Page<ListedPromise>> {
  const { db, books, time } = deps;
  const now = time.now();
  const limit = limitOf(page);
  const after = readCursor(page.cursor);
  const rows = await db
    .selectFrom('responder_promises as p')
    .innerJoin('responder_tickets as t', 't.id', 'p.ticket_id')
    .leftJoin('responder_releases as r', 'r.id', 'p.release_id')
    .selectAll('p')
    .select(['r.title as release_title', 't.number', 't.title'])
    .where(visibleTickets(actor, books.units).where)
    .where(counted(actor, page.origins))
    .where(state === undefined ? sql<boolean>`true` : inState(state, now))
    .where(unit === undefined ? sql<boolean>`true` : sql<boolean>`p.unit = ${unit}`)
    .where(after === null ? sql<boolean>`true` : sql<boolean>`(p.due_at, p.id) > (${after.at}, ${after.id})`)
    .orderBy('p.due_at')
    .orderBy('p.id')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows,
    limit,
    now,
    (row) => ({
      ...promiseView(row, books.units, now),
      ...{ ticketId: row.ticket_id, number: row.number, title: row.title, origin: row.origin },
    }),
    (row) => cursorOf(row.due_at, row.id),
  );
}

function inState(state: PromiseState, now: Date) {
  switch (state) {
    case 'open':
      return sql<boolean>`p.state = 'open' and p.due_at > ${now}`;
    case 'overdue':
      return sql<boolean>`p.state = 'open' and p.due_at <= ${now}`;
    case 'kept':
      return sql<boolean>`p.state = 'kept' and p.kept_at <= p.due_at`;
    case 'kept_late':
      return sql<boolean>`p.state = 'kept' and p.kept_at > p.due_at`;
  }
}
