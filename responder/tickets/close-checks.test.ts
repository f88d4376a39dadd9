import { describe, expect, it } from 'vitest';
import { closeExceptions, closeGaps, closeWarnings } from './close-checks.ts';
import type { Disposition } from './judgement.ts';
import type { Ticket } from './ticket.ts';

const nothing = { status: 'none', low: null, high: null } as unknown as Ticket['level_machine'];
const grave = { status: 'suggested', low: 'II', high: 'I' } as unknown as Ticket['level_machine'];
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
    state: 'released',
    history: false,
    colour: 'blue',
    verification: 'unverified',
    level_machine: nothing,
    level_provisional_ended: null,
    conference_waived: null,
    marks: [],
    ...changes,
  }) as Ticket;
const at = new Date('2026-03-10T10:00:00+08:00');
const held = { kind: 'follow_up' as const, state: 'held' as const, public: true, at, recorded_at: at };

const reported = (when: string): Partial<Ticket> => ({
  ...{ report: { result: '已整改' } as Ticket['report'], reported_at: new Date(when) },
});

describe('what must exist before a ticket is closed', () => {
  it('D-2: a follow-up published before the report counts where its own text tells the result', () => {
    const solved = ticket({ dispositions: ['D-2'], ...reported('2026-03-10T11:00:00+08:00') });
    expect(closeGaps(solved, [{ ...held, result: '当日18时恢复供水' }])).toEqual([]);
    expect(closeGaps(solved, [{ ...held, matches_approval: true }])).toEqual([]);
    expect(closeGaps(solved, [{ ...held, result: '' }])).toHaveLength(1);
    // Entered by hand when the result was known.
    expect(closeGaps(solved, [{ ...held, recorded_at: new Date('2026-03-10T11:05:00+08:00') }])).toEqual([]);
  });

  it.each<[Disposition, Partial<Ticket>, string | null]>([
    ['D-1', {}, 'D-1：缺吸收采纳情况登记（请在“群众关切与口径”页登记）'],
    ['D-2', {}, 'D-2：缺解决结果（反馈的“办理结果”；反馈已过的，请在“发布”页发布写明结果的续报）'],
    ['D-2', reported('2026-03-10T09:00:00+08:00'), null],
    // What was published while the result was still to come told nothing of it.
    ['D-2', reported('2026-03-10T11:00:00+08:00'), 'D-2：解决情况尚未公开或答复（请在“发布”页拟稿发布）'],
    ['D-3', {}, 'D-3：缺调查结论登记（请在“群众关切与口径”页登记）'],
    ['D-4', {}, null],
    ['D-5', {}, null],
  ])('%s with a public release and %o', (disposition, changes, gap) => {
    expect(closeGaps(ticket({ dispositions: [disposition], ...changes }), [held])).toEqual(gap === null ? [] : [gap]);
  });

  it('a plan is no release', () => {
    expect(closeGaps(ticket(), [{ ...held, state: 'planned' }])).toContainEqual(
      expect.stringContaining('没有公开回应的登记'),
    );
  });

  it('false information needs a clarification and a record of the transfer, or why there is none', () => {
    const falseInfo = ticket({ dispositions: ['D-6'] });
    expect(closeGaps(falseInfo, [held])).toHaveLength(2);
    expect(closeGaps(falseInfo, [{ ...held, kind: 'clarification' }], { transfer: '无涉嫌违法线索' })).toEqual([]);
  });

  it('Ⅰ/Ⅱ needs the confirmed conference, or who approved that none was held', () => {
    const conference = ticket({ level_duty: 'II' });
    expect(closeGaps(conference, [held])).toEqual(['Ⅰ、Ⅱ级事件须有经复核的新闻发布会，或登记“经批准未召开”']);
    expect(closeGaps(conference, [held], { notHeld: '市政府主要负责人批准' })).toEqual([]);
    expect(closeGaps(ticket({ level_duty: 'II', conference_at: at }), [held])).toEqual([]);
    const by = { id: 'duty', name: '值班员', unitId: 'gov_office' };
    const waived = { reason: '省政府新闻办批准', level: 'II' as const, by, at: at.toISOString() };
    const again = { level_duty: 'II' as const, conference_waived: waived };
    expect(closeGaps(ticket(again), [held])).toEqual([]);
    expect(closeExceptions(ticket(again), false)).toEqual([]);
    expect(closeGaps(ticket({ ...again, level_official: 'I' }), [held])).toHaveLength(1);
    const unanswered = { level_duty: 'II' as const, dispositions: [] };
    expect(closeGaps(ticket({ ...unanswered, outcome: 'no_answer' }), [])).toHaveLength(1);
    expect(closeGaps(ticket({ ...unanswered, outcome: 'not_ours' }), [])).toEqual([]);
  });

  it('asks why nothing was handed over and who approved that none was held only where either is owed', () => {
    const major = ticket({ dispositions: ['D-3'], level_duty: 'IV' });
    expect(closeExceptions(major, false)).toEqual([]);
    expect(closeExceptions(ticket({ dispositions: ['D-6'] }), false)).toEqual(['transfer']);
    expect(closeExceptions(ticket({ dispositions: ['D-6'] }), true)).toEqual([]);
    expect(closeExceptions(ticket({ level_duty: 'II' }), false)).toEqual(['notHeld']);
  });

  it('D-3: what was published before the conclusion was on record did not publish it', () => {
    const day = (hour: number) => new Date(at.getTime() + hour * 3_600_000);
    const major = ticket({ dispositions: ['D-3'] });
    const gaps = (concluded: { on: string; recordedAt: Date }, told: { at: Date; recorded_at: Date }) =>
      closeGaps(major, [{ ...held, ...told }], { concluded }).length;
    const concluded = { on: '2026-03-10', recordedAt: day(2) };
    expect(gaps(concluded, { at, recorded_at: at })).toBe(1);
    expect(gaps(concluded, { at: day(3), recorded_at: day(3) })).toBe(0);
    // Registered late, both of them: told on the day of the conclusion or after.
    expect(gaps(concluded, { at: day(1), recorded_at: day(4) })).toBe(0);
    expect(gaps({ ...concluded, on: '2026-03-12' }, { at: day(1), recorded_at: day(4) })).toBe(1);
  });

  it('a non-answer owes no disposition, but its second person', () => {
    expect(closeGaps(ticket({ outcome: 'no_answer', dispositions: [] }), [])).toEqual([]);
    expect(closeGaps(ticket({ outcome: 'no_answer', needs_second: true }), [])).toHaveLength(1);
    expect(closeGaps(ticket({ outcome: null }), [])).toEqual(['尚未研判']);
  });

  const undecided = '暂按重大计时的时限尚未确认或终止，请先定级';
  it.each<[string, Partial<Ticket>, boolean]>([
    ['nobody has set a level', {}, true],
    ['nobody has, and it is not to be answered', { outcome: 'no_answer', dispositions: [] }, true],
    ['a person set less before the facts grew', { level_duty: 'III', level_provisional_ended: 'II' }, true],
    ['a person ended them at these facts', { level_provisional_ended: 'I' }, false],
    ['a person set Ⅰ', { level_duty: 'I' }, false],
    ['it is history', { history: true }, false],
    ['the machine sees nothing grave', { level_machine: nothing }, false],
  ])('provisional clocks hold the ticket open: %s → %o, %s', (_name, changes, expected) => {
    const gaps = closeGaps(ticket({ level_machine: grave, verification: 'true', ...changes }), [held]);
    expect(gaps.includes(undecided)).toBe(expected);
  });

  it('a report that waits for its review is no result', () => {
    expect(closeGaps(ticket({ state: 'reported' }), [held])).toEqual(['反馈尚未审核']);
    expect(closeGaps(ticket({ state: 'reported', outcome: 'no_answer', dispositions: [] }), [])).toHaveLength(1);
  });

  it.each<[string, Partial<Ticket>, boolean]>([
    ['blue', {}, false],
    ['yellow', { colour: 'yellow' }, true],
    ['yellow and verified', { colour: 'yellow', verification: 'partly_true' }, false],
    ['yellow, found unverifiable', { colour: 'yellow', verification: 'unverifiable' }, false],
    [
      'blue with a level of the machine',
      { level_machine: { ...nothing, status: 'suggested', low: 'IV' } as never },
      true,
    ],
    ['yellow, answered point to point', { colour: 'yellow', outcome: 'direct_answer' }, false],
  ])('a public answer of weight needs a look at the truth: %s', (_name, changes, expected) => {
    const gaps = closeGaps(ticket(changes), [held]);
    expect(gaps.some((gap) => gap.includes('未核实'))).toBe(expected);
  });

  it('a grave matter is told of daily until a person turns to watching; the observation begins with that', () => {
    const grave = { level_duty: 'II', last_release_at: at } as const;
    const later = new Date(at.getTime() + 73 * 3_600_000);
    expect(closeWarnings(ticket(grave), later, 72)).toEqual(['Ⅰ、Ⅱ级事件尚未转入观察，持续发布仍在进行']);
    const by = { id: 'x', name: '值班员甲', unitId: 'gov_office' };
    const watched = (hours: number) =>
      ticket({
        ...grave,
        marks: [
          ...[{ mark: 'concluded' as const, reason: '处置结束', notice: null, by }].map((mark) => ({
            ...mark,
            at: new Date(at.getTime() + hours * 3_600_000).toISOString(),
          })),
        ],
      });
    expect(closeWarnings(watched(0), later, 72)).toEqual([]);
    expect(closeWarnings(watched(20), later, 72)).toEqual(['最后一次发布后未满观察期72小时']);
  });

  it('the observation time is only warned of', () => {
    const late = new Date(at.getTime() + 23 * 3_600_000);
    expect(closeWarnings(ticket({ last_release_at: at }), late, 24)).toEqual(['最后一次发布后未满观察期24小时']);
    expect(closeWarnings(ticket({ last_release_at: at }), new Date(at.getTime() + 25 * 3_600_000), 24)).toEqual([]);
  });
});
