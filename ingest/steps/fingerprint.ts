import { createHash } from 'node:crypto';

/** Texts everybody writes: equal, but not the same post. */
const COMMONPLACE = new Set([
  '转发微博',
  '转发',
  '转',
  '轉發微博',
  'repost',
  '快转微博',
  '如题',
  '同上',
  '顶',
  '赞',
  '',
]);
/** Above this many letters the body alone tells a post; below it the title counts too ("如题", form letters). */
const TELLING_LENGTH = 20;

/** What two copies of one text have in common: no space, no punctuation, lower case. */
export function comparable(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Hash (hex, 32 digits) of the normalised text: equal text = equal fingerprint. `title` and `text` already cleaned and masked. */
export function fingerprint(title: string, text: string): string {
  const body = comparable(text);
  return digest(body.length >= TELLING_LENGTH ? body : `${comparable(title)}\n${body}`).slice(0, 32);
}

/** Whether an equal fingerprint makes two posts copies: "转发微博"-like commonplaces do not. */
export function isTelling(title: string, text: string): boolean {
  const body = comparable(text);
  return !(COMMONPLACE.has(body) && comparable(title) === '') && (body + comparable(title)).length >= 4;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
