import { sql, type Kysely, type RawBuilder } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import { originsActedOn, originsCounted } from '../../platform/runtime/origins.ts';
import type { Time } from '../../platform/ports/time.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderBooks } from '../books.ts';
import type { Person, ResponderTables } from '../tables.ts';
import type { People } from '../tickets/people.ts';
import type { Scope } from '../tickets/permissions.ts';
import type { Clock } from '../tickets/ticket.ts';
import type { SourceTexts } from '../tickets/source-texts.ts';

/** What every query reads with. */
export interface QueryDeps {
  db: Kysely<ResponderTables>;
  time: Time;
  books: ResponderBooks;
  /** Who has an account; absent = not known. */
  people?: People;
  /** What the posts of an event say, for who reads them anyway. */
  sourceTexts?: SourceTexts;
}

export interface Page<T> {
  items: T[];
  /** Opaque; null at the end. */
  nextCursor: string | null;
  serverTime: string;
}
export interface PageQuery {
  cursor?: string | undefined;
  /** Default 50, at most 200. */
  limit?: number | undefined;
  /** Narrows what the person sees anyway. Absent: lists show all of that, numbers and clocks count the own origin alone. */
  origins?: readonly Origin[] | undefined;
}

export const iso = (at: Date | null): string | null => (at === null ? null : toLocalIso(at));
export const limitOf = (query: PageQuery): number => Math.min(Math.max(query.limit ?? 50, 1), 200);

export const ofOrigins = (alias: 't' | 'n', origins: readonly Origin[] | undefined): RawBuilder<boolean> =>
  origins === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(`${alias}.origin`)} = any(${[...origins]})`;

/** Numbers, lags and clocks: what was asked for, else the own origin; visibility holds beside it. */
export const counted = (actor: Actor, origins: readonly Origin[] | undefined): RawBuilder<boolean> =>
  ofOrigins('t', origins ?? originsCounted(actor));

/** Notifications ring only whom they concern: no invented matter an official, no real one a demonstration account. */
export const ringing = (actor: Actor): RawBuilder<boolean> => ofOrigins('n', originsActedOn(actor));

/** Keyset cursors: the sort instant and the id of the last row. */
export const cursorOf = (at: Date, id: string): string =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');

/** @throws AppError invalid_input on a cursor that is not ours. */
export function readCursor(cursor: string | undefined): { at: Date; id: string } | null {
  if (cursor === undefined || cursor === '') return null;
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string];
    const date = new Date(at);
    if (!Number.isNaN(date.getTime()) && /^[0-9a-f-]{36}$/.test(id)) return { at: date, id };
  } catch {
    // falls through to the one error a caller sees
  }
  throw new AppError('invalid_input', '翻页参数无效，请从第一页开始');
}

/** One row more than asked tells whether there is a next page. */
export function pageOf<R, T>(
  rows: R[],
  limit: number,
  now: Date,
  item: (row: R) => T,
  cursor: (row: R) => string,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? cursor(last) : null,
    serverTime: toLocalIso(now),
  };
}

/** Clocks of several tickets, by ticket id. */
export async function clocksByTicket(db: Kysely<ResponderTables>, ids: string[]): Promise<Map<string, Clock[]>> {
  const map = new Map<string, Clock[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return map;
  const rows = await db
    .selectFrom('responder_clocks')
    .selectAll()
    .where('ticket_id', 'in', ids)
    .orderBy('due_at')
    // One that ended and its successor have one due time; the newer one comes last.
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  for (const row of rows) map.get(row.ticket_id)?.push(row);
  return map;
}

/** Evaluators see acts and units, never names. */
export const shownPerson = (person: Person, scope: Scope): Person =>
  scope === 'impersonal' ? { id: '', name: '—', unitId: person.unitId } : person;
