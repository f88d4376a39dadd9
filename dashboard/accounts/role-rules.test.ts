import { describe, expect, it } from 'vitest';
import { UNIT_KINDS } from '../../config/schema/departments.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { idleMinutes, roleProblem } from './role-rules.ts';
import { ROLES } from '../api/schemas/session.ts';
import { scopeOf } from './scope.ts';

const KINDS: Record<string, string> = {
  gov_office: 'lead_body',
  press_office: 'press',
  housing: 'department',
  city_gov: 'government',
};
const kindOf = (unitId: string): string | null => KINDS[unitId] ?? null;
const ADMINS: Role[] = ['system_admin', 'security_admin', 'audit_admin'];

describe('roles of one account', () => {
  it.each(ADMINS.flatMap((admin) => ROLES.filter((role) => role !== admin).map((role) => [admin, role] as const)))(
    '%s never goes with %s',
    (admin, other) => {
      expect(roleProblem([admin, other], 'gov_office', kindOf)).toMatch(/互不兼任/);
      expect(roleProblem([other, admin], 'gov_office', kindOf)).toMatch(/互不兼任/);
    },
  );

  it('lets a department handler be its head', () => {
    expect(roleProblem(['handler', 'unit_head'], 'housing', kindOf)).toBeNull();
  });

  /** Which roles an account of a unit of this kind may have; any may be beside others only where each alone may. */
  const EVERYWHERE: Role[] = ['handler', 'unit_head', 'spokesperson', 'evaluator', ...ADMINS];
  const DUTY: Role[] = ['duty_officer', 'duty_leader'];
  const allowed = (kind: (typeof UNIT_KINDS)[number] | null): Role[] => {
    if (kind === null) return ['leader', 'evaluator', ...ADMINS];
    if (kind === 'lead_body') return [...EVERYWHERE, ...DUTY, 'supervisor', 'leader'];
    return kind === 'government' ? [...EVERYWHERE, 'leader'] : [...EVERYWHERE, ...DUTY];
  };
  it.each([null, ...UNIT_KINDS].flatMap((kind) => ROLES.map((role) => [role, kind] as const)))(
    '%s in a unit of kind %s: only where it has something to see',
    (role, kind) => {
      const unitId = kind === null ? null : `a_${kind}`;
      const problem = roleProblem([role], unitId, () => kind);
      const why =
        kind === null ? /必须归属一个单位，否则登录后看不到任何信息/ : /在所选单位没有可办的工作.*看不到任何信息/;
      if (allowed(kind).includes(role)) expect(problem).toBeNull();
      else expect(problem).toMatch(role === 'leader' ? /^领导可查看全市事项，只设在政府或牵头单位/ : why);
    },
  );

  it('names the role that would see nothing, also beside one that sees', () => {
    expect(roleProblem(['handler', 'supervisor'], 'housing', kindOf)).toMatch(/^督查在所选单位没有可办的工作/);
    expect(roleProblem(['duty_officer'], 'city_gov', kindOf)).toMatch(/^值班员在所选单位/);
    expect(roleProblem(['duty_officer', 'leader'], null, kindOf)).toMatch(/^值班员必须归属一个单位/);
  });

  it('keeps the outside evaluator apart', () => {
    expect(roleProblem(['evaluator', 'leader'], 'city_gov', kindOf)).not.toBeNull();
    expect(roleProblem(['evaluator'], null, kindOf)).toBeNull();
  });

  it('refuses none and twice the same', () => {
    expect(roleProblem([], 'housing', kindOf)).not.toBeNull();
    expect(roleProblem(['handler', 'handler'], 'housing', kindOf)).toBe('角色重复');
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
  it.each<[Role, string | null, string]>([
    ['duty_officer', 'gov_office', 'all'],
    ['supervisor', 'gov_office', 'all'],
    ['spokesperson', 'press_office', 'all'],
    ['leader', null, 'all'],
    ['leader', 'city_gov', 'all'],
    ['leader', 'gov_office', 'all'],
    // An account from before the rule.
    ['leader', 'housing', 'unit'],
    ['leader', 'no-such-unit', 'unit'],
    ['duty_officer', 'housing', 'unit'],
    ['spokesperson', 'housing', 'unit'],
    ['supervisor', 'housing', 'none'],
    ['duty_officer', 'no-such-unit', 'unit'],
    ['duty_officer', 'city_gov', 'none'],
    ['handler', 'city_gov', 'unit'],
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
