import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Keys } from '../../platform/runtime/kernel.ts';
import { parseInput, reasonText, type VerbDeps } from '../tickets/act.ts';
import { maySee } from '../tickets/permissions.ts';
import { accusedUnits, lockTicket, notFound, type Tx } from '../tickets/ticket.ts';
import { keyOfValue, readersNow, unsealValue } from './seal.ts';

export const openSealedInput = z.strictObject({ reason: reasonText });

/**
 * Opens one sealed value for a person on the list, with a reason; each opening and each refusal is audited. The value goes to the caller alone.
 * @throws AppError not_found, forbidden (not on the list), precondition_failed (destroyed)
 */
export async function openSealed(
  deps: Pick<VerbDeps, 'transact' | 'books'> & { keys: Keys },
  ids: { ticketId: string; valueId: string },
  raw: z.input<typeof openSealedInput>,
  actor: Actor,
): Promise<{ label: string; value: string }> {
  const { reason } = parseInput(openSealedInput, raw);
  const opened = await deps.transact(async (unit) => {
    const ticket = await lockTicket(unit.tx, ids.ticketId);
    if (!maySee(actor, { ...ticket, accused: accusedUnits(ticket) }, deps.books.units)) throw notFound();
    const listed = await isReader(unit.tx, ids.ticketId, actor.id);
    const subject = { kind: 'sealed', id: ids.valueId };
    const detail = { ticket: ticket.number, reason };
    unit.audit({ actor, action: 'sealed.open', subject, detail, success: listed });
    return listed ? unsealed(unit.tx, deps.keys, ids) : null;
  });
  // Thrown after the commit, so that the refusal stands in the audit.
  if (opened === null) throw new AppError('forbidden', '您不在本事项封存内容的查阅名单内');
  return opened;
}

const isReader = async (tx: Tx, ticketId: string, actorId: string): Promise<boolean> =>
  (await readersNow(tx, ticketId).where('r.actor_id', '=', actorId).executeTakeFirst()) !== undefined;

async function unsealed(tx: Tx, keys: Keys, { ticketId, valueId }: { ticketId: string; valueId: string }) {
  const row = await tx
    .selectFrom('responder_sealed_values')
    .select(['label', 'sealed', 'key_id'])
    .where('id', '=', valueId)
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这项封存内容');
  return { label: row.label, value: unsealValue(await keyOfValue(tx, keys, row.key_id), row.sealed, valueId) };
}
