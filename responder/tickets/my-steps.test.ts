import { expect, it } from 'vitest';
import { dueOf } from './my-steps.ts';
import type { StepDue } from './steps.ts';

const at = (time: string) => new Date(`2026-03-10T${time}:00+08:00`);
const now = at('12:00');
/** A judgement missed at nine, an answer owed at eight in the evening. */
const clocks = [
  { due_at: at('09:00'), facts: ['judged'] },
  // A report upward is a task of its own and lends its time to no other.
  { due_at: at('14:00'), facts: ['reported_up_written'] },
  { due_at: at('20:00'), facts: ['answer'] },
];
it.each<[string, Exclude<StepDue, 'review'>, Date | null]>([
  ['the deadline it settles, missed as it may be', ['judged'], at('09:00')],
  ['the deadline it settles, not the nearest', ['answer'], at('20:00')],
  ['what settles none has the next to come, not one missed before it arose', 'next', at('20:00')],
  ['so has a step whose own clock does not run', ['accepted'], at('20:00')],
  ['what no deadline hangs on has none', 'none', null],
])('%s', (_name, due, expected) => {
  expect(dueOf(due, clocks, now)).toEqual(expected);
});

it('where everything is over, nothing new is overdue at its birth', () => {
  expect(dueOf('next', clocks.slice(0, 1), now)).toBeNull();
});
