import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../books.ts';
import { caseStep } from './my-tasks.ts';
import type { CaseState } from './tables.ts';

const books = loadResponderBooks(shippedConfigFolder());
const of = (unitId: string, ...roles: Role[]): Actor => ({ id: `${unitId}-${roles[0]}`, name: '某', unitId, roles });
const opener = of('supervision', 'supervisor');
const colleague = { ...opener, id: 'colleague' };
const leader = of('city_gov', 'leader');
const head = of('water_company', 'unit_head');
const replyBy = new Date('2026-03-20T18:00:00+08:00');
const asked = books.accountability.measures.find(({ rectification }) => rectification)!.key;
const told = books.accountability.measures.find(({ rectification }) => !rectification)!.key;

const step = (state: CaseState, actor: Actor, measure: typeof asked = asked, accused: string[] = []) => {
  const papers = ['verifying', 'decided'].includes(state) ? [] : [{} as never];
  const by = { id: opener.id, name: '某', unitId: opener.unitId };
  const decided = { id: leader.id, name: '某', unitId: leader.unitId };
  const dates = { reply_due_at: replyBy, rectify_due_at: null };
  const kase = {
    unit: 'water_company',
    state,
    papers,
    origin: 'live' as const,
    measure,
    accused,
    opened_by: by,
    ...dates,
  };
  return caseStep({ ...kase, decided_by: decided }, actor, books)?.verb ?? null;
};

describe('whom an accountability case waits for', () => {
  it.each<[CaseState, Actor, string | null]>([
    ['verifying', opener, null],
    ['verifying', colleague, 'decide'],
    ['verifying', leader, 'decide'],
    ['verifying', head, null],
    ['decided', opener, 'issue-notice'],
    ['notified', head, 'reply'],
    ['notified', opener, null],
    ['appealed', opener, null],
    ['appealed', leader, null],
    ['appealed', colleague, 'rule-appeal'],
    ['answered', head, 'report-rectification'],
    ['answered', opener, null],
    ['rectified', opener, 'accept-rectification'],
    ['accepted', opener, 'close-case'],
    ['closed', opener, null],
  ])('%s: %o', (state, actor, verb) => {
    expect(step(state, actor)).toBe(verb);
  });
  it.each<[CaseState, Actor]>([
    ['verifying', colleague],
    ['decided', opener],
    ['verifying', of('gov_office', 'leader')],
  ])('%s: nothing from a unit the ticket accuses (%o)', (state, actor) => {
    expect(step(state, actor)).not.toBeNull();
    expect(step(state, actor, asked, [actor.unitId!])).toBeNull();
  });
  it('a mere criticism is closed on the explanation of the unit', () => {
    expect(step('answered', opener, told)).toBe('close-case');
    expect(step('answered', head, told)).toBeNull();
  });
});
