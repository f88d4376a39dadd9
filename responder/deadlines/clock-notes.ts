import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';

/** One line about a clock inside a timeline entry. */
export interface ClockNote {
  rule: string;
  title: string;
  what: 'started' | 'confirmed' | 'moved' | 'satisfied' | 'reopened' | 'ended';
  dueAt: string;
  provisional: boolean;
  why?: string;
  /** Until when it had been due, where it goes on with what was left of it, or its start was corrected. */
  before?: string;
}

/** For everybody to read: which deadlines a reopening, a new judgement or a corrected start moved, from when to when. */
export const movedInWords = (notes: readonly ClockNote[]): string[] =>
  notes.flatMap(({ title, what, why, before, dueAt }) => {
    if (before === undefined || before === dueAt) return [];
    const [was, is] = [new Date(before), new Date(dueAt)];
    const since = what === 'reopened' ? '恢复计时' : (why ?? '调整');
    return [`“${title}”原截止${spokenTime(was, is)}，${since}后截止${spokenTime(is, was)}`];
  });

export const clockNote = (
  rule: string,
  title: string,
  what: ClockNote['what'],
  due: Date,
  provisional: boolean,
  why?: string,
): ClockNote => ({
  rule,
  title,
  what,
  dueAt: toLocalIso(due),
  provisional,
  ...(why === undefined ? {} : { why }),
});
