import type { Role } from '../../platform/runtime/kernel.ts';
import type { AccountsContext, User } from './accounts-context.ts';

export interface AccountFilter {
  unitId?: string | undefined;
  role?: Role | undefined;
  /** Id of the last row of the page before; ids sort by creation. */
  after?: string | undefined;
  limit: number;
}

/** Oldest first. One row more than asked tells that there is a next page. */
export async function listAccounts(context: Pick<AccountsContext, 'db'>, filter: AccountFilter): Promise<User[]> {
  let query = context.db.selectFrom('dashboard_users').selectAll();
  if (filter.unitId !== undefined) query = query.where('unit_id', '=', filter.unitId);
  if (filter.role !== undefined) query = query.where((eb) => eb(eb.val(filter.role), '=', eb.fn.any('roles')));
  if (filter.after !== undefined) query = query.where('id', '>', filter.after);
  return query
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute();
}
