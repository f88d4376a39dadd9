import { describe, expect, it } from 'vitest';
import type { Unit } from '../../config/schema/departments.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { maySee, scopeOf, whyNotAllowed } from './permissions.ts';

const unit = (id: string, kind: Unit['kind']): [string, Unit] => [
  id,
  { id, name: id, aliases: [], kind, superior: null, jurisdiction: '990100', topics: [] },
];
const units = new Map([
  unit('gov_office', 'lead_body'),
  unit('press_office', 'press'),
  unit('education', 'department'),
  unit('market', 'department'),
]);
const person = (unitId: string | null, ...roles: Role[]): Actor => ({
  id: `${unitId}-${roles[0]}`,
  name: '某',
  unitId,
  roles,
});
const ticket = {
  lead_unit: 'market',
  co_units: [],
  coordinator_unit: 'gov_office',
  accused: ['education'],
  origin: 'live' as const,
};

describe('who may do what', () => {
  it.each([
    ['judge', person('gov_office', 'duty_officer'), true],
    ['judge', person('market', 'handler'), false],
    ['judge', person('market', 'duty_officer'), false],
    ['accept', person('market', 'handler'), true],
    ['accept', person('education', 'handler'), false],
    ['report', person('market', 'unit_head'), true],
    ['supervise', person('gov_office', 'supervisor'), true],
    ['supervise', person('market', 'unit_head'), false],
    ['record-conference', person('press_office', 'spokesperson'), true],
    ['confirm-release', person('education', 'handler'), false],
    ['close', person('market', 'unit_head'), false],
    ['note', person(null, 'system_admin'), false],
  ] as const)('%s by %o: %s', (verb, actor, allowed) => {
    expect(whyNotAllowed(verb, actor as Actor, ticket, units) === null).toBe(allowed);
  });

  it('shows a department its own tickets only, and never the one that accuses it', () => {
    expect(maySee(person('market', 'handler'), ticket, units)).toBe(true);
    expect(maySee(person('education', 'handler'), ticket, units)).toBe(false);
    expect(maySee(person('education', 'handler'), { ...ticket, lead_unit: 'education' }, units)).toBe(false);
  });

  it('shows duty staff and leaders all, evaluators no names, administrators nothing', () => {
    expect(scopeOf(person('gov_office', 'duty_officer'), units)).toBe('all');
    expect(scopeOf(person('gov_office', 'leader'), units)).toBe('all');
    expect(scopeOf(person(null, 'evaluator'), units)).toBe('impersonal');
    expect(scopeOf(person(null, 'audit_admin'), units)).toBe('none');
  });
});
