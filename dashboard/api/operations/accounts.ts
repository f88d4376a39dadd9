import { AppError } from '../../../platform/runtime/errors.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import type { AccountsContext, User } from '../../accounts/accounts-context.ts';
import { listAccounts } from '../../accounts/list-accounts.ts';
import { createAccount, resetPassword, updateAccount } from '../../accounts/manage-accounts.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import { operation, type Operation } from '../operation.ts';
import {
  account,
  accountsPage,
  accountsQuery,
  createAccountRequest,
  createdAccount,
  updateAccountRequest,
  type Account,
} from '../schemas/accounts.ts';
import { idParams } from '../schemas/common.ts';
import type { Units } from '../units.ts';

interface AccountRooms {
  accounts: AccountsContext;
  units: Units;
}
const TAG = '账号';
const SECURITY = ['security_admin'] as const;

/** Only the security administrator touches accounts; the others see none of this. */
export const accountOperations = (rooms: AccountRooms): Operation[] => [
  listOperation(rooms),
  createOperation(rooms),
  updateOperation(rooms),
  resetOperation(rooms),
];

const listOperation = ({ accounts, units }: AccountRooms): Operation =>
  operation({
    id: 'accounts.list',
    method: 'get',
    path: '/accounts',
    summary: '账号列表',
    tag: TAG,
    roles: SECURITY,
    query: accountsQuery,
    response: accountsPage,
    async handle({ query }) {
      const cursor = decodeCursor(query.cursor, 'id');
      const rows = await listAccounts(accounts, { ...query, after: cursor ? String(cursor[0]) : undefined });
      const { items, nextCursor } = cutPage(rows, query.limit, (row) => [row.id]);
      const serverTime = toLocalIso(accounts.time.now());
      return { items: items.map((row) => describe(row, units)), nextCursor, serverTime };
    },
  });

const createOperation = ({ accounts, units }: AccountRooms): Operation =>
  operation({
    id: 'accounts.create',
    method: 'post',
    path: '/accounts',
    summary: '新建账号',
    tag: TAG,
    roles: SECURITY,
    body: createAccountRequest,
    response: createdAccount,
    status: 201,
    async handle({ body, actor }) {
      checkUnit(body.unitId, units);
      const { user, password } = await createAccount(accounts, body, actor);
      return { account: describe(user, units), oneTimePassword: password };
    },
  });

const updateOperation = ({ accounts, units }: AccountRooms): Operation =>
  operation({
    id: 'accounts.update',
    method: 'patch',
    path: '/accounts/:id',
    summary: '修改、停用或启用账号',
    tag: TAG,
    roles: SECURITY,
    params: idParams,
    body: updateAccountRequest,
    response: account,
    async handle({ params, body, actor }) {
      checkUnit(body.unitId ?? null, units);
      return describe(await updateAccount(accounts, params.id, body, actor), units);
    },
  });

const resetOperation = ({ accounts, units }: AccountRooms): Operation =>
  operation({
    id: 'accounts.resetPassword',
    method: 'post',
    path: '/accounts/:id/reset-password',
    summary: '重置密码并解锁',
    tag: TAG,
    roles: SECURITY,
    params: idParams,
    response: createdAccount,
    async handle({ params, actor }) {
      const { user, password } = await resetPassword(accounts, params.id, actor);
      return { account: describe(user, units), oneTimePassword: password };
    },
  });

function checkUnit(unitId: string | null, units: Units): void {
  if (unitId !== null && !units.has(unitId)) throw new AppError('invalid_input', `没有编号为“${unitId}”的单位`);
}

const describe = (user: User, units: Units): Account => ({
  id: user.id,
  login: user.login,
  name: user.name,
  unit: units.refOrNull(user.unit_id),
  roles: user.roles,
  disabled: user.disabled,
  lockedUntil: user.locked_until && toLocalIso(user.locked_until),
  mustChangePassword: user.must_change,
  origin: user.origin,
  createdAt: toLocalIso(user.created_at),
  revision: user.revision,
});
