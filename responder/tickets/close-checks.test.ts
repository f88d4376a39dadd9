import { describe, expect, it } from 'vitest';
import { closeGaps, closeWarnings } from './close-checks.ts';
import type { Disposition } from './judgement.ts';
import type { Ticket } from './ticket.ts';

const ticket = (changes: Partial<Ticket> = {}): Ticket =>
  ({
    outcome: 'public_answer',
    dispositions: ['D-4'],
    needs_second: false,
    rejudge_due: false,
    return_pending: false,
    consulting_since: null,
    level_duty: null,
    level_official: null,
    conference_at: null,
    last_release_at: null,
    review_at: null,
    report: null,
    ...changes,
  }) as Ticket;
const at = new Date('2026-03-10T10:00:00+08:00');
const held = { kind: 'follow_up' as const, state: 'held' as const, public: true, confirmed_at: null, at };

describe('what must exist before a ticket is closed', () => {
  it.each<[Disposition, Partial<Ticket>, string | null]>([
    ['D-1', {}, 'D-1：缺吸收采纳情况（反馈的“结果”）'],
    ['D-2', {}, 'D-2：缺解决结果（反馈的“结果”）'],
    ['D-3', {}, 'D-3：缺调查处置结果的公布'],
    ['D-3', { report: { result: '已整改' } as Ticket['report'] }, null],
    ['D-4', {}, null],
    ['D-5', {}, null],
  ])('%s with a public release and %o', (disposition, changes, gap) => {
    expect(closeGaps(ticket({ dispositions: [disposition], ...changes }), [held])).toEqual(gap === null ? [] : [gap]);
  });

  it('a plan is no release', () => {
    expect(closeGaps(ticket(), [{ ...held, state: 'planned' }])).toContain('没有公开回应的登记');
  });

  it('false information needs a clarification and a record of the transfer, or why there is none', () => {
    const falseInfo = ticket({ dispositions: ['D-6'] });
    expect(closeGaps(falseInfo, [held])).toHaveLength(2);
    expect(closeGaps(falseInfo, [{ ...held, kind: 'clarification' }], { transfer: '无涉嫌违法线索' })).toEqual([]);
  });

  it('Ⅰ/Ⅱ needs the confirmed conference, or who approved that none was held', () => {
    const grave = ticket({ level_duty: 'II' });
    expect(closeGaps(grave, [held])).toEqual(['Ⅰ、Ⅱ级事件须有经复核的新闻发布会，或登记“经批准未召开”']);
    expect(closeGaps(grave, [held], { notHeld: '市政府主要负责人批准' })).toEqual([]);
    expect(closeGaps(ticket({ level_duty: 'II', conference_at: at }), [held])).toEqual([]);
  });

  it('a non-answer owes no disposition, but its second person', () => {
    expect(closeGaps(ticket({ outcome: 'no_answer', dispositions: [] }), [])).toEqual([]);
    expect(closeGaps(ticket({ outcome: 'no_answer', needs_second: true }), [])).toHaveLength(1);
    expect(closeGaps(ticket({ outcome: null }), [])).toEqual(['尚未研判']);
  });

  it('the observation time is only warned of', () => {
    const late = new Date(at.getTime() + 23 * 3_600_000);
    expect(closeWarnings(ticket({ last_release_at: at }), late, 24)).toEqual(['最后一次发布后未满观察期24小时']);
    expect(closeWarnings(ticket({ last_release_at: at }), new Date(at.getTime() + 25 * 3_600_000), 24)).toEqual([]);
  });
});
