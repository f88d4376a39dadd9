import { sql, type RawBuilder } from 'kysely';
import { answerGone } from '../releases/answers-owed.ts';
import { owesPaper } from '../releases/delegations.ts';
import type { Tx } from './ticket.ts';

const OWED = {
  promises: '未兑现的承诺',
  tasks: '未办结的任务',
  corrections: '更正中的发布',
  questions: '未答复的媒体关切',
  callbacks: '未撤下的渠道发布',
  orders: '待补签的委托',
  answers: '已撤回、尚未重新回应的答复',
} as const;
type Paper = keyof typeof OWED;

/** What each of them is, of a ticket. */
const owed = (ticketId: RawBuilder<unknown>, now: Date): Record<Paper, RawBuilder<unknown>> => ({
  promises: sql`from responder_promises where ticket_id = ${ticketId} and state <> 'kept'`,
  tasks: sql`from responder_tasks where ticket_id = ${ticketId} and state = 'open'`,
  corrections: sql`from responder_releases where ticket_id = ${ticketId} and standing = 'correcting'`,
  questions: sql`from responder_media_questions where ticket_id = ${ticketId} and state <> 'replied'`,
  callbacks: sql`from responder_release_dispatches where ticket_id = ${ticketId} and state in ('withdrawing', 'withdraw_failed')`,
  orders: sql`from responder_delegations d where d.ticket_id = ${ticketId} and ${owesPaper(now)}`,
  answers: sql`from responder_tickets o where o.id = ${ticketId} and ${answerGone('o')}`,
});

/** What is still owed on a closed ticket, in words; [] = it may be archived. */
export async function openPapers(tx: Tx, ticketId: string, now: Date): Promise<string[]> {
  const counts = Object.entries(owed(sql`${ticketId}::uuid`, now)).map(
    ([name, paper]) => sql`(select count(*) ${paper}) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<Paper, number>>`select ${sql.join(counts)}`.execute(tx);
  const names = Object.keys(OWED) as Paper[];
  return names.flatMap((name) => (rows[0]![name] > 0 ? [`${OWED[name]}${rows[0]![name]}项`] : []));
}

/** The same as a condition on many tickets. */
export const noOpenPapers = (ticketId: RawBuilder<unknown>, now: Date): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    Object.values(owed(ticketId, now)).map((paper) => sql`not exists (select ${paper})`),
    sql` and `,
  )})`;
