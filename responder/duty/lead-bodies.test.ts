import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../books.ts';
import { whyNotAllowed } from '../tickets/permissions.ts';
import { VERB_TABLE, type VerbName } from '../tickets/states.ts';

const { units } = loadResponderBooks(shippedConfigFolder());
const person = (unitId: string, role: Role): Actor => ({ id: `${role}@${unitId}`, name: role, unitId, roles: [role] });
/** An order that lies with the housing bureau; nobody asked here works on it. */
const ticket = {
  ...{ lead_unit: 'housing', co_units: [], coordinator_unit: 'gov_office', accused: [], origin: 'live' as const },
};
const may = (verb: string, actor: Actor): boolean => whyNotAllowed(verb as VerbName, actor, ticket, units) === null;
const verbs = VERB_TABLE.map((row) => row as { name: string; desk?: string });
const allowed = (actor: Actor) => verbs.filter(({ name }) => may(name, actor));
const ROLES: Role[] = ['duty_officer', 'duty_leader', 'handler', 'unit_head', 'spokesperson', 'supervisor'];
/** Everybody the tree could employ, but those the order lies with and the leader of the city. */
const everybody = [...units.keys()]
  .filter((unit) => unit !== 'housing')
  .flatMap((unit) => ROLES.map((role) => person(unit, role)));
const unitsThat = (...acts: string[]): string[] => [
  ...new Set(everybody.filter((actor) => acts.every((act) => may(act, actor))).map(({ unitId }) => unitId!)),
];

describe('the lead bodies', () => {
  it('H20: only 政府办 and 网信办 both assign and supervise; the rest may not', () => {
    expect(unitsThat('dispatch', 'supervise')).toEqual(['gov_office', 'cyberspace']);
    expect(unitsThat('dispatch')).toEqual(['gov_office', 'cyberspace']);
    // No department, district, town or press office issues a 督办单, nor 督查室, which holds to account.
    expect(unitsThat('supervise')).toEqual(['gov_office', 'cyberspace']);
    expect(unitsThat('issue-draft')).toEqual(['gov_office', 'cyberspace']);
  });

  it.each([
    // verb, 政府办, 网信办, 新闻办（宣传）
    ['judge', true, true, false],
    ['set-level', true, true, false],
    ['dispatch', true, true, false],
    ['reassign', true, true, false],
    ['rule', true, true, false],
    ['supervise', true, true, false],
    ['report-up', true, true, false],
    ['close', true, true, false],
    ['record-conference', true, true, true],
    ['record-release', true, true, true],
    ['draft-release', true, true, true],
    ['consult', true, true, true],
    ['accept', false, false, false],
    ['report', false, false, false],
  ])('D11: %s — government office %s, cyberspace %s, press office %s', (verb, office, cyberspace, press) => {
    const asked = [person('gov_office', 'duty_officer'), person('cyberspace', 'duty_officer')];
    expect(asked.map((actor) => may(verb, actor))).toEqual([office, cyberspace]);
    expect(may(verb, person('press_office', 'spokesperson'))).toBe(press);
  });

  it('E15: 新闻办 organises conferences and speaks; it neither judges, assigns nor supervises', () => {
    const press = allowed(person('press_office', 'spokesperson'));
    const onTicket = press.filter(({ desk }) => desk === undefined).map(({ name }) => name);
    expect(onTicket.sort()).toEqual([
      'confirm-release',
      'consult',
      'end-consult',
      'note',
      'record-conference',
      'record-release',
    ]);
    expect(onTicket).not.toContain('dispatch');
    // No other role makes a person of the press office more than a speaker.
    for (const role of ROLES) {
      const grown = allowed(person('press_office', role)).map(({ name }) => name);
      for (const act of ['judge', 'dispatch', 'supervise', 'close', 'set-level', 'rule'])
        expect([role, grown.includes(act)]).toEqual([role, false]);
    }
  });

  it('D11: a duty officer outside the two bodies may not assign, whatever his unit is', () => {
    const outside = everybody.filter(({ unitId }) => unitId !== 'gov_office' && unitId !== 'cyberspace');
    const assigning = ['judge', 'dispatch', 'reassign', 'rule', 'close', 'merge', 'report-up'];
    expect(outside.filter((actor) => assigning.some((act) => may(act, actor)))).toEqual([]);
  });
});
