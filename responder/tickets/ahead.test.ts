import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { ticketRulesSchema } from '../../config/schema/ticket-rules.ts';
import { refuseTooFar } from './ahead.ts';

const ticketRules = loadRulebook(shippedConfigFolder(), 'ticket-rules', ticketRulesSchema);
const context = { now: new Date('2026-03-10T09:00:00+08:00'), books: { ticketRules } };
const at = (day: string) => new Date(`${day}T09:00:00+08:00`);
const enter = (what: Parameters<typeof refuseTooFar>[0], day: string) => () => refuseTooFar(what, at(day), context);

describe('a date that lies ahead', () => {
  it.each([
    ['复看时间', 'review', '2026-06-08', '2026-06-09'],
    ['委托的截止时间', 'delegation', '2027-03-11', '2027-03-12'],
    ['任务期限', 'term', '2029-03-10', '2029-03-11'],
  ] as const)('%s may lie as far as the rulebook says', (title, kind, last, beyond) => {
    expect(enter({ title, kind }, last)).not.toThrow();
    expect(enter({ title, kind }, beyond)).toThrow(title);
  });

  it('of a wrong year is refused with the date, how far it may lie and what to do', () => {
    expect(enter({ title: '复看时间', kind: 'review' }, '2098-03-12')).toThrow(
      '复看时间填为2098年3月12日，最远可填至2026年6月8日（90天，本系统默认）：请核对年月；须长期关注的，到时复看后再定下一次',
    );
  });
});
