import { z } from 'zod';
import type { Selectable } from 'kysely';
import type { Tx } from '../../tickets/ticket.ts';
import { newest } from '../own-paper.ts';
import type { AsksTable } from '../tables.ts';

export const atAsk = { askId: z.uuid(), version: z.number().int().positive() };

/** The question of this ticket, locked, at the version the person looked at. @throws AppError not_found, conflict */
export async function lockAsk(
  tx: Tx,
  ticketId: string,
  at: { askId: string; version: number },
): Promise<Selectable<AsksTable>> {
  const row = await tx
    .selectFrom('responder_asks')
    .selectAll()
    .where('id', '=', at.askId)
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  return newest(row, at.version, '这个问题', ({ settled_by, settled_at }) => ({ by: settled_by, at: settled_at }));
}
