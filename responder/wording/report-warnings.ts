import type { ResponderBooks } from '../books.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import { backgroundOf, checkDraft } from './draft-check.ts';
import { reportDraft } from './texts.ts';

/** D-2 is closed on what came of it; who reviews the report can still have it written. */
export const resultMissing = ({ dispositions, report }: Pick<Ticket, 'dispositions' | 'report'>): string[] =>
  dispositions.includes('D-2') && report !== null && !report.result
    ? ['D-2：反馈没有写明办理结果，办结前须有解决结果']
    : [];

/** What whoever approves a report is told about it and the answer it proposes; it stays in the record that it was told. [] = nothing found. */
export async function reportWarnings(tx: Tx, ticket: Ticket, books: ResponderBooks, now: Date): Promise<string[]> {
  const draft = reportDraft(ticket);
  if (draft === null) return resultMissing(ticket);
  const lines = checkDraft(draft, await backgroundOf(tx, ticket, books), books, now);
  const found = lines.filter(({ level, id }) => level !== 'ok' && id !== 'hype');
  return [...resultMissing(ticket), ...found.map(({ title, why }) => `${title}：${why}`)];
}
