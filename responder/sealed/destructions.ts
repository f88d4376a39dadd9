import type { ClientBase } from 'pg';
import { z } from 'zod';
import { uuidv7 } from '../../platform/runtime/ids.ts';

/** The certificate that what lay under seal of a ticket was destroyed, as its key row keeps it. Instants ISO 8601. */
export const destructionSchema = z.strictObject({
  ticketId: z.uuid(),
  /** Absent in lists of before: then the one key of the ticket, which has the id of the ticket. */
  keyId: z.uuid().optional(),
  at: z.iso.datetime({ offset: true }),
  by: z.object({ id: z.string(), name: z.string(), unitId: z.string().nullable() }),
  why: z.string(),
});
export type Destruction = z.infer<typeof destructionSchema>;

export const keyIdOf = ({ keyId, ticketId }: Pick<Destruction, 'keyId' | 'ticketId'>): string => keyId ?? ticketId;

export interface SealedKeys {
  destroyed: Destruction[];
  /** Tickets whose sealed values can still be opened. */
  intact: { ticketId: string; keyId: string; number: string }[];
}

/** A backup of long ago is looked at before it is migrated: its keys have no id of their own, and are known by their ticket. */
const ID = `coalesce((to_jsonb(k) ->> 'id')::uuid, k.ticket_id)`;
const KEY_OF_VALUE = `coalesce((to_jsonb(v) ->> 'key_id')::uuid, v.ticket_id)`;

/** All keys of sealed values in this database, told apart. */
export async function sealedKeysOf(client: ClientBase): Promise<SealedKeys> {
  // A backup of long ago has no such table.
  const { rowCount } = await client.query(`select from pg_class where oid = to_regclass('responder_sealed_keys')`);
  if (!rowCount) return { destroyed: [], intact: [] };
  const { rows: gone } = await client.query<{
    id: string;
    keyId: string;
    at: Date;
    by: Destruction['by'];
    why: string;
  }>(
    `select ticket_id as id, ${ID} as "keyId", destroyed_at as at, destroyed_by as by, destroyed_why as why
     from responder_sealed_keys k where wrapped is null order by destroyed_at, ticket_id`,
  );
  const { rows: intact } = await client.query<SealedKeys['intact'][number]>(
    `select k.ticket_id as "ticketId", ${ID} as "keyId", t.number from responder_sealed_keys k join responder_tickets t on t.id = k.ticket_id
     where k.wrapped is not null order by t.number`,
  );
  return {
    destroyed: gone.map(({ id, keyId, at, by, why }) => ({ ticketId: id, keyId, at: at.toISOString(), by, why })),
    intact,
  };
}

/**
 * Destroys again what a restored database brought back: the certificate of then, and an entry in the audit of today. Inside the caller's
 * transaction. @returns how many keys were there.
 */
export async function destroyAgain(client: ClientBase, listed: readonly Destruction[], now: Date): Promise<number> {
  let count = 0;
  for (const { at, by, why, ...which } of listed) {
    const [{ ticketId }, keyId] = [which, keyIdOf(which)];
    const { rowCount } = await client.query(
      `update responder_sealed_keys k set wrapped = null, destroyed_at = $2, destroyed_by = $3, destroyed_why = $4
       where ${ID} = $1 and wrapped is not null`,
      [keyId, at, JSON.stringify(by), why],
    );
    if (rowCount !== 1) continue;
    count += 1;
    await client.query(`delete from responder_sealed_values v where ${KEY_OF_VALUE} = $1`, [keyId]);
    await client.query(`delete from responder_idempotency_keys where ticket_id = $1 and verb = 'seal-value'`, [
      ticketId,
    ]);
    await client.query(
      `with entry as (
         insert into audit_entries (id, at, actor_id, actor_name, actor_unit, actor_roles, action, subject_kind, subject_id, detail, success, trace_id)
         values ($1, $2, 'system', '系统', null, '{}', 'sealed.destroy-again', 'ticket', $3, $4, true, 'restore') returning id)
       insert into audit_unsealed (entry_id) select id from entry`,
      [uuidv7(now), now, ticketId, JSON.stringify({ at, by: by.id, why })],
    );
  }
  return count;
}
