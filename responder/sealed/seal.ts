import type { Kysely } from 'kysely';
import { randomBytes } from 'node:crypto';
import { internationalSuite as suite } from '../../platform/runtime/crypto.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Keys } from '../../platform/runtime/kernel.ts';
import type { SealingBook } from '../../config/schema/sealing.ts';
import type { ResponderTables } from '../tables.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';

const PURPOSE = 'sealed-values';
const KEY_BYTES = 32;

/** Null = this matter may keep values under seal; else the Chinese reason. */
export function whyNoSeal(book: SealingBook, ticket: Pick<Ticket, 'kind'>, orders: number): string | null {
  if (!book.enabled) return '本系统未启用封存';
  if (ticket.kind !== null && book.kinds.includes(ticket.kind)) return null;
  return book.orders && orders > 0 ? null : '本事项不属可封存的情形（须答复个人的来件，或突发公共卫生事件）';
}

/** The key of a ticket, made when first asked for. @throws AppError 'precondition_failed' once it was destroyed */
export async function keyOfTicket(tx: Tx, keys: Keys, ticketId: string, now: Date): Promise<Buffer> {
  const outer = keys.encryptionKey(PURPOSE);
  const fresh = suite.encrypt(outer, randomBytes(KEY_BYTES).toString('hex'), ticketId);
  await tx
    .insertInto('responder_sealed_keys')
    .values({ ticket_id: ticketId, wrapped: fresh, made_at: now, destroyed_at: null, destroyed_why: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('responder_sealed_keys')
    .select('wrapped')
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.wrapped === null) throw new AppError('precondition_failed', '封存内容已销毁');
  return Buffer.from(suite.decrypt(outer, row.wrapped, ticketId), 'hex');
}

/** Does the matter keep anything under seal now? */
export const keepsSealed = async (db: Kysely<ResponderTables>, ticketId: string): Promise<boolean> =>
  (await db
    .selectFrom('responder_sealed_keys')
    .select('ticket_id')
    .where('ticket_id', '=', ticketId)
    .where('wrapped', 'is not', null)
    .executeTakeFirst()) !== undefined;

/** Bound to its row: a value moved to another row or ticket does not open. */
export const sealValue = (key: Buffer, plain: string, valueId: string): string => suite.encrypt(key, plain, valueId);
export const unsealValue = (key: Buffer, sealed: string, valueId: string): string =>
  suite.decrypt(key, sealed, valueId);
