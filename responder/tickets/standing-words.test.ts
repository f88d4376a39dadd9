import { expect, it } from 'vitest';
import type { Clock } from './ticket.ts';
import { standingWords } from './view.ts';

const at = (hour: number) => new Date(`2026-03-10T${String(hour).padStart(2, '0')}:00:00+08:00`);
const clock = (changes: Partial<Clock>) =>
  ({
    state: 'running',
    due_at: at(12),
    paused_at: null,
    stopped_at: null,
    overdue_at: null,
    provisional: false,
    ...changes,
  }) as Clock;

it.each<[string, Partial<Clock>, number]>([
  ['计时中', {}, 11],
  ['已超时', {}, 13],
  ['停计中', { paused_at: at(9) }, 13],
  ['按时完成', { state: 'satisfied', stopped_at: at(12) }, 15],
  ['超时完成', { state: 'satisfied', stopped_at: at(13) }, 15],
  ['超时未完成', { state: 'ended', stopped_at: at(13), overdue_at: at(12) }, 15],
  ['已终止', { state: 'ended', stopped_at: at(11) }, 15],
  ['已终止', { state: 'ended', stopped_at: at(13), overdue_at: at(12), provisional: true }, 15],
])('a deadline is %s', (words, changes, hour) => {
  expect(standingWords(clock(changes), at(hour))).toBe(words);
});
