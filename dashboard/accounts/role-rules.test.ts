import { describe, expect, it } from 'vitest';
import type { Role } from '../../platform/runtime/kernel.ts';
import { idleMinutes, roleProblem } from './role-rules.ts';
import { ROLES } from '../api/schemas/session.ts';
import { scopeOf } from './scope.ts';

const ADMINS: Role[] = ['system_admin', 'security_admin', 'audit_admin'];

describe('roles of one account', () => {
  it.each(ADMINS.flatMap((admin) => ROLES.filter((role) => role !== admin).map((role) => [admin, role] as const)))(
    '%s never goes with %s',
    (admin, other) => {
      expect(roleProblem([admin, other], 'gov_office')).toMatch(/互不兼任/);
      expect(roleProblem([other, admin], 'gov_office')).toMatch(/互不兼任/);
    },
  );

  it('lets a department handler be its head', () => {
    expect(roleProblem(['handler', 'unit_head'], 'housing')).toBeNull();
  });

  const FREE: Partial<Record<Role, true>> = {
    ...{ leader: true, evaluator: true },
    ...{ system_admin: true, security_admin: true, audit_admin: true },
  };
  it.each(ROLES.map((role) => [role, FREE[role] ?? false] as const))('%s may be without a unit: %s', (role, may) => {
    if (may) expect(roleProblem([role], null)).toBeNull();
    else expect(roleProblem([role], null)).toMatch(/必须归属一个单位，否则登录后看不到任何信息/);
    expect(roleProblem([role], 'gov_office')).toBeNull();
  });

  it('asks for the unit of every role that sees more with one than without', () => {
    const sees = (role: Role, unitId: string | null) => scopeOf({ roles: [role], unitId }, () => 'lead_body').kind;
    const better = ROLES.filter((role) => sees(role, null) === 'none' && sees(role, 'gov_office') !== 'none');
    expect(better.filter((role) => roleProblem([role], null) === null)).toEqual([]);
  });

  it('keeps the outside evaluator apart', () => {
    expect(roleProblem(['evaluator', 'leader'], 'city_gov')).not.toBeNull();
    expect(roleProblem(['evaluator'], null)).toBeNull();
  });

  it('refuses none and twice the same', () => {
    expect(roleProblem([], 'housing')).not.toBeNull();
    expect(roleProblem(['handler', 'handler'], 'housing')).toBe('角色重复');
  });
});

describe('how long a session may idle', () => {
  const book = {
    idleMinutes: { admin: 10, business: 30, duty: 720 },
    absoluteMinutes: 780,
    source: { doc: 'x', grade: 'P' as const },
  };
  it.each<[Role[], number]>([
    [['audit_admin'], 10],
    [['leader'], 30],
    [['duty_officer'], 720],
    [['leader', 'duty_leader'], 720],
  ])('%j: %i minutes', (roles, minutes) => {
    expect(idleMinutes(roles, book)).toBe(minutes);
  });
});

describe('what a person may see', () => {
  const kinds: Record<string, string> = { gov_office: 'lead_body', press_office: 'press', housing: 'department' };
  const kindOf = (unitId: string): string | null => kinds[unitId] ?? null;
  it.each<[Role, string | null, string]>([
    ['duty_officer', 'gov_office', 'all'],
    ['supervisor', 'gov_office', 'all'],
    ['spokesperson', 'press_office', 'all'],
    ['leader', null, 'all'],
    ['duty_officer', 'housing', 'unit'],
    ['spokesperson', 'housing', 'unit'],
    ['supervisor', 'housing', 'none'],
    ['duty_officer', 'no-such-unit', 'unit'],
  ])('%s of %s: %s', (role, unitId, kind) => {
    expect(scopeOf({ roles: [role], unitId }, kindOf).kind).toBe(kind);
  });
  it('gives administrators and the evaluator no business row', () => {
    for (const role of [...ADMINS, 'evaluator' as const]) {
      expect(scopeOf({ roles: [role], unitId: 'gov_office' }, kindOf)).toEqual({ kind: 'none' });
    }
  });
  it('binds a department to itself', () => {
    expect(scopeOf({ roles: ['handler'], unitId: 'housing' }, kindOf)).toEqual({ kind: 'unit', unitId: 'housing' });
    expect(scopeOf({ roles: ['unit_head'], unitId: null }, kindOf)).toEqual({ kind: 'none' });
  });
});
