import { AppError } from '../../../platform/runtime/errors.ts';
import { identityIn } from '../../papers/paper-checks.ts';
import type { Tx } from '../../tickets/ticket.ts';

/**
 * What the unit comes to read, in a paper, a ruling or a conclusion, may not lead to who complained: no data of a person, no account, no link of a post. Links of what was
 * published in this matter are what the case is about and may stand. @throws AppError precondition_failed
 */
export async function refuseIdentity(tx: Tx, ticketId: string, text: string): Promise<void> {
  const published = await tx
    .selectFrom('responder_releases')
    .select('url')
    .where('ticket_id', '=', ticketId)
    .where('url', 'is not', null)
    .execute();
  const rest = published.reduce((left, { url }) => left.replaceAll(url!, ''), text);
  const found = identityIn(rest);
  if (found.length === 0) return;
  throw new AppError('precondition_failed', `本栏内容将发给被通知的单位，不得出现${found.join('、')}`, { found });
}
