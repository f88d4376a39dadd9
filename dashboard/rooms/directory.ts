import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { AccountsContext } from '../accounts/accounts-context.ts';

/** The name of an account in use, of `unit` if one is given. */
export type NameOf = (id: string, unit?: string) => Promise<string>;

/**
 * Acts name people by their account; who that is the directory says, never the caller.
 * @throws AppError invalid_input: no such account in use
 */
export const directory =
  ({ db }: Pick<AccountsContext, 'db'>): NameOf =>
  async (id, unit) => {
    const query = db.selectFrom('dashboard_users').select('name').where('id', '=', id).where('disabled', '=', false);
    const known = z.uuid().safeParse(id).success;
    const row = known
      ? await (unit === undefined ? query : query.where('unit_id', '=', unit)).executeTakeFirst()
      : undefined;
    if (!row)
      throw new AppError('invalid_input', `${unit === undefined ? '' : '该单位'}没有这个在用账号，请从名单中选择`);
    return row.name;
  };
