import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../books.ts';
import { STEPS, stepsFor, type StepTicket } from './steps.ts';

const { units } = loadResponderBooks(shippedConfigFolder());
const now = new Date('2026-03-10T12:00:00+08:00');
const of = (unitId: string, ...roles: Role[]): Actor => ({ id: `${unitId}-${roles[0]}`, name: '某', unitId, roles });
const office = of('gov_office', 'duty_officer');
const otherOffice = of('cyberspace', 'duty_officer');
const leader = of('gov_office', 'duty_leader');
const otherLeader = of('cyberspace', 'duty_leader');
const handler = of('water_company', 'handler');
const head = of('water_company', 'unit_head');
const press = of('press_office', 'spokesperson');
const by = (actor: Actor) => ({ id: actor.id, name: actor.name, unitId: actor.unitId });

const ticket = (changes: Partial<StepTicket>): StepTicket => ({
  ...{ state: 'received', origin: 'live', history: false, outcome: null, needs_second: false, judged_by: null },
  ...{ rejudge_due: false, rejudge_why: null, review_at: null, return_pending: false, countersign_due: false },
  ...{ return_ruled: false, judged_at: now, accepted_at: null, reopened_at: null },
  ...{ pass_down_request: null, report: null, lead_unit: null, co_units: [], via_units: [] },
  ...{ coordinator_unit: null, owner_unit: 'gov_office', level_official: null, level_duty: null },
  ...{ level_machine: { low: null, high: null, rule: null, status: 'none' }, level_provisional_ended: null },
  ...{ first_response_at: null, first_authoritative_at: null },
  ...changes,
});
const answer = { outcome: 'public_answer', lead_unit: 'water_company' } as const;
const told = { first_response_at: now, first_authoritative_at: now };
const report = {
  facts: '',
  measures: '',
  result: null,
  draft: null,
  hash: '',
  draftHash: null,
  by: by(handler),
  at: '',
};
const request = { to: 'heping_street', reason: '', by: by(handler), at: '' };
const grave = { low: 'II', high: 'II', rule: 'T-work-safety', status: 'suggested' } as const;

const titles = (changes: Partial<StepTicket>, actor: Actor): string[] =>
  stepsFor(ticket(changes), actor, units, now).map(({ kindTitle }) => kindTitle);

describe('what a ticket waits for', () => {
  it.each<[string, Partial<StepTicket>, Actor, string[]]>([
    ['a new matter waits for the lead body it belongs to', {}, office, ['待研判']],
    ['and not for the other one, which may act all the same', {}, otherOffice, []],
    ['unless it was named coordinator', { coordinator_unit: 'cyberspace' }, otherOffice, ['待研判']],
    ['nor for a unit', {}, handler, []],
    [
      'what was assigned in an emergency is judged afterwards',
      { state: 'handling', lead_unit: 'water_company', judged_at: null },
      office,
      ['待补研判'],
    ],
    ['a judged matter waits for its order', { state: 'judged', outcome: 'public_answer' }, office, ['待交办']],
    ['a matter not to be answered waits to be closed', { state: 'judged', outcome: 'no_answer' }, office, ['待办结']],
    [
      'a non-answer waits for a second person',
      { state: 'judged', outcome: 'no_answer', needs_second: true, judged_by: by(otherOffice) },
      office,
      ['待第二人确认'],
    ],
    [
      'and not for the one who judged',
      { state: 'judged', outcome: 'no_answer', needs_second: true, judged_by: by(office) },
      office,
      [],
    ],
    ['new facts ask for a new judgement', { state: 'handling', ...answer, rejudge_due: true }, office, ['待重新研判']],
    [
      'what is only watched waits for its time to be looked at again, and not to be closed',
      { state: 'judged', outcome: 'keep_watching', review_at: new Date(now.getTime() + 3_600_000) },
      office,
      ['待复看'],
    ],
    [
      'so does the time to look again',
      { state: 'judged', outcome: 'prepared_line', review_at: now },
      office,
      ['待复看', '待办结'],
    ],
    [
      'a possible Ⅱ waits for somebody to set the level',
      { state: 'judged', outcome: 'public_answer', level_machine: grave },
      office,
      ['待定级', '待交办'],
    ],
    ['unjudged it is one task: who judges says the level, too', { level_machine: grave }, office, ['待研判定级']],
    ['of a leader it is the level alone', { level_machine: grave }, leader, ['待定级']],
    ['also of the leader on duty in the other lead body', { level_machine: grave }, otherLeader, ['待定级']],
    ['who has nothing to do with a matter that is not grave', {}, otherLeader, []],
    ['a level somebody set waits for nobody', { level_machine: grave, level_duty: 'II' }, otherLeader, []],
    ['nor does what came as history', { level_machine: grave, history: true }, leader, ['待研判']],
    [
      'a judgement asked for again keeps its name',
      { ...answer, state: 'handling', rejudge_due: true, level_machine: grave },
      office,
      ['待重新研判'],
    ],
    ['an order waits for the unit that answers', { state: 'dispatched', ...answer }, handler, ['待签收']],
    [
      'and not for one that helps',
      { state: 'dispatched', ...answer, co_units: ['housing'] },
      of('housing', 'handler'),
      [],
    ],
    [
      'a telephone signing waits for the signature',
      { state: 'handling', ...answer, countersign_due: true },
      handler,
      ['待补签', '待反馈'],
    ],
    ['an accepted order waits to be begun', { state: 'accepted', ...answer }, handler, ['待办理']],
    [
      'a return waits for a ruling, not for a new order',
      { state: 'judged', outcome: 'public_answer', return_pending: true },
      office,
      ['待裁定'],
    ],
    [
      'passing down asked for waits for consent',
      { state: 'handling', ...answer, pass_down_request: request },
      office,
      ['待批转派'],
    ],
    ['a report waits for the head', { state: 'reported', ...answer, report }, head, ['待审核']],
    ['and for the lead body', { state: 'reported', ...answer, report }, office, ['待审核']],
    ['and never for its author', { state: 'reported', ...answer, report: { ...report, by: by(head) } }, head, []],
    [
      'one from below waits for the unit above',
      { state: 'reported', ...answer, lead_unit: 'heping_street', via_units: ['chengdong'], report },
      of('chengdong', 'unit_head'),
      ['待审核'],
    ],
    ['a reviewed report waits for the press', { state: 'reviewed', ...answer }, press, ['待回应']],
    ['a published answer waits to be closed', { state: 'released', ...answer, ...told }, office, ['待办结']],
    ['one that was taken back waits to be given anew', { state: 'released', ...answer }, press, ['待回应']],
    ['and not to be closed', { state: 'released', ...answer }, office, ['待回应']],
    ['a closed matter waits for nobody', { state: 'closed', ...answer }, office, []],
  ])('%s', (_name, changes, actor, expected) => {
    expect(titles(changes, actor)).toEqual(expected);
  });

  it('says to whom and why, and names each act at most once', () => {
    const [step] = stepsFor(ticket({ state: 'handling', ...answer, pass_down_request: request }), office, units, now);
    expect(step).toMatchObject({ verb: 'consent-pass-down', why: '本工单由贵单位牵头' });
    expect(step!.text).toContain(units.get('heping_street')!.name);
    const again = stepsFor(ticket({ rejudge_due: true, review_at: now }), office, units, now);
    expect(again.map(({ verb }) => verb)).toEqual(['judge']);
  });

  it('tells the unit who sent its report back and what is to be mended', () => {
    const sentBack = {
      reason: '请补充整改照片说明',
      by: { ...by(head), name: '负责人甲' },
      at: '2026-03-10T11:00:00+08:00',
    };
    const [step] = stepsFor(
      ticket({ state: 'handling', ...answer, report: { ...report, sentBack } }),
      handler,
      units,
      now,
    );
    expect(step).toMatchObject({ kindTitle: '待反馈', text: '负责人甲审核退回修改：请补充整改照片说明' });
    const anew = { state: 'handling', ...answer, report: { ...report, sentBack }, reopened_at: now } as const;
    expect(stepsFor(ticket(anew), handler, units, now)[0]!.text).toBe('反馈核实的事实和采取的措施');
  });

  it('says that a possible level is a machine’s estimate, wherever it asks for one', () => {
    for (const actor of [office, leader]) {
      const [step] = stepsFor(ticket({ level_machine: grave }), actor, units, now);
      expect(step!.text).toContain('可能达到Ⅱ级（重大），机器估算、未经人工核实');
    }
  });

  it('has a word and a rule for each step, and never shows a person of no unit anything', () => {
    for (const { kindTitle } of STEPS) expect(kindTitle).toMatch(/^待/);
    const nobody: Actor = { id: 'x', name: '评估员', unitId: null, roles: ['evaluator'] };
    expect(titles({ state: 'received' }, nobody)).toEqual([]);
  });
});
