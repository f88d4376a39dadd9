import { sql, type Kysely } from 'kysely';
import type { Origin, Role } from '../../platform/runtime/kernel.ts';
import { originsActedOn } from '../../platform/runtime/origins.ts';
import type { DashboardTables } from '../tables.ts';

/** Is anybody there in this role, in this unit (null = in any)? Only accounts that act on rows of this origin count. */
export const createStaff =
  (db: Kysely<DashboardTables>) =>
  async (origin: Origin): Promise<(role: Role, unit: string | null) => boolean> => {
    const rows = await db
      .selectFrom('dashboard_users')
      .select(['origin', 'unit_id', sql<Role>`unnest(roles)`.as('role')])
      .distinct()
      .where('disabled', '=', false)
      .execute();
    const acting = rows.filter((row) => originsActedOn({ origin: row.origin })?.includes(origin));
    const posts = new Set(acting.flatMap((row) => [`${row.role}@${row.unit_id}`, `${row.role}@*`]));
    return (role, unit) => posts.has(`${role}@${unit ?? '*'}`);
  };
