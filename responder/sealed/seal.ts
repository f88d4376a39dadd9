import type { Kysely } from 'kysely';
import { randomBytes } from 'node:crypto';
import { internationalSuite as suite } from '../../platform/runtime/crypto.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
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

/**
 * The key that seals on this ticket now, made when first asked for and again after 销毁: a matter that was reopened goes on under a new one.
 * The ticket is locked by the frame of the verb, so that two cannot make one each.
 */
export async function sealingKey(
  tx: Tx,
  keys: Keys,
  ticketId: string,
  now: Date,
): Promise<{ keyId: string; key: Buffer }> {
  const outer = keys.encryptionKey(PURPOSE);
  const live = await tx
    .selectFrom('responder_sealed_keys')
    .select(['id', 'wrapped'])
    .where('ticket_id', '=', ticketId)
    .where('wrapped', 'is not', null)
    .executeTakeFirst();
  if (live?.wrapped) return { keyId: live.id, key: unwrap(outer, live.wrapped, ticketId) };
  const [keyId, key] = [uuidv7(now), randomBytes(KEY_BYTES)];
  const wrapped = suite.encrypt(outer, key.toString('hex'), ticketId);
  await tx
    .insertInto('responder_sealed_keys')
    .values({
      ...{ id: keyId, ticket_id: ticketId, wrapped, made_at: now },
      ...{ destroyed_at: null, destroyed_by: null, destroyed_why: null },
    })
    .execute();
  return { keyId, key };
}

/** The key a value was sealed with. @throws AppError 'precondition_failed' once it was destroyed */
export async function keyOfValue(tx: Tx, keys: Keys, keyId: string): Promise<Buffer> {
  const { wrapped, ticket_id: ticketId } = await tx
    .selectFrom('responder_sealed_keys')
    .select(['wrapped', 'ticket_id'])
    .where('id', '=', keyId)
    .executeTakeFirstOrThrow();
  if (wrapped === null) throw new AppError('precondition_failed', '封存内容已销毁');
  return unwrap(keys.encryptionKey(PURPOSE), wrapped, ticketId);
}

const unwrap = (outer: Parameters<typeof suite.decrypt>[0], wrapped: string, ticketId: string): Buffer =>
  Buffer.from(suite.decrypt(outer, wrapped, ticketId), 'hex');

/** Who was let in to what is sealed now: with 销毁 the list ends, and a reopened matter names its readers anew. */
export const readersNow = (db: Kysely<ResponderTables>, ticketId: string) =>
  db
    .selectFrom('responder_sealed_readers as r')
    .selectAll('r')
    .where('r.ticket_id', '=', ticketId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('responder_sealed_keys as k')
            .select('k.id')
            .whereRef('k.ticket_id', '=', 'r.ticket_id')
            .whereRef('k.destroyed_at', '>=', 'r.at'),
        ),
      ),
    )
    .orderBy('r.at');

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
