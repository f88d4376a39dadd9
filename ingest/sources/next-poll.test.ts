import { describe, expect, it } from 'vitest';
import { isDue, nextPollAt, TICK_MS } from './next-poll.ts';

/** At which ticks a source is asked, when each tick comes late by what `lateMs` says. */
function askedAt(everyMinutes: number, lateMs: number[]): number[] {
  const asked: number[] = [];
  let due = 0;
  lateMs.forEach((late, tick) => {
    const now = tick * TICK_MS + late;
    if (now < due) return;
    asked.push(tick);
    due = nextPollAt(new Date(now), everyMinutes).getTime();
  });
  return asked;
}

describe('a source on the ticks of the clock', () => {
  it.each<[string, number, number[], number[]]>([
    ['every minute: at every tick', 1, [0, 0, 0, 0], [0, 1, 2, 3]],
    ['every minute, though ticks come late', 1, [20_000, 0, 25_000, 100, 9_000], [0, 1, 2, 3, 4]],
    ['every two minutes: at every other', 2, [0, 0, 0, 0, 0], [0, 2, 4]],
    ['every two minutes, though ticks come late', 2, [20_000, 0, 0, 25_000, 100], [0, 2, 4]],
    ['once more after a tick that came very late', 3, [0, 0, 0, 0, 29_000, 0, 0], [0, 3, 6]],
  ])('%s', (_name, everyMinutes, lateMs, expected) => expect(askedAt(everyMinutes, lateMs)).toEqual(expected));

  it.each([
    { errors: 0, minutes: 10 },
    { errors: 1, minutes: 20 },
    { errors: 3, minutes: 80 },
    { errors: 9, minutes: 720 },
    { errors: 500, minutes: 720 },
  ])('after $errors errors in a row it is left alone for $minutes minutes', ({ errors, minutes }) => {
    const asked = new Date('2026-02-24T09:00:00+08:00');
    expect(nextPollAt(asked, 10, errors).getTime() - asked.getTime()).toBe(minutes * 60_000 - TICK_MS / 2);
  });

  it('is never asked more often for its errors', () => {
    const asked = new Date(0);
    expect(nextPollAt(asked, 1440, 1)).toEqual(nextPollAt(asked, 1440));
  });
});

describe('the moment written for the next asking', () => {
  const now = new Date('2026-02-24T09:00:00+08:00');
  it.each<[string, number, number | null, boolean]>([
    ['none yet', 10, null, true],
    ['past', 10, -1, true],
    ['now', 10, 0, true],
    ['a minute ahead', 10, 1, false],
    ['ten minutes ahead: another process asks at this moment', 1, 10, false],
    ['as far as the longest pause after errors', 10, 720, false],
    ['further than any pause', 10, 721, true],
    ['a month ahead, by a clock that was wrong', 10, 30 * 1440, true],
    ['a day ahead for a daily source', 1440, 1440, false],
    ['a month ahead for a daily source', 1440, 30 * 1440, true],
  ])('%s (asked every %i minutes)', (_name, everyMinutes, minutesAhead, due) => {
    const next = minutesAhead === null ? null : new Date(now.getTime() + minutesAhead * 60_000);
    expect(isDue(next, now, everyMinutes)).toBe(due);
  });

  it('is never beyond belief by the right clock, whatever the interval and the errors', () => {
    for (const everyMinutes of [1, 10, 720, 1440, 10_080])
      for (const errors of [0, 1, 12, 500])
        expect(isDue(nextPollAt(now, everyMinutes, errors), now, everyMinutes)).toBe(false);
  });
});
