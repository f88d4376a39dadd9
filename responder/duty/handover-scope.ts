import { sql, type Expression, type SqlBool } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { accuses } from '../queries/visibility.ts';
import type { Tx } from '../tickets/ticket.ts';
import type { HandoverLine, LineKind } from './tables.ts';

/** What a sheet is about: one unit, the shift that ends, and until when the next one lasts. */
export interface SheetScope {
  tx: Tx;
  books: ResponderBooks;
  origin: Origin;
  unit: string;
  /** A lead body hands over every matter but what accuses it, a department its own. */
  isLead: boolean;
  from: Date;
  to: Date;
  nextTo: Date;
  now: Date;
  deadSources: readonly string[];
}
export type SheetLine = Omit<HandoverLine, 'tick'>;
export type Provider = (scope: SheetScope) => Promise<SheetLine[]>;

export const line = (kind: LineKind, key: string, text: string, ticketId: string | null = null): SheetLine => ({
  ...{ id: `${kind}:${key}`, kind, text, ticketId },
});

const inScope = ({ isLead, unit }: SheetScope): Expression<SqlBool> =>
  isLead
    ? sql<SqlBool>`not ${accuses(unit)}`
    : sql<SqlBool>`(t.lead_unit = ${unit} or t.co_units @> array[${unit}]::text[])`;

export const openTickets = (scope: SheetScope) =>
  scope.tx
    .selectFrom('responder_tickets as t')
    .where('t.origin', '=', scope.origin)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(inScope(scope));

/** Rows of one matter together, in the order in which each first appears. */
export function ofOneMatter<T>(rows: readonly T[], key: (row: T) => string): [string, [T, ...T[]]][] {
  const found = new Map<string, [T, ...T[]]>();
  for (const row of rows) {
    const same = found.get(key(row));
    if (same) same.push(row);
    else found.set(key(row), [row]);
  }
  return [...found];
}
