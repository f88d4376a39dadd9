import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';

/** One line about a clock inside a timeline entry. */
export interface ClockNote {
  rule: string;
  title: string;
  what: 'started' | 'confirmed' | 'moved' | 'satisfied' | 'reopened' | 'ended';
  dueAt: string;
  provisional: boolean;
  why?: string;
  /** Until when it had been due, where it goes on with what was left of it. */
  before?: string;
}

/** For everybody to read: which deadlines a reopening or a new judgement moved, from when to when. */
export const movedInWords = (notes: readonly ClockNote[]): string[] =>
  notes.flatMap(({ title, before, dueAt }) => {
    if (before === undefined || before === dueAt) return [];
    const [was, is] = [new Date(before), new Date(dueAt)];
    return [`“${title}”原截止${spokenTime(was, is)}，恢复计时后截止${spokenTime(is, was)}`];
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
