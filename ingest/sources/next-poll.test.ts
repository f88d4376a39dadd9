import { describe, expect, it } from 'vitest';
import { nextPollAt, TICK_MS } from './next-poll.ts';

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
