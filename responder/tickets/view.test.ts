import { describe, expect, it } from 'vitest';
import type { Clock } from './ticket.ts';
import { endedLate } from './view.ts';

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
