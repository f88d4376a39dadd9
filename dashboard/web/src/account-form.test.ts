import { describe, expect, it } from 'vitest';
import type { Account } from '../../api/schemas/accounts.ts';
import { changeOf, emptyForm, formOf, missingOf, unfitIn, type AccountForm, type Change } from './account-form.ts';

const KINDS: Record<string, string> = { gov_office: 'lead_body', city_gov: 'government', housing: 'department' };
const kindOf = (unitId: string): string | null => KINDS[unitId] ?? null;
const account: Account = {
  ...{ id: '01900000-0000-7000-8000-000000000001', login: 'zhujian', name: '住建经办', revision: 4, disabled: false },
  unit: { id: 'housing', name: '市住房和城乡建设局' },
  roles: ['handler', 'unit_head'],
  ...{ lockedUntil: null, mustChangePassword: false, origin: 'live', createdAt: '2026-02-24T09:00:00+08:00' },
};

describe('an account that is edited', () => {
  it.each<[string, Partial<AccountForm>, Change | null]>([
    ['nothing', {}, null],
    ['the roles in another order', { roles: ['unit_head', 'handler'] }, null],
    ['spaces round the name', { name: ' 住建经办 ' }, null],
    ['the name', { name: '住建经办二' }, { revision: 4, name: '住建经办二' }],
    ['a role less', { roles: ['handler'] }, { revision: 4, roles: ['handler'] }],
    ['the unit', { unitId: 'gov_office' }, { revision: 4, unitId: 'gov_office' }],
    ['the unit, cleared', { unitId: '' }, { revision: 4, unitId: null }],
    ['the unit, cleared', { unitId: undefined }, { revision: 4, unitId: null }],
  ])('%s is changed', (_what, changes, change) => {
    expect(changeOf(account, { ...formOf(account), ...changes })).toEqual(change);
  });

  it('is left as it is by what is typed into the form', () => {
    formOf(account).roles.push('leader');
    expect(account.roles).toEqual(['handler', 'unit_head']);
  });

  it('of a time before the rule of units is told what it lacks, until it has a unit', () => {
    const old = formOf({ ...account, unit: null, roles: ['duty_officer'], disabled: true });
    expect(unfitIn(old, kindOf)).toContain('必须归属一个单位');
    expect(unfitIn({ ...old, unitId: 'city_gov' }, kindOf)).toContain('没有可办的工作');
    expect(unfitIn({ ...old, unitId: 'gov_office' }, kindOf)).toBeNull();
  });
});

it('a new account wants login, name and a role, and says which is missing', () => {
  expect(unfitIn(emptyForm(), kindOf)).toBeNull();
  expect(missingOf(emptyForm())).toEqual(['登录名', '姓名', '角色']);
  const form: AccountForm = { ...emptyForm(), login: 'a1', name: '甲', roles: ['leader'] };
  expect([missingOf(form), missingOf({ ...form, name: ' ' }), missingOf({ ...form, roles: [] })]).toEqual([
    [],
    ['姓名'],
    ['角色'],
  ]);
});
