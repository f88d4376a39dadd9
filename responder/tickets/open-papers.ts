import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './ticket.ts';

const OWED = {
  promises: '未兑现的承诺',
  tasks: '未办结的任务',
  corrections: '更正中的发布',
  questions: '未答复的媒体关切',
  callbacks: '未撤下的渠道发布',
  orders: '待补签的委托',
} as const;
type Paper = keyof typeof OWED;

/** What each of them is, of a ticket. */
const owed = (ticketId: RawBuilder<unknown>): Record<Paper, RawBuilder<unknown>> => ({
  promises: sql`from responder_promises where ticket_id = ${ticketId} and state <> 'kept'`,
  tasks: sql`from responder_tasks where ticket_id = ${ticketId} and state = 'open'`,
  corrections: sql`from responder_releases where ticket_id = ${ticketId} and standing = 'correcting'`,
  questions: sql`from responder_media_questions where ticket_id = ${ticketId} and state <> 'replied'`,
  callbacks: sql`from responder_release_dispatches where ticket_id = ${ticketId} and state in ('withdrawing', 'withdraw_failed')`,
  orders: sql`from responder_delegations where ticket_id = ${ticketId} and paper is null`,
});

/** What is still owed on a closed ticket, in words; [] = it may be archived. */
export async function openPapers(tx: Tx, ticketId: string): Promise<string[]> {
  const counts = Object.entries(owed(sql`${ticketId}::uuid`)).map(
    ([name, paper]) => sql`(select count(*) ${paper}) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<Paper, number>>`select ${sql.join(counts)}`.execute(tx);
  const names = Object.keys(OWED) as Paper[];
  return names.flatMap((name) => (rows[0]![name] > 0 ? [`${OWED[name]}${rows[0]![name]}项`] : []));
}

/** The same as a condition on many tickets. */
export const noOpenPapers = (ticketId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    Object.values(owed(ticketId)).map((paper) => sql`not exists (select ${paper})`),
    sql` and `,
  )})`;
