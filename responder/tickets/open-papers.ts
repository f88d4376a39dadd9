import { sql } from 'kysely';
import type { Tx } from './ticket.ts';

const OWED = {
  promises: '未兑现的承诺',
  tasks: '未办结的任务',
  corrections: '更正中的发布',
  questions: '未答复的媒体关切',
} as const;

/** What is still owed on a closed ticket, in words; [] = it may be archived. */
export async function openPapers(tx: Tx, ticketId: string): Promise<string[]> {
  const { rows } = await sql<Record<keyof typeof OWED, number>>`select
    (select count(*) from responder_promises where ticket_id = ${ticketId} and state <> 'kept') as promises,
    (select count(*) from responder_tasks where ticket_id = ${ticketId} and state = 'open') as tasks,
    (select count(*) from responder_releases where ticket_id = ${ticketId} and standing = 'correcting') as corrections,
    (select count(*) from responder_media_questions where ticket_id = ${ticketId} and state <> 'replied') as questions`.execute(
    tx,
  );
  const names = Object.keys(OWED) as (keyof typeof OWED)[];
  return names.flatMap((name) => (rows[0]![name] > 0 ? [`${OWED[name]}${rows[0]![name]}项`] : []));
}
