import type { Kysely } from 'kysely';
import type { ResponderTables } from '../tables.ts';
import { plain } from '../wording/sentences.ts';
import { releaseText, type Content } from './content.ts';

/** Words that tell the public it reads a correction. */
const SAYS_SO = /更正|订正|勘误/;

interface Words {
  title: string;
  text: string;
}

/** 更正 in its title from the beginning; whoever drafts it may word it otherwise. */
export const correctionTitle = (wrong: string): string => (SAYS_SO.test(wrong) ? wrong : `更正：${wrong}`);

/** Why a correction cannot stand as it is; null = it says something else than the wrong text, and that it corrects. */
export function correctionFault(now: Words, wrong: Words): { why: string; isSame: boolean } | null {
  const bare = (title: string): string => plain(title.replace(SAYS_SO, ''));
  if (plain(now.text) === plain(wrong.text) && bare(now.title) === bare(wrong.title))
    return { why: '与有误的原发布一字不差，请先改正有误之处', isSame: true };
  if (!SAYS_SO.test(`${now.title}${now.text}`))
    return { why: '标题或正文没有标明“更正”，公众看不出这是更正', isSame: false };
  return null;
}

/** The words of the release that was found wrong; null = only its link is on record. */
async function wrongWords(db: Kysely<ResponderTables>, id: string): Promise<Words | null> {
  const row = await db
    .selectFrom('responder_releases')
    .select(['title', 'text'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined || row.text === null ? null : { title: row.title, text: row.text };
}

/** The line of the list before a release for drafts that put a wrong one right; null = this one corrects nothing. */
export async function correctionCheck(
  db: Kysely<ResponderTables>,
  corrects: string | null,
  content: Pick<Content, 'title' | 'facts' | 'policy' | 'result'>,
): Promise<{ state: 'ok' | 'stop'; why: string; unsignable?: true } | null> {
  if (corrects === null) return null;
  const wrong = (await wrongWords(db, corrects)) ?? { title: '', text: '' };
  const fault = correctionFault({ title: content.title, text: releaseText(content) }, wrong);
  if (fault === null) return { state: 'ok', why: '已改动并标明更正' };
  return { state: 'stop', why: fault.why, ...(fault.isSame && { unsignable: true }) };
}
