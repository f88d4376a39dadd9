import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { checkClocks } from '../../config/schema/clocks-check.ts';
import { clocksSchema, type ClocksBook } from '../../config/schema/clocks.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { backwardPlan, earliestPublic } from './backward.ts';
import { effectiveRules } from './book.ts';
import { workCalendar } from './calendar.ts';
import type { Moment, TicketFacts } from './facts.ts';
import { clocksFor } from './plans.ts';
import { regrade, type RunningClock } from './regrade.ts';

const book = loadRulebook(shippedConfigFolder(), 'clocks', clocksSchema);
const env = { work: workCalendar(loadCalendars(shippedConfigFolder())) };
const at = (text: string) => new Date(`${text.replace(' ', 'T')}+08:00`);
const moment = (text: string): Moment => ({ at: at(text), source: '接报记录' });

/** A matter seen on a Tuesday morning, nothing decided yet. */
const seen: TicketFacts = {
  times: { first_public_post_at: moment('2026-03-03 08:10'), detected_at: moment('2026-03-03 08:40') },
  level: null,
  levelPossible: null,
  colour: 'yellow',
  kind: 'fire',
  intakeKinds: ['opinion'],
  outcome: null,
};
const facts = (change: Partial<TicketFacts>): TicketFacts => ({ ...seen, ...change });
const times = (more: TicketFacts['times']): TicketFacts['times'] => ({ ...seen.times, ...more });
const planned = (input: TicketFacts, from: ClocksBook = book) =>
  Object.fromEntries(clocksFor(from, input, env).map((plan) => [plan.ruleId, plan]));
const dueOf = (input: TicketFacts, rule: string, from = book) => {
  const found = planned(input, from)[rule];
  return found && toLocalIso(found.due).slice(0, 16).replace('T', ' ');
};

describe('which clocks a ticket has', () => {
  it.each<[string, Partial<TicketFacts>, string[]]>([
    ['an undecided yellow matter', {}, ['L-04-yellow', 'N-03']],
    ['one that owes an answer', { outcome: 'public_answer' }, ['L-04-yellow', 'N-03']],
    ['one that owes none', { outcome: 'keep_watching' }, ['L-04-yellow']],
    ['a possible Ⅱ', { levelPossible: 'II' }, ['L-04-yellow', 'N-01', 'N-02', 'N-03']],
    [
      'a possible Ⅱ that a person turned down',
      { levelPossible: 'II', provisionalEnded: 'II' },
      ['L-04-yellow', 'N-03'],
    ],
    [
      'a possible Ⅰ after a Ⅱ was turned down',
      { levelPossible: 'I', provisionalEnded: 'II' },
      ['L-04-yellow', 'N-01', 'N-02', 'N-03'],
    ],
    ['a possible Ⅲ', { levelPossible: 'III' }, ['L-04-yellow', 'N-03']],
    ['a Ⅱ set by a person', { level: 'II' }, ['L-01-orange', 'L-02', 'L-04-yellow', 'N-01', 'N-02']],
    [
      'a crowd set to Ⅱ by a person',
      { level: 'II', kind: 'mass_incident' },
      ['L-01-orange', 'L-02', 'L-04-yellow', 'N-01', 'N-02'],
    ],
    [
      'a citizen told us, no colour yet',
      { colour: null, flags: ['told_phone', 'told_sensitivity_1'] },
      ['L-04-blue', 'N-03'],
    ],
    ['a superior told us, no colour yet', { colour: null, flags: ['told_superior'] }, ['L-04-yellow', 'N-03']],
    ['a unit told us of a blue matter', { colour: 'blue', flags: ['told_unit'] }, ['L-04-yellow', 'N-03']],
    ['told of the gravest sensitivity', { colour: null, flags: ['told_sensitivity_3'] }, ['L-04-yellow', 'N-03']],
    [
      'a superior told us of a red matter',
      { colour: 'red', flags: ['told_superior'] },
      ['L-01-red', 'L-02', 'L-04-red', 'N-03'],
    ],
    ['a red matter', { colour: 'red' }, ['L-01-red', 'L-02', 'L-04-red', 'N-03']],
    [
      'a petition',
      {
        intakeKinds: ['petition'],
        times: times({ received_at: moment('2026-03-03 09:00') }),
        outcome: 'legal_channel',
      },
      ['L-04-yellow', 'N-17a'],
    ],
    ['history', { history: true, level: 'I' }, []],
  ])('%s', (_, change, rules) => {
    expect(Object.keys(planned(facts(change))).sort()).toEqual(rules);
  });

  it('never applies a manual rule by itself', () => {
    expect(
      planned(facts({ level: 'I', times: times({ informed_at: moment('2026-03-03 08:00') }) }))['N-09'],
    ).toBeUndefined();
  });

  it('runs provisional ones until a person decides, and says why', () => {
    const before = planned(facts({ levelPossible: 'II' }));
    expect([before['N-01']?.provisional, before['N-03']?.provisional]).toEqual([true, true]);
    expect(before['N-01']?.provisionalWhy).toContain('待人工定级');
    expect(planned(facts({ level: 'II', levelPossible: 'II' }))['N-01']?.provisional).toBe(false);
    expect(planned(facts({ outcome: 'direct_answer' }))['N-03']?.provisional).toBe(false);
  });
});

describe('where a clock starts', () => {
  it('prefers the occurrence, then the first post, then detection, and keeps all three', () => {
    const known = facts({ level: 'II', times: times({ event_occurred_at: moment('2026-03-03 06:00') }) });
    const first = planned(known)['N-01'];
    expect(first?.start).toMatchObject({ name: 'event_occurred_at', source: '接报记录' });
    expect(dueOf(known, 'N-01')).toBe('2026-03-03 11:00');
    expect(first?.times.map((time) => time.name).sort()).toEqual([
      'detected_at',
      'event_occurred_at',
      'first_public_post_at',
    ]);
    expect(dueOf(facts({ level: 'II' }), 'N-01')).toBe('2026-03-03 13:10');
    expect(dueOf(facts({ level: 'II', times: { detected_at: moment('2026-03-03 08:40') } }), 'N-02')).toBe(
      '2026-03-04 08:40',
    );
  });

  it('starts an epidemic from its report and slow pollution from the first notice', () => {
    const reported = times({
      event_occurred_at: moment('2026-02-20 06:00'),
      report_received_at: moment('2026-03-03 07:00'),
    });
    expect(dueOf(facts({ level: 'II', kind: 'infectious', times: reported }), 'N-01')).toBe('2026-03-03 12:00');
    expect(dueOf(facts({ level: 'II', kind: 'environment', times: reported }), 'N-01')).toBe('2026-02-20 11:00');
    expect(dueOf(facts({ level: 'II', kind: 'environment', flags: ['slow_pollution'], times: reported }), 'N-01')).toBe(
      '2026-03-03 12:00',
    );
  });

  it('counts the sign-in from delivery, never from acceptance', () => {
    expect(planned(facts({}))['L-03-yellow']).toBeUndefined();
    const given = facts({
      times: times({ dispatched_at: moment('2026-03-03 10:00'), delivered_at: moment('2026-03-03 10:01') }),
    });
    expect(dueOf(given, 'L-03-yellow')).toBe('2026-03-03 11:01');
  });
});

describe('warnings before due', () => {
  const points = (change: Partial<TicketFacts>, rule: string) =>
    planned(facts(change))[rule]?.warnPoints.map((point) => `${point.id} ${toLocalIso(point.at).slice(5, 16)}`);
  it('follow L-09', () => {
    expect(points({ level: 'II' }, 'N-01')).toEqual([
      'amber-60m 03-03T09:10',
      'warn-180m 03-03T10:10',
      'warn-60m 03-03T12:10',
      'amber-240m 03-03T12:10',
    ]);
    expect(points({ level: 'II' }, 'N-02')).toHaveLength(4);
    expect(points({ outcome: 'public_answer' }, 'N-03')).toEqual([
      'warn-1440m 03-04T08:40',
      'warn-720m 03-04T20:40',
      'warn-240m 03-05T04:40',
    ]);
    expect(points({ colour: 'blue', outcome: 'keep_watching' }, 'L-04-blue')).toEqual([
      'warn-previous-day 03-03T09:00',
      'warn-quarter 03-04T14:02',
    ]);
  });
});

const laid = (from: ClocksBook, open: ReturnType<typeof clocksFor>): string[] =>
  backwardPlan(from, open).map((row) => `${row.title} ${toLocalIso(row.at).slice(5, 16)}`);

describe('laying back from the public deadline', () => {
  const dispatched = times({ dispatched_at: moment('2026-03-06 16:00'), detected_at: moment('2026-03-06 15:00') });
  it('ends a working-day feedback six hours before the 48 hours are over', () => {
    const friday = facts({ times: dispatched, outcome: 'public_answer' });
    expect(dueOf(friday, 'L-07b')).toBe('2026-03-08 09:00');
    expect(planned(friday)['L-07b']?.cappedBy).toBe('N-03');
  });
  it('keeps the rule’s own time where no public clock runs', () => {
    expect(dueOf(facts({ times: dispatched, outcome: 'keep_watching' }), 'L-07b')).toBe('2026-03-10 17:30');
  });
  it('ends with the public clock itself where six hours no longer fit', () => {
    const grave = facts({ level: 'II', colour: 'red', times: times({ dispatched_at: moment('2026-03-03 09:00') }) });
    expect(dueOf(grave, 'L-07a')).toBe('2026-03-03 13:10');
  });
  it('keeps the stricter due time an order brought along', () => {
    const order = facts({ times: dispatched, outcome: 'keep_watching', ownDue: at('2026-03-09 12:00') });
    expect(dueOf(order, 'L-07b')).toBe('2026-03-09 12:00');
  });
  it('lays milestones from each public clock', () => {
    const open = clocksFor(book, facts({ level: 'II' }), env);
    expect(earliestPublic(open)?.ruleId).toBe('N-01');
    expect(laid(book, open)).toEqual([
      '统一口径 03-03T09:10',
      '送审 03-03T11:10',
      '定稿 03-03T12:10',
      '发布会方案 03-03T14:10',
      '答问口径 03-03T20:10',
      '发布材料 03-04T04:10',
    ]);
  });
  it('lays what is still ahead into the time a matter has left that was closed and opened again', () => {
    const closed = { from: at('2026-03-03 10:10'), to: at('2026-03-09 10:10'), reason: '已办结', ended: true as const };
    const open = clocksFor(book, facts({ level: 'II', gaps: { 'N-01': [closed] } }), env);
    expect(laid(book, open).filter((row) => !row.includes('03-04'))).toEqual([
      '统一口径 03-03T09:10',
      '发布会方案 03-03T14:10',
      '答问口径 03-03T20:10',
      '送审 03-09T11:10',
      '定稿 03-09T12:10',
    ]);
  });
  it('lays the points of an answer within 48 hours: its text is sent for approval when the unit has reported, signed before the end', () => {
    const answered = facts({ times: dispatched, outcome: 'public_answer' });
    expect(laid(book, clocksFor(book, answered, env))).toEqual([
      '统一口径 03-07T15:00',
      '送审 03-08T09:00',
      '定稿 03-08T13:00',
    ]);
  });
});

describe('a regrade', () => {
  const running = (input: TicketFacts): RunningClock[] =>
    clocksFor(book, input, env).map((plan) => ({ ...plan, state: 'running' }));
  it('starts the stricter clocks from the same start, already overdue or not', () => {
    const moved = regrade(running(facts({ level: 'III' })), clocksFor(book, facts({ level: 'II' }), env));
    expect(moved.start.map((plan) => plan.ruleId)).toEqual(['N-01', 'N-02']);
    expect(toLocalIso(moved.start[0]!.start.at)).toBe('2026-03-03T08:10:00+08:00');
    expect(moved.end.map((row) => row.ruleId)).toEqual(['N-03']);
  });
  it('makes provisional clocks firm instead of starting them anew', () => {
    const moved = regrade(running(facts({ levelPossible: 'II' })), clocksFor(book, facts({ level: 'II' }), env));
    expect(moved.confirm.map((plan) => plan.ruleId)).toEqual(['N-01', 'N-02']);
  });
  it('replaces a mild clock by the stricter one of its family, never the other way round', () => {
    const [yellow, red] = [facts({}), facts({ colour: 'red' })];
    const up = regrade(running(yellow), clocksFor(book, red, env));
    expect(up.end).toContainEqual({ ruleId: 'L-04-yellow', why: '由更严的 L-04-red 取代' });
    const down = regrade(running(red), clocksFor(book, yellow, env));
    expect(down.keep).toContain('L-04-red');
    expect(down.start).toEqual([]);
  });
  it('never ends a missed clock, and never asks twice for a fulfilled duty', () => {
    const missed = running(facts({ level: 'II' })).map((clock): RunningClock => ({ ...clock, state: 'overdue' }));
    expect(regrade(missed, clocksFor(book, facts({ level: 'IV' }), env)).end).toEqual([]);
    const judged = running(facts({})).map((clock): RunningClock => ({ ...clock, state: 'satisfied' }));
    expect(
      regrade(judged, clocksFor(book, facts({ colour: 'red' }), env)).start.map((plan) => plan.ruleId),
    ).not.toContain('L-04-red');
  });
});

describe('layers', () => {
  const changed = (edit: (copy: ClocksBook) => void) => {
    const copy = structuredClone(book);
    edit(copy);
    return copy;
  };
  const tighten = (tightens: string, limit: string | number): ClocksBook['tighten'][number] => ({
    tightens,
    limit,
    layer: 'city',
    source: { doc: '江城市政务舆情回应办法', grade: 'P' },
  });
  const problems = (edit: (copy: ClocksBook) => void) => checkClocks(changed(edit)).map((row) => row.message);

  it('let a city tighten a national clock', () => {
    const local = changed((copy) => copy.tighten.push(tighten('N-03', 'PT24H')));
    expect(checkClocks(local)).toEqual([]);
    expect(dueOf(facts({ outcome: 'public_answer' }), 'N-03', local)).toBe('2026-03-04 08:40');
    const due = clocksFor(local, facts({ outcome: 'public_answer' }), env);
    expect(laid(local, due)).toEqual(['统一口径 03-03T20:40', '送审 03-04T05:40', '定稿 03-04T07:40']);
    expect(effectiveRules(local).find((rule) => rule.id === 'N-03')).toMatchObject({
      layer: 'city',
      note: expect.stringContaining('61号'),
    });
  });
  it.each<[string, (copy: ClocksBook) => void, string]>([
    ['loosening a national clock', (copy) => copy.tighten.push(tighten('N-01', 'PT6H')), '只能收紧'],
    ['editing the national row itself', (copy) => (copy.rules[0]!.clock!.limit = 'PT6H'), '不能放宽'],
    ['a later start', (copy) => (copy.rules[0]!.clock!.start = ['detected_at']), '不能放宽'],
    ['extending it', (copy) => (copy.rules[0]!.clock!.extend = { max: 60, needs: [] }), '不能放宽'],
    ['leaving it out', (copy) => copy.rules.splice(1, 1), '缺少国家规定的时限 N-02'],
    ['stopping natural hours', (copy) => (copy.rules[0]!.clock!.pausable = true), '不得停计'],
    ['unlocking', (copy) => (copy.rules[0]!.locked = false), 'locked'],
    ['a double id', (copy) => (copy.rules[1]!.id = 'N-01'), '重复'],
    ['a milestone after the deadline', (copy) => (copy.backward[0]!.at = 'PT5H'), '倒排节点'],
    [
      'an internal clock that may end after the public one',
      (copy) => delete copy.rules.find((rule) => rule.id === 'L-07b')!.clock!.before_public,
      '可能晚于对外时限',
    ],
    ['days on an hour calendar', (copy) => (copy.rules[0]!.clock!.limit = 5), 'PT5H'],
  ])('refuse %s', (_, edit, message) => {
    expect(problems(edit).join('\n')).toContain(message);
  });
});
