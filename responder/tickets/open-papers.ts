import { sql, type Kysely, type RawBuilder } from 'kysely';
import { answerGone } from '../releases/answers-owed.ts';
import { owesPaper } from '../releases/delegations.ts';
import type { ResponderTables } from '../tables.ts';

/** What must be settled before a closed ticket is put away. */
export const OWED = {
  promises: '未兑现的承诺',
  tasks: '未办结的任务',
  instructions: '未报告办理情况的批示',
  corrections: '更正中的发布',
  questions: '未答复的媒体关切',
  callbacks: '未撤下的渠道发布',
  orders: '待补签的委托',
  answers: '已撤回、尚未重新回应的答复',
} as const;
export type OwedPaper = keyof typeof OWED;

/** What each of them is, of a ticket. */
const owed = (ticketId: RawBuilder<unknown>, now: Date): Record<OwedPaper, RawBuilder<unknown>> => ({
  promises: sql`from responder_promises where ticket_id = ${ticketId} and state <> 'kept'`,
  tasks: sql`from responder_tasks where ticket_id = ${ticketId} and state = 'open'`,
  instructions: sql`from responder_instructions i where i.ticket_id = ${ticketId}
    and not exists (select from responder_instruction_reports p where p.instruction_id = i.id)`,
  corrections: sql`from responder_releases where ticket_id = ${ticketId} and standing = 'correcting'`,
  questions: sql`from responder_media_questions where ticket_id = ${ticketId} and state <> 'replied'`,
  callbacks: sql`from responder_release_dispatches where ticket_id = ${ticketId} and state in ('withdrawing', 'withdraw_failed')`,
  orders: sql`from responder_delegations d where d.ticket_id = ${ticketId} and ${owesPaper(now)}`,
  answers: sql`from responder_tickets o where o.id = ${ticketId} and ${answerGone('o')}`,
});

/** How many of each are still owed on a closed ticket; all 0 = it may be put away. */
export async function papersOwed(
  db: Kysely<ResponderTables>,
  ticketId: string,
  now: Date,
): Promise<Record<OwedPaper, number>> {
  const counts = Object.entries(owed(sql`${ticketId}::uuid`, now)).map(
    ([name, paper]) => sql`(select count(*)::int ${paper}) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<OwedPaper, number>>`select ${sql.join(counts)}`.execute(db);
  return rows[0]!;
}

/** The same as a condition on many tickets. */
export const noOpenPapers = (ticketId: RawBuilder<unknown>, now: Date): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    Object.values(owed(ticketId, now)).map((paper) => sql`not exists (select ${paper})`),
    sql` and `,
  )})`;
