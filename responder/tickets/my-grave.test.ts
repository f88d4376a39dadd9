import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../books.ts';
import { graveStep, type GraveMatter } from './my-grave.ts';

const { units } = loadResponderBooks(shippedConfigFolder());
const at = (time: string): Date => new Date(`2026-03-10T${time}:00+08:00`);
const now = at('09:30');
const of = (unitId: string, ...roles: Role[]) => ({ unitId, roles });
const press = of('press_office', 'spokesperson');
const leader = of('city_gov', 'leader');

const matter = (changes: Partial<GraveMatter> = {}): GraveMatter => ({
  ...{ rule_id: 'N-01', provisional: true, due_at: at('14:00'), drafted: false, convened: false, instructed: false },
  points: [
    { kind: 'milestone', at: '2026-03-10T12:00:00+08:00', title: '倒排节点：送审' },
    { kind: 'milestone', at: '2026-03-10T10:00:00+08:00', title: '倒排节点：统一口径' },
    { kind: 'warn', at: '2026-03-10T09:45:00+08:00', title: '' },
  ],
  ...changes,
});
const kindOf = (changes: Partial<GraveMatter>, actor: typeof press) =>
  graveStep(matter(changes), actor, units, now)?.kind ?? null;

describe('a matter the facts make grave, before and after somebody says so', () => {
  it.each<[string, Partial<GraveMatter>, typeof press, string | null]>([
    ['the press office prepares the first word', {}, press, 'prepare-word'],
    ['also once the level is set', { provisional: false }, press, 'prepare-word'],
    ['not when one is drafted: then the draft waits', { drafted: true }, press, null],
    ['it prepares the conference', { rule_id: 'N-02' }, press, 'prepare-conference'],
    ['until one is entered', { rule_id: 'N-02', convened: true }, press, null],
    ['the leader gives his instruction, once for both deadlines', {}, leader, 'instruct'],
    ['and not for the conference again', { rule_id: 'N-02' }, leader, null],
    ['until there is one', { instructed: true }, leader, null],
    ['a department speaks for itself elsewhere', {}, of('housing', 'spokesperson'), null],
    ['the officer on duty judges, it is not for him', {}, of('gov_office', 'duty_officer'), null],
  ])('%s', (_name, changes, actor, kind) => {
    expect(kindOf(changes, actor)).toBe(kind);
  });

  it('is due on the next of the days laid back from the deadline, and after the last of them on the deadline', () => {
    const step = (time: string) => graveStep(matter(), press, units, at(time));
    expect(step('09:30')).toMatchObject({ due: at('10:00'), text: '拟首次权威发布的口径（倒排节点：统一口径）' });
    expect(step('10:30')).toMatchObject({ due: at('12:00'), text: '拟首次权威发布的口径（倒排节点：送审）' });
    expect(step('13:00')).toMatchObject({ due: at('14:00'), text: '拟首次权威发布的口径' });
  });
});
