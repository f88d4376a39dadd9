import { sql, type Kysely } from 'kysely';
import type { Actor, Role } from '../runtime/kernel.ts';

/** The demonstration's people by login; empty where there is no demonstration. */
export async function demoActors(db: Kysely<never>): Promise<Map<string, Actor>> {
  const { rows } = await sql<{ login: string; id: string; name: string; unit_id: string | null; roles: Role[] }>`
    select login, id, name, unit_id, roles from dashboard_users where origin = 'demo'`.execute(db);
  return new Map(
    rows.map(({ login, id, name, unit_id, roles }) => [
      login,
      { id, name, unitId: unit_id, roles, origin: 'demo' as const },
    ]),
  );
}
