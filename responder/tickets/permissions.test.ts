import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Unit } from '../../config/schema/departments.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../books.ts';
import type { VerbName } from './states.ts';
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

  const office = { ...ticket, lead_unit: 'market' };
  const shipped = loadResponderBooks(shippedConfigFolder()).units;
  const ASSIGNS = ['dispatch', 'reassign', 'rule', 'split', 'merge'] as const;
  const SUPERVISES = ['supervise', 'issue-draft', 'drop-draft'] as const;
  const POSTS: Role[] = [
    'duty_officer',
    'duty_leader',
    'supervisor',
    'spokesperson',
    'handler',
    'unit_head',
    'evaluator',
  ];

  it('H20: only the two lead bodies assign and supervise; the body of supervision supervises, nobody else does either', () => {
    const who = (verb: VerbName) =>
      [...shipped.keys()].filter((id) =>
        POSTS.some((role) => whyNotAllowed(verb, person(id, role), { ...office, lead_unit: id }, shipped) === null),
      );
    for (const verb of ASSIGNS) expect([verb, who(verb)]).toEqual([verb, ['gov_office', 'cyberspace']]);
    for (const verb of SUPERVISES)
      expect([verb, who(verb)]).toEqual([verb, ['gov_office', 'cyberspace', 'supervision']]);
  });

  it('D11: the three lead bodies have split duties: the office and 网信办 assign and judge, 新闻办 publishes and does neither', () => {
    const may = (unitId: string, role: Role, verb: VerbName) =>
      whyNotAllowed(verb, person(unitId, role), ticket, shipped) === null;
    for (const body of ['gov_office', 'cyberspace'])
      for (const verb of ['judge', 'dispatch', 'supervise', 'issue-draft'] as const)
        expect([body, verb, may(body, 'duty_officer', verb)]).toEqual([body, verb, true]);
    for (const role of POSTS)
      for (const verb of [...ASSIGNS, ...SUPERVISES, 'judge', 'list', 'unlist'] as const)
        expect([role, verb, may('press_office', role, verb)]).toEqual([role, verb, false]);
    expect(may('press_office', 'spokesperson', 'record-conference')).toBe(true);
    expect(may('press_office', 'spokesperson', 'record-release')).toBe(true);
  });

  it('a unit it was passed down through sees it, and its head reviews instead of the one who answers', () => {
    const down = { ...ticket, lead_unit: 'heping_street', via_units: ['chengdong'] };
    expect(maySee(person('chengdong', 'handler'), down, shipped)).toBe(true);
    expect(whyNotAllowed('review', person('chengdong', 'unit_head'), down, shipped)).toBeNull();
    expect(whyNotAllowed('review', person('heping_street', 'unit_head'), down, shipped)).not.toBeNull();
    expect(whyNotAllowed('report', person('chengdong', 'handler'), down, shipped)).not.toBeNull();
  });

  it('shows duty staff and leaders all, evaluators no names, administrators nothing', () => {
    expect(scopeOf(person('gov_office', 'duty_officer'), units)).toBe('all');
    expect(scopeOf(person('gov_office', 'leader'), units)).toBe('all');
    expect(scopeOf(person(null, 'evaluator'), units)).toBe('impersonal');
    expect(scopeOf(person(null, 'audit_admin'), units)).toBe('none');
  });
});
