import { sql, type Kysely } from 'kysely';
import type { Origin, Role } from '../../platform/runtime/kernel.ts';
import { originsActedOn } from '../../platform/runtime/origins.ts';
import type { DashboardTables } from '../tables.ts';

/** Is anybody (or this account) there in this role, in this unit (null = in any)? Only accounts that act on rows of this origin count. */
export const createStaff =
  (db: Kysely<DashboardTables>) =>
  async (origin: Origin): Promise<(role: Role, unit: string | null, person?: string) => boolean> => {
    const rows = await db
      .selectFrom('dashboard_users')
      .select(['id', 'origin', 'unit_id', sql<Role>`unnest(roles)`.as('role')])
      .where('disabled', '=', false)
      .execute();
    const acting = rows.filter((row) => originsActedOn({ origin: row.origin })?.includes(origin));
    const posts = new Set(
      acting.flatMap(({ id, role, unit_id: unit }) =>
        [`${role}@${unit}`, `${role}@*`].flatMap((post) => [post, `${post}/${id}`]),
      ),
    );
    return (role, unit, person) => posts.has(`${role}@${unit ?? '*'}${person === undefined ? '' : `/${person}`}`);
  };

/** Accounts in use that act on rows of this origin, for acts that name somebody who then signs. */
export const createPeople =
  (db: Kysely<DashboardTables>) =>
  async (origin: Origin): Promise<{ id: string; name: string; unitId: string | null; roles: Role[] }[]> => {
    const rows = await db
      .selectFrom('dashboard_users')
      .select(['id', 'name', 'unit_id', 'roles', 'origin'])
      .where('disabled', '=', false)
      .orderBy('name')
      .execute();
    return rows
      .filter((row) => originsActedOn({ origin: row.origin })?.includes(origin))
      .map(({ id, name, unit_id: unitId, roles }) => ({ id, name, unitId, roles }));
  };
