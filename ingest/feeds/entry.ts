import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { htmlToText, looksLikeHtml } from '../steps/clean-html.ts';
import { cleanText } from '../steps/clean-text.ts';
import { readDate } from '../steps/dates.ts';

/** One entry of a feed as `huiying feed` prints it: empty or null where the feed says nothing. `publishedAt` is ISO 8601 +08:00. */
export interface FeedEntry {
  id: string | null;
  url: string | null;
  title: string;
  body: string;
  publishedAt: string | null;
}

export type TextKind = 'text' | 'html';

/** Title or body as a person reads it. */
export function readable(raw: string, kind: TextKind): string {
  return cleanText(kind === 'html' || looksLikeHtml(raw) ? htmlToText(raw) : raw);
}

export function titleLine(raw: string, kind: TextKind): string {
  return readable(raw, kind).replace(/\s+/g, ' ');
}

/** First date that reads; a feed's unreadable date is no date. Zone-less dates are Asia/Shanghai. */
export function firstDate(candidates: (string | null | undefined)[]): string | null {
  for (const text of candidates) {
    const read = text ? readDate(text) : null;
    if (read) return toLocalIso(read.at);
  }
  return null;
}

/** A link made absolute against its base; one that cannot be is kept as written. */
export function resolveLink(link: string | null | undefined, base: string | null): string | null {
  const plain = link?.trim() ?? '';
  if (plain === '') return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(plain) || base === null || !URL.canParse(plain, base)) return plain;
  return new URL(plain, base).href;
}
