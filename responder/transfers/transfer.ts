import { z } from 'zod';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { identityIn } from '../papers/paper-checks.ts';
import type { ResponderTables, TransfersTable } from '../tables.ts';
import type { Tx } from '../tickets/ticket.ts';

export type Transfer = Selectable<TransfersTable>;

/** 抄告事由 and 内容, in the words of who writes it. */
export const paperText = {
  subject: z.string().trim().min(2, '请写明事由').max(200),
  body: z.string().trim().min(5, '请写明内容').max(5000),
};

/** @throws AppError precondition_failed: nothing in the paper may lead to who wrote a post (README.md, What it refuses to be). */
export function refuseIdentity(...texts: string[]): void {
  const found = [...new Set(texts.flatMap(identityIn))];
  if (found.length > 0)
    throw new AppError('precondition_failed', `抄告、移送材料中不得出现发布者身份信息：${found.join('、')}`, { found });
}

/** The paper, locked, if it has the version the person was looking at. @throws AppError not_found, conflict. */
export async function lockTransfer(tx: Tx, ticketId: string, id: string, version: number): Promise<Transfer> {
  const row = await tx
    .selectFrom('responder_transfers')
    .selectAll()
    .where('id', '=', id)
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这份文书');
  if (row.version !== version) throw new AppError('conflict', `${row.number} 已有变化，请刷新后再办`);
  if (row.state === 'withdrawn') throw new AppError('precondition_failed', `${row.number} 已撤回`);
  return row;
}

/** D-6: a 移送单 went out for this ticket and was not taken back. */
export async function wasHandedOver(tx: Kysely<ResponderTables>, ticketId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('responder_transfers')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', 'hand_over')
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst();
  return row !== undefined;
}
