import { z } from 'zod';
import type { Selectable } from 'kysely';
import type { Tx } from '../../tickets/ticket.ts';
import { newest } from '../own-paper.ts';
import type { RumoursTable } from '../tables.ts';

export const atRumour = { rumourId: z.uuid(), version: z.number().int().positive() };

/** The claim of this ticket, locked, at the version the person looked at. @throws AppError not_found, conflict */
export async function lockRumour(
  tx: Tx,
  ticketId: string,
  at: { rumourId: string; version: number },
): Promise<Selectable<RumoursTable>> {
  const row = await tx
    .selectFrom('responder_rumours')
    .selectAll()
    .where('id', '=', at.rumourId)
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  return newest(row, at.version, '这条网传信息', ({ clarified_by, clarified_at, verified }) => ({
    by: clarified_by ?? verified?.by ?? null,
    at: clarified_at,
  }));
}
