import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { notificationsSchema } from '../../config/schema/notifications.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { goesOutAt, pauseAfter, shiftStart } from './timing.ts';

const book = loadRulebook(shippedConfigFolder(), 'notifications', notificationsSchema);
const at = (text: string): Date => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`);
const shown = (when: Date): string => toLocalIso(when).slice(5, 16).replace('T', ' ');

describe('when a notice goes out', () => {
  it.each([
    ['立即 at once', 'now', false, '10-03 14:07', '10-03 14:07'],
    ['立即 waits for the end of the night', 'now', false, '10-03 23:10', '10-04 07:00'],
    ['red rings at night', 'now', true, '10-03 23:10', '10-03 23:10'],
    ['本班 at the end of its half hour', 'shift', false, '10-03 14:07', '10-03 14:30'],
    ['本班 written on the stroke waits one window', 'shift', false, '10-03 14:30', '10-03 15:00'],
    ['本班 at night in the morning', 'shift', false, '10-03 03:07', '10-03 07:00'],
    ['the last window of the evening falls into the night', 'shift', false, '10-03 21:40', '10-04 07:00'],
    ['次日汇总 next morning', 'digest', false, '10-03 14:07', '10-04 08:30'],
    ['次日汇总 written before the time goes the same day', 'digest', false, '10-03 06:00', '10-03 08:30'],
    ['次日汇总 written on the stroke goes the next day', 'digest', false, '10-03 08:30', '10-04 08:30'],
  ] as const)('%s', (_name, lane, urgent, written, expected) => {
    expect(shown(goesOutAt(lane, urgent, at(written), book))).toBe(expected);
  });

  it('never earlier than written, never later than a day and a night, never in the night unless urgent', () => {
    const lane = fc.constantFrom('now' as const, 'shift' as const, 'digest' as const);
    const instant = fc.date({ min: at('01-01 00:00'), max: at('12-31 00:00'), noInvalidDate: true });
    fc.assert(
      fc.property(lane, fc.boolean(), instant, (one, urgent, written) => {
        const out = goesOutAt(one, urgent, written, book);
        const hour = Number(toLocalIso(out).slice(11, 13));
        expect(out.getTime()).toBeGreaterThanOrEqual(written.getTime());
        expect(out.getTime() - written.getTime()).toBeLessThan(33 * 3_600_000);
        if (urgent) expect(out).toEqual(written);
        else expect(hour >= 7 && hour < 22).toBe(true);
      }),
    );
  });
});

it('waits 1, 2, 4, 8 and then 15 minutes after failures', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((n) => pauseAfter(n, book.retry) / 60_000)).toEqual([1, 2, 4, 8, 15, 15, 15]);
});

it.each([
  ['10-03 08:30', '10-03 08:30'],
  ['10-03 17:29', '10-03 08:30'],
  ['10-03 17:30', '10-03 17:30'],
  ['10-04 03:00', '10-03 17:30'],
])('at %s the shift began at %s', (now, start) => {
  expect(shown(shiftStart(at(now), book.budget.shifts))).toBe(start);
});
