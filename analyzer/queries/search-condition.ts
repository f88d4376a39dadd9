import { sql, type RawBuilder } from 'kysely';
import { viewOf } from '../text/view.ts';

const MOST_WORDS = 8;

/**
 * Condition on analyzer_mentions `m`: every word typed must be there. Words of three characters and more are looked for
 * as they are (trigram index); shorter ones as words of the segmenter, because no trigram index helps them. One word with digits may be the
 * number of an order, which stands in no text. Null when nothing was typed.
 */
export function searchCondition(q: string): RawBuilder<unknown> | null {
  const words = viewOf(q)
    .text.split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
  if (words.length === 0) return null;
  const inText = sql.join(words.map(oneWord), sql` and `);
  const number = numberIn(q);
  return number === null ? inText : sql`((${inText}) or ${NUMBER} is not null and lower(${NUMBER}) = any(${number}))`;
}

const NUMBER = sql`m.mention -> 'order' ->> 'number'`;

/** As typed and as it may have been written; null when it cannot be the number of an order. */
function numberIn(q: string): string[] | null {
  const typed = q.trim().toLowerCase();
  return /^\S*\p{N}\S*$/u.test(typed) ? [...new Set([typed, typed.normalize('NFKC')])] : null;
}

const oneWord = (word: string): RawBuilder<unknown> =>
  [...word].length >= 3
    ? sql`coalesce(m.folded, m.title || ' ' || m.text) like ${`%${escapeLike(word)}%`}`
    : sql`m.tokens @@ ${quoteLexeme(word)}::tsquery`;

const escapeLike = (word: string): string => word.replace(/[\\%_]/gu, (sign) => `\\${sign}`);

/** A lexeme taken literally: quoted, quotes and backslashes doubled. */
const quoteLexeme = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
