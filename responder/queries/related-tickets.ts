import type { Actor } from '../../platform/runtime/kernel.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { QueryDeps } from './read.ts';
import { visibleTickets } from './visibility.ts';

/** How another ticket stands to this one, in the words of the screen. */
export const RELATIONS = {
  main: '已并入',
  merged: '并入本工单',
  whole: '拆分自',
  part: '已拆分出',
  earlier: '前一工单',
  later: '后续工单',
} as const;
export type Relation = keyof typeof RELATIONS;

export interface RelatedTicket {
  relation: Relation;
  /** 已并入, 拆分自 … */
  name: string;
  id: string;
  number: string;
  title: string;
}

/** The tickets it was merged into or split from, and those the other way round; only what this person may read himself. */
export async function relatedTickets(
  { db, books }: QueryDeps,
  actor: Actor,
  { id, merged_into, split_from, previous_ticket }: Ticket,
): Promise<RelatedTicket[]> {
  const own = [merged_into, split_from, previous_ticket].filter((one) => one !== null);
  const rows = await db
    .selectFrom('responder_tickets as t')
    .select(['t.id', 't.number', 't.title', 't.merged_into', 't.split_from', 't.previous_ticket'])
    .where((eb) =>
      eb.or([
        eb('t.merged_into', '=', id),
        eb('t.split_from', '=', id),
        eb('t.previous_ticket', '=', id),
        ...(own.length === 0 ? [] : [eb('t.id', 'in', own)]),
      ]),
    )
    .where(visibleTickets(actor, books.units).where)
    .orderBy('t.opened_at')
    .execute();
  return rows.flatMap((row) => {
    const holds: Record<Relation, boolean> = {
      main: row.id === merged_into,
      merged: row.merged_into === id,
      whole: row.id === split_from,
      part: row.split_from === id,
      earlier: row.id === previous_ticket,
      later: row.previous_ticket === id,
    };
    return (Object.keys(RELATIONS) as Relation[])
      .filter((relation) => holds[relation])
      .map((relation) => ({ relation, name: RELATIONS[relation], id: row.id, number: row.number, title: row.title }));
  });
}
