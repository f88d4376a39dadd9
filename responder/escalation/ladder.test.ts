import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { escalationSchema } from '../../config/schema/escalation.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { workCalendar } from '../deadlines/calendar.ts';
import { ladder } from './ladder.ts';
import { chainSteps, nextStep, type ChainState, type ChainSteps } from './next-step.ts';

const book = loadRulebook(shippedConfigFolder(), 'escalation', escalationSchema);
const work = workCalendar(loadCalendars(shippedConfigFolder()));
const at = (text: string) => new Date(`${text.replace(' ', 'T')}+08:00`);

describe('after a missed clock', () => {
  it.each([
    ['red', '2026-02-13 17:30', ['call 02-13T17:40', 'supervise 02-13T18:30']],
    ['orange', '2026-02-13 17:30', ['urge 02-13T18:30', 'supervise 02-13T21:30']],
    ['yellow', '2026-02-13 17:30', ['urge 02-14T09:00', 'supervise 02-24T09:00', 'criticise 02-27T09:00']],
    [null, '2026-03-02 17:30', ['urge 03-03T09:00', 'supervise 03-04T09:00', 'criticise 03-09T09:00']],
  ] as const)('%s from %s', (colour, due, expected) => {
    const steps = ladder(book, colour, at(due), work);
    expect(steps.map((step) => `${step.action} ${toLocalIso(step.at).slice(5, 16)}`)).toEqual(expected);
  });
});

describe('who is told next', () => {
  const everyone = () => true;
  const state = (change: Partial<ChainState>): ChainState => ({
    colour: 'red',
    confirmed: true,
    taken: [],
    acknowledged: false,
    since: at('2026-03-03 10:00'),
    ...change,
  });
  const [ticket, alarm] = [chainSteps(book, 'ticket'), chainSteps(book, 'alarm')];
  const walk = (chain: ChainSteps, from: ChainState, onDuty: (role: string) => boolean = everyone) => {
    const told: string[] = [];
    let now = from;
    for (let step = nextStep(chain, now, onDuty); step; step = nextStep(chain, now, onDuty)) {
      told.push(`${toLocalIso(step.at).slice(11, 16)} ${step.skipped ? '-' : step.to.join('+')}`);
      now = { ...now, taken: [...now.taken, { id: step.id, at: step.at, skipped: step.skipped }] };
    }
    return told;
  };

  it('contact, head, coordinating office, leader on duty', () => {
    expect(walk(ticket, state({}))).toEqual([
      '10:00 handler',
      '10:05 unit_head',
      '10:10 duty_officer',
      '10:15 duty_leader+leader',
    ]);
  });
  it('stops when somebody acknowledges', () => {
    expect(nextStep(ticket, state({ acknowledged: true }), everyone)).toBeNull();
  });
  it('a machine alarm pages the duty officer, the leader only after two silent steps and marked', () => {
    const unlooked = state({ confirmed: false });
    expect(walk(alarm, unlooked)).toEqual(['10:00 duty_officer', '10:05 duty_officer', '10:10 duty_leader+leader']);
    expect(nextStep(alarm, unlooked, everyone)?.mark).toBe('未经人工核实');
  });
  it('skips a step nobody is on duty for at once; a skipped step is not a silent one', () => {
    const noHead = (role: string) => role !== 'unit_head';
    expect(walk(ticket, state({}), noHead)).toEqual([
      '10:00 handler',
      '10:05 -',
      '10:05 duty_officer',
      '10:10 duty_leader+leader',
    ]);
    const onlyLeaders = (role: string) => role === 'leader';
    expect(walk(alarm, state({ confirmed: false }), onlyLeaders)).toEqual(['10:00 -', '10:00 -', '10:00 -']);
    expect(walk(alarm, state({}), onlyLeaders).at(-1)).toBe('10:00 leader');
  });
  it('a book that rings a leader first is refused', () => {
    const broken = structuredClone(book);
    broken.chains.alarm[0]!.to = ['leader'];
    expect(escalationSchema.safeParse(broken).success).toBe(false);
  });
});
