import type { Selectable } from 'kysely';
import type { AttachedOrdersTable } from '../tables.ts';

/** An order of 12345, a petition office or a board as it hangs on a ticket. */
export type AttachedOrder = Selectable<AttachedOrdersTable>;

/** The earliest own due time among them; null = none brought one along. */
export function earliestDue(orders: readonly Pick<AttachedOrder, 'due_at'>[]): Date | null {
  const times = orders.flatMap((order) => (order.due_at === null ? [] : [order.due_at.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** Step of its own clock, one an order. '#' counts later runs of a step. */
export const orderStep = (order: Pick<AttachedOrder, 'source' | 'number'>): string =>
  `order:${order.source}:${order.number}`.replaceAll('#', '＃');
