import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './ticket.ts';

const OWED = {
  promises: '未兑现的承诺',
  tasks: '未办结的任务',
  corrections: '更正中的发布',
  questions: '未答复的媒体关切',
} as const;
type Paper = keyof typeof OWED;

/** What each of them is, of a ticket. */
const owed = (ticketId: RawBuilder<unknown>): Record<Paper, RawBuilder<unknown>> => ({
  promises: sql`from responder_promises where ticket_id = ${ticketId} and state <> 'kept'`,
  tasks: sql`from responder_tasks where ticket_id = ${ticketId} and state = 'open'`,
  corrections: sql`from responder_releases where ticket_id = ${ticketId} and standing = 'correcting'`,
  questions: sql`from responder_media_questions where ticket_id = ${ticketId} and state <> 'replied'`,
});

/** What is still owed on a closed ticket, in words; [] = it may be archived. */
export async function openPapers(tx: Tx, ticketId: string): Promise<string[]> {
  const { promises, tasks, corrections, questions } = owed(sql`${ticketId}::uuid`);
  const { rows } = await sql<Record<Paper, number>>`select (select count(*) ${promises}) as promises,
    (select count(*) ${tasks}) as tasks, (select count(*) ${corrections}) as corrections,
    (select count(*) ${questions}) as questions`.execute(tx);
  const names = Object.keys(OWED) as Paper[];
  return names.flatMap((name) => (rows[0]![name] > 0 ? [`${OWED[name]}${rows[0]![name]}项`] : []));
}

/** The same as a condition on many tickets. */
export const noOpenPapers = (ticketId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    Object.values(owed(ticketId)).map((paper) => sql`not exists (select ${paper})`),
    sql` and `,
  )})`;
