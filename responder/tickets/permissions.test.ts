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
  const SUPERVISES = ['supervise', 'list', 'unlist', 'issue-draft', 'drop-draft'] as const;
  const POSTS: Role[] = [
    'duty_officer',
    'duty_leader',
    'supervisor',
    'spokesperson',
    'handler',
    'unit_head',
    'evaluator',
  ];

  it('H20: only the two lead bodies assign and supervise; 督查室, leaders and all others do neither', () => {
    const who = (verb: VerbName) =>
      [...shipped.keys()].filter((id) =>
        [...POSTS, 'leader' as const].some(
          (role) => whyNotAllowed(verb, person(id, role), { ...office, lead_unit: id }, shipped) === null,
        ),
      );
    for (const verb of [...ASSIGNS, ...SUPERVISES])
      expect([verb, who(verb)]).toEqual([verb, ['gov_office', 'cyberspace']]);
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

  it('whoever is accused, some two others see the matter and decide it, and no accused person does either', () => {
    const bodies = ['gov_office', 'cyberspace', 'supervision', 'discipline', 'city_gov'];
    const people = bodies.flatMap((id) => [...POSTS, 'leader' as const].map((role) => person(id, role)));
    for (let set = 0; set < 2 ** bodies.length; set += 1) {
      const accused = bodies.filter((_, bit) => (set >> bit) & 1);
      const matter = { ...ticket, lead_unit: null, accused };
      const others = people.filter(({ unitId }) => !accused.includes(unitId!));
      for (const one of people.filter((each) => !others.includes(each) && accused.length < bodies.length)) {
        const why = [one.id, accused.join()];
        expect([...why, maySee(one, matter, shipped)]).toEqual([...why, false]);
        expect([...why, whyNotAllowed('note', one, matter, shipped) === null]).toEqual([...why, false]);
      }
      for (const verb of ['judge', 'dispatch', 'close'] as const) {
        const able = [...others, person('province_gov', 'leader'), ...(accused.length === bodies.length ? people : [])]
          .filter((one) => maySee(one, matter, shipped) && whyNotAllowed(verb, one, matter, shipped) === null)
          .map(({ unitId }) => unitId);
        expect([accused.join(), verb, new Set(able).size > 1 || accused.length >= 4]).toEqual([
          accused.join(),
          verb,
          true,
        ]);
        expect([accused.join(), verb, able.length > 0]).toEqual([accused.join(), verb, true]);
      }
    }
  });

  it('督查, 纪检 and leaders decide nothing while no lead body is accused', () => {
    for (const one of [
      person('supervision', 'supervisor'),
      person('discipline', 'unit_head'),
      person('city_gov', 'leader'),
    ])
      expect(whyNotAllowed('judge', one, ticket, shipped)).not.toBeNull();
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
    expect(scopeOf(person(null, 'leader'), units)).toBe('all');
    expect(scopeOf(person('education', 'leader'), shipped)).toBe('own');
    expect(scopeOf(person(null, 'evaluator'), units)).toBe('impersonal');
    expect(scopeOf(person(null, 'audit_admin'), units)).toBe('none');
  });
});
