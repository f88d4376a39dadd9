import { isBorder } from '../text/jieba/cutter.ts';
import type { Segmenter } from '../text/segmenter.ts';
import type { Span } from './post.ts';

/** So much beside a span is cut with it, to know where the words at its ends begin and end. */
const BESIDE = 12;
/** A longer word (a run of digits, a name in letters) is not worth showing whole. */
const MOST_ADDED = 6;

/**
 * The span with the words at its ends made whole: the model hears runs of characters (三天没人 of 停水三天没人管), a person reads words.
 * Only what is shown changes. Uses the segmenter's room: words cut before are gone afterwards.
 */
export function wholeWords(view: string, { start, end }: Span, segmenter: Segmenter): Span {
  const from = borderBefore(view, start);
  const to = borderAfter(view, end);
  const { ends, count } = segmenter.segment(view.slice(from, to));
  const whole = { start, end };
  let begin = from;
  for (let word = 0; word < count; word += 1) {
    const stop = from + ends[word]!;
    if (begin < start && stop > start && start - begin <= MOST_ADDED) whole.start = begin;
    if (begin < end && stop > end && stop - end <= MOST_ADDED) whole.end = stop;
    begin = stop;
  }
  return whole;
}

function borderBefore(view: string, start: number): number {
  let at = start;
  while (at > 0 && start - at < BESIDE && !isBorder(view.charCodeAt(at - 1))) at -= 1;
  return at;
}

function borderAfter(view: string, end: number): number {
  let at = end;
  while (at < view.length && at - end < BESIDE && !isBorder(view.charCodeAt(at))) at += 1;
  return at;
}
