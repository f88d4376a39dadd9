import type { Kysely } from 'kysely';
import type { Colour } from '../../analyzer/messages.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import type { VerbContext } from './act.ts';
import type { Disposition, JudgementOutcome } from './judgement.ts';
import type { KeptMark } from './marks.ts';
import type { KeptSheet } from './sheet.ts';

interface Judged {
  dispositions: Disposition[];
  colour: Colour | null;
  /** The gravest colour of the day before. */
  peak: Colour | null;
  second: boolean;
  sheet: KeptSheet;
  marks: readonly KeptMark[];
}

/** What is registered as asked by the public (群众关切), the main thing first. */
export async function asksKept(db: Kysely<ResponderTables>, ticketId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('responder_asks')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .orderBy('main', 'desc')
    .orderBy('added_at')
    .execute();
  return rows.map(({ text }) => text);
}

/** The sheet of one judgement as it stood then; a later judgement writes its own. */
export async function keepJudgement(
  {
    tx,
    ticket,
    input,
    actor,
    now,
  }: Pick<VerbContext<{ outcome: JudgementOutcome }>, 'tx' | 'ticket' | 'input' | 'actor' | 'now'>,
  { dispositions, colour, peak, second, sheet, marks }: Judged,
): Promise<void> {
  await tx
    .insertInto('responder_judgements')
    .values({
      id: uuidv7(now),
      ...{ ticket_id: ticket.id, origin: ticket.origin, revision: ticket.revision + 1 },
      ...{ judged_at: now, judged_by: json(personOf(actor)), outcome: input.outcome, dispositions },
      ...{ colour, peak_colour: peak, needs_second: second, sheet: json(sheet) },
      marks: json(marks),
    })
    .execute();
}
