/** Longest text kept of one post, in UTF-16 units; an article beyond it is cut visibly. */
export const MAX_TEXT = 100_000;
export const MAX_TITLE = 500;
const CUT_MARK = '……（原文过长，已截断）';

// Full-width punctuation is correct Chinese: only letters, digits and signs are folded, so 138 in circles becomes 138 but ，stays ，.
const FOLDABLE =
  /[\u0300-\u200f\u203c-\u2fff\u3040-\u4dff\ua000-\uff00\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffff]+/g;
const LONE_SURROGATES = /\p{Cs}/gu;
// Control, zero-width, bidi, soft hyphen, variation selectors, keycap, tag characters: invisible, and used to split numbers and words.
const INVISIBLE =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- removing exactly these is the purpose
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Unicode NFKC (Chinese punctuation excepted), no control or invisible characters, no lone surrogates, tidy white space:
 * one space, no space at line ends, at most one empty line. Idempotent, linear in the length.
 */
export function cleanText(raw: string): string {
  return tidySpace(raw.replace(LONE_SURROGATES, '\ufffd').replace(INVISIBLE, '').replace(FOLDABLE, fold));
}

/** One line: as cleanText, line breaks become spaces, cut at MAX_TITLE. */
export function cleanTitle(raw: string): string {
  return limit(cleanText(raw).replace(/\s+/g, ' '), MAX_TITLE);
}

/** Cut at `max` units without splitting a surrogate pair, and say so. */
export function limit(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = max - CUT_MARK.length;
  const whole = /[\ud800-\udbff]/.test(text[end - 1]!) ? end - 1 : end;
  return text.slice(0, whole) + CUT_MARK;
}

/** Whether `limit` left something out. */
export const isCut = (text: string): boolean => text.endsWith(CUT_MARK);

function fold(run: string): string {
  return run.normalize('NFKC');
}

function tidySpace(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
