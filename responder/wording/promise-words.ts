import type { WordingBook } from '../../config/schema/wording.ts';
import type { WorkCalendar } from '../deadlines/calendar.ts';
import { datesIn } from './dates.ts';
import { matches, sentencesOf } from './sentences.ts';

export interface FoundPromise {
  /** The sentence as written. */
  text: string;
  /** The words of the date, and the instant they mean; null = a promise without a date. */
  dateWords: string | null;
  dueAt: Date | null;
}

/**
 * 承诺 in a text: a promising verb with a date that lies ahead, or with 尽快 and the like and no date. Only suggestions, a person registers.
 * `base`: when it is or was said.
 */
export function promisesIn(
  text: string,
  base: Date,
  book: Pick<WordingBook, 'promises'>,
  calendar: Pick<WorkCalendar, 'day'>,
): FoundPromise[] {
  return sentencesOf(text).flatMap((sentence): FoundPromise[] => {
    const isVague = matches(book.promises.vague, sentence);
    if (!matches(book.promises.signs, sentence) && !isVague) return [];
    const ahead = datesIn(sentence, base, calendar).filter(({ at }) => at > base);
    const last = ahead.at(-1);
    if (last) return [{ text: sentence, dateWords: last.words, dueAt: last.at }];
    return isVague ? [{ text: sentence, dateWords: null, dueAt: null }] : [];
  });
}
