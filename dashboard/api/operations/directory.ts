import type { z } from 'zod';
import type { Role } from '../../../platform/runtime/kernel.ts';
import { operation, type Operation } from '../operation.ts';
import { unitsList, usersList, usersQuery, type userView } from '../schemas/admin.ts';
import { leadsPlace } from '../../../responder/index.ts';
import type { AccountsContext } from '../../accounts/accounts-context.ts';
import { seesOrigin } from '../../accounts/scope.ts';
import type { Units } from '../units.ts';
import { BUSINESS } from './who-may.ts';

/** Names for forms: units, and people one may choose. */
export const directoryOperations = (rooms: { accounts: AccountsContext; units: Units }): Operation[] => [
  operation({
    id: 'units.list',
    method: 'get',
    path: '/units',
    summary: '单位目录',
    tag: '目录',
    roles: [...BUSINESS, 'security_admin'],
    response: unitsList,
    handle: () =>
      Promise.resolve({
        items: rooms.units.all().map(({ id, name, kind, superior }) => ({ id, name, kind, superior })),
      }),
  }),
  operation({
    id: 'users.list',
    method: 'get',
    path: '/users',
    summary: '人员目录（在用的业务账号）',
    tag: '目录',
    roles: BUSINESS,
    query: usersQuery,
    response: usersList,
    async handle({ query, viewer }) {
      let select = rooms.accounts.db
        .selectFrom('dashboard_users')
        .select(['id', 'name', 'unit_id', 'origin', 'roles'])
        .where('disabled', '=', false)
        .where('unit_id', 'is not', null)
        .orderBy('unit_id')
        .orderBy('name');
      if (query.unitId !== undefined) select = select.where('unit_id', '=', query.unitId);
      // Staff only: administrators and evaluators take no part in any matter.
      const rows = (await select.execute()).filter(
        (row) => seesOrigin(viewer.user.origin, row.origin) && BUSINESS.some((role) => row.roles.includes(role)),
      );
      return { items: rows.map((row) => userOf(row, rooms.units)) };
    },
  }),
];

interface Row {
  id: string;
  name: string;
  unit_id: string | null;
  roles: Role[];
}
function userOf({ id, name, unit_id: unitId, roles }: Row, units: Units): z.infer<typeof userView> {
  const byId = new Map(units.all().map((unit) => [unit.id, unit]));
  return { id, name, unit: units.refOrNull(unitId), leadsPlace: leadsPlace({ id, name, unitId, roles }, byId) };
}
