import type { ResponderBooks } from '../books.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import { backgroundOf, checkDraft } from './draft-check.ts';
import { reportDraft } from './texts.ts';

/** What whoever approves a report is told about its proposed answer; it stays in the record that it was told. [] = no draft, or nothing found. */
export async function reportWarnings(tx: Tx, ticket: Ticket, books: ResponderBooks, now: Date): Promise<string[]> {
  const draft = reportDraft(ticket);
  if (draft === null) return [];
  const lines = checkDraft(draft, await backgroundOf(tx, ticket, books), books, now);
  return lines.filter(({ level, id }) => level !== 'ok' && id !== 'hype').map(({ title, why }) => `${title}：${why}`);
}
