import { meetClock, meetClockInput } from './acts/meet-clock.ts';
import { pauseClock, pauseClockInput, resumeClock, resumeClockInput } from './acts/pause-clock.ts';
import { rebaseClock, rebaseClockInput } from './acts/rebase-clock.ts';
import { startClock, startClockInput } from './acts/start-clock.ts';

/** The verbs of the page 时限 and the schemas of their inputs, by name. */
export const CLOCK_ACTS = {
  'start-clock': startClock,
  'meet-clock': meetClock,
  'pause-clock': pauseClock,
  'resume-clock': resumeClock,
  'rebase-clock': rebaseClock,
} as const;
export const CLOCK_INPUTS = {
  'start-clock': startClockInput,
  'meet-clock': meetClockInput,
  'pause-clock': pauseClockInput,
  'resume-clock': resumeClockInput,
  'rebase-clock': rebaseClockInput,
} as const;
