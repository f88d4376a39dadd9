import { describe, expect, it } from 'vitest';
import type { Clock } from './ticket.ts';
import { endedLate, nearestOutside } from './view.ts';

const due = new Date('2026-03-10T12:00:00+08:00');
const before = new Date('2026-03-10T11:00:00+08:00');
const after = new Date('2026-03-10T13:00:00+08:00');
const clock = (changes: Partial<Clock>) => ({
  state: 'ended' as const,
  provisional: false,
  due_at: due,
  overdue_at: null,
  stopped_at: before,
  ...changes,
});

describe('what stays late', () => {
  it.each<[string, Partial<Clock>, boolean]>([
    ['done in time', { state: 'satisfied' }, false],
    ['done after its time', { state: 'satisfied', stopped_at: after }, true],
    ['ended before its time', {}, false],
    ['overdue when the ticket was closed', { overdue_at: due, stopped_at: after }, true],
    ['past its time when the ticket was closed, before a sweep saw it', { stopped_at: after }, true],
    ['provisional, ended by a person', { provisional: true, overdue_at: due, stopped_at: after }, false],
  ])('%s', (_name, changes, late) => {
    expect(endedLate(clock(changes))).toBe(late);
  });
});

describe('the deadline a list shows beside the nearest one', () => {
  const due = (id: string, role: Clock['role'], hour: number, grade = 'A') =>
    ({ id, role, due_at: new Date(Date.UTC(2026, 2, 10, hour)), rule: { source: { grade } } }) as unknown as Clock;
  const now = new Date(Date.UTC(2026, 2, 10, 10));
  const late = due('研判', 'internal', 1, 'P');

  it.each<[string, Clock[], string | null]>([
    ['the public one behind a late internal one', [late, due('N-03', 'public', 12)], 'N-03'],
    ['a report by law that ends before it', [late, due('N-07', 'report', 11), due('N-03', 'public', 12)], 'N-07'],
    ['what is still ahead, not what has passed', [due('N-01', 'public', 9), due('N-02', 'public', 20)], 'N-02'],
    ['what passed first when all have passed', [due('N-01', 'public', 8), due('N-03', 'public', 9)], 'N-01'],
    ['no report of our own making', [late, due('L-01', 'report', 11, 'P'), due('N-03', 'public', 12)], 'N-03'],
    ['nothing where nothing is owed outside', [late, due('回访', 'wait', 12)], null],
  ])('is %s', (_name, running, shown) => {
    expect(nearestOutside(running, now)?.id ?? null).toBe(shown);
  });
});
