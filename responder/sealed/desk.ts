import type { Selectable } from 'kysely';
import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { leadsHere } from '../tickets/leads-here.ts';
import { readersNow } from './seal.ts';
import type { SealedTables } from './tables.ts';

/** Labels only; a value is opened one by one, with a reason. Instants ISO 8601 +08:00. */
export const sealedDeskSchema = z
  .object({
    values: z.array(z.object({ id: z.string(), label: z.string(), by: z.string(), at: z.string() })),
    readers: z.array(z.object({ actorId: z.string(), name: z.string(), reason: z.string(), by: z.string() })),
    mayOpen: z.boolean(),
    /** One certificate for each 销毁, the first one first; a reopened matter may have sealed anew since. */
    destroyed: z.array(z.object({ at: z.string(), by: z.string(), why: z.string() })),
  })
  .meta({ id: 'SealedDesk' });
export type SealedDesk = z.infer<typeof sealedDeskSchema>;

const ADMITTING = ['unit_head', 'duty_leader', 'leader', 'duty_officer', 'handler'] as const;

export const sealedDesk: Desk<typeof sealedDeskSchema> = {
  name: 'sealed',
  title: '封存',
  schema: sealedDeskSchema,
  mayOpen: ({ books }, actor, ticket) =>
    books.sealing.enabled &&
    (ADMITTING.some((role) => actor.roles.includes(role)) || leadsHere(actor, ticket, books.units)),
  async read({ db }, actor, ticket) {
    const values = await db
      .selectFrom('responder_sealed_values')
      .select(['id', 'label', 'by', 'at'])
      .where('ticket_id', '=', ticket.id)
      .orderBy('at')
      .execute();
    const readers = await readersNow(db, ticket.id).execute();
    const gone = await db
      .selectFrom('responder_sealed_keys')
      .selectAll()
      .where('ticket_id', '=', ticket.id)
      .where('destroyed_at', 'is not', null)
      .orderBy('destroyed_at')
      .execute();
    return {
      values: values.map(({ id, label, by, at }) => ({ id, label, by: by.name, at: toLocalIso(at) })),
      readers: readers.map((row) => ({
        ...{ actorId: row.actor_id, name: row.name, reason: row.reason, by: row.granted_by.name },
      })),
      mayOpen: readers.some((row) => row.actor_id === actor.id),
      destroyed: gone.flatMap(destroyedOf),
    };
  },
};

const destroyedOf = (key: Selectable<SealedTables['responder_sealed_keys']>): SealedDesk['destroyed'] =>
  key.destroyed_at && key.destroyed_by
    ? [{ at: toLocalIso(key.destroyed_at), by: key.destroyed_by.name, why: key.destroyed_why ?? '' }]
    : [];
