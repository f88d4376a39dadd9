import type { Account } from '../../api/schemas/accounts.ts';
import type { Role } from '../../../platform/runtime/kernel.ts';
import { missingLabels } from './form-body.ts';
import { roleProblem } from '../../accounts/role-rules.ts';
import type { KindOf } from '../../accounts/scope.ts';

/** What the dialog edits; a select that was cleared leaves '' or undefined behind. */
export interface AccountForm {
  login: string;
  name: string;
  unitId: string | null | undefined;
  roles: Role[];
}

export const emptyForm = (): AccountForm => ({ login: '', name: '', unitId: null, roles: [] });

export const formOf = ({ login, name, unit, roles }: Account): AccountForm => ({
  ...{ login, name, unitId: unit?.id ?? null },
  roles: [...roles],
});

/** The server's own sentence, before it is asked; null while no role is chosen. */
export const unfitIn = ({ roles, unitId }: AccountForm, kindOf: KindOf): string | null =>
  roles.length === 0 ? null : roleProblem(roles, unitId || null, kindOf);

const REQUIRED = [
  { key: 'login', label: '登录名', required: true, kind: 'text' },
  { key: 'name', label: '姓名', required: true, kind: 'text' },
  { key: 'roles', label: '角色', required: true, kind: 'choice' },
] as const;

export const missingOf = (form: AccountForm): string[] => missingLabels(REQUIRED, { ...form });

export interface Change {
  revision: number;
  name?: string;
  unitId?: string | null;
  roles?: Role[];
}

/** Only what was changed, against the revision that was shown; null when nothing was. A change of anything ends the account's sessions. */
export function changeOf(account: Account, form: AccountForm): Change | null {
  const before = formOf(account);
  const name = form.name.trim();
  const unitId = form.unitId || null;
  const sameRoles = sorted(before.roles) === sorted(form.roles);
  if (name === before.name && unitId === before.unitId && sameRoles) return null;
  return {
    revision: account.revision,
    ...(name !== before.name && { name }),
    ...(unitId !== before.unitId && { unitId }),
    ...(!sameRoles && { roles: [...form.roles] }),
  };
}

const sorted = (roles: readonly Role[]): string => [...roles].sort().join();
