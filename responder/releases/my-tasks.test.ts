import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../books.ts';
import { actingIn } from '../tickets/permissions.ts';
import { releaseSteps, type WaitingPaper } from './my-tasks.ts';

const { releases: book, units } = loadResponderBooks(shippedConfigFolder());
const of = (unitId: string, ...roles: Role[]): Actor => ({ id: `${unitId}-${roles[0]}`, name: '某', unitId, roles });
const author = of('water_company', 'handler');
const head = of('water_company', 'unit_head');
const colleague = { ...of('water_company', 'handler'), id: 'colleague' };
const office = of('gov_office', 'duty_officer');
const officeLeader = of('gov_office', 'duty_leader');

/** No level set, none possible: the head alone approves. */
const everyday = {
  ...{ level_official: null, level_duty: null, level_provisional_ended: null },
  level_machine: { low: null, high: null, rule: null, status: 'none' as const },
};
const all = (['wording', 'timing', 'manner'] as const).map((aspect) => ({ aspect, verdict: true }));
const signed = (step: string, { id }: Actor) => ({ step, approve: true, on_behalf: null, by: { id } });
const paper = (changes: Partial<WaitingPaper> & { state?: 'drafting' | 'submitted' } = {}): WaitingPaper => ({
  draft: { state: changes.state ?? 'submitted', unit: 'water_company' },
  ...{
    content: { channels: ['site'] },
    authors: [author.id],
    sealed: false,
    judgements: [],
    signatures: [],
    isDelegate: false,
  },
  ...changes,
});
const steps = (one: WaitingPaper, actor: Actor, judges = false): string[] =>
  releaseSteps(one, everyday, actingIn(actor, { accused: [] }, units), book, judges).map(({ verb }) => verb);

describe('whom a draft of a release waits for', () => {
  it('its author until it is sent in, and for nobody else but who judges', () => {
    expect(steps(paper({ state: 'drafting' }), author)).toEqual(['submit-release']);
    expect(steps(paper({ state: 'drafting' }), head)).toEqual([]);
    expect(steps(paper({ state: 'drafting' }), office, true)).toEqual(['judge-release']);
    expect(steps(paper(), author, true)).toEqual([]);
  });
  it('the approver of the step that is open, and the reviewer of secrecy', () => {
    expect(steps(paper(), head)).toContain('approve-release');
    expect(steps(paper({ signatures: [signed('unit', head)] }), head)).toEqual([]);
    expect(steps(paper({ judgements: all }), officeLeader, true)).toContain('review-secrecy');
  });
  it('its author with the opinion it was refused with', () => {
    const no = { ...signed('unit', head), approve: false, by: { id: head.id, name: '负责人' }, reason: '缺处理结果' };
    const back = paper({ state: 'drafting', draft: { state: 'drafting', unit: 'water_company' }, signatures: [no] });
    const [mend] = releaseSteps(back, everyday, actingIn(author, { accused: [] }, units), book, false);
    expect(mend).toMatchObject({ verb: 'submit-release', text: '负责人不同意：缺处理结果；修改后重新送审' });
  });
  it('nobody in the head’s place, unless on a registered order', () => {
    const sent = paper({ judgements: all });
    expect(steps(sent, office, true)).not.toContain('approve-release');
    expect(steps({ ...sent, isDelegate: true }, office, true)).toContain('approve-release');
  });
  it('a judge again when an aspect was found wanting', () => {
    const wanting = [...all.slice(0, 2), { aspect: 'manner' as const, verdict: false }];
    expect(steps(paper({ judgements: all }), office, true)).not.toContain('judge-release');
    expect(steps(paper({ judgements: wanting }), office, true)).toContain('judge-release');
  });
  it('whoever of its unit may issue it, once all is there', () => {
    const signatures = [signed('unit', head), signed('secrecy', officeLeader)];
    const ready = paper({ judgements: all, signatures });
    expect(steps(ready, author)).toEqual(['publish-release']);
    expect(steps(ready, colleague)).toEqual(['publish-release']);
    expect(steps(ready, office, true)).toEqual([]);
    expect(steps({ ...ready, signatures: signatures.slice(0, 1) }, author)).toEqual([]);
  });
});
