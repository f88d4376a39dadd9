import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { QueryDeps } from '../queries/read.ts';
import { seenTicket } from '../queries/desks.ts';
import type { VerbContext } from '../tickets/act.ts';
import { mayRead, type Instruction } from './access.ts';

/** May this person open an attachment because it is the scan of an instruction he may read? */
export async function maySeeScan(deps: QueryDeps, actor: Actor, attachment: string): Promise<boolean> {
  const rows: Instruction[] = await deps.db
    .selectFrom('responder_instructions as i')
    .leftJoin('responder_instruction_countersigns as c', 'c.instruction_id', 'i.id')
    .selectAll('i')
    .where((eb) => eb.or([eb('i.scan', '=', attachment), eb('c.scan', '=', attachment)]))
    .execute();
  for (const row of rows) {
    const seen = await seenTicket(deps, actor, row.ticket_id).catch(() => null);
    if (seen !== null && mayRead(actor, row, seen.ticket, deps.books.units)) return true;
  }
  return false;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type Held = Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'files' | 'actor' | 'books'>;

/**
 * Whoever may read an instruction may open its scan, so nobody names what he could not hand on: his own upload, or what lies on this ticket and
 * is his to read there (with the registration, with a report, with another instruction). @throws AppError precondition_failed
 */
export async function refuseForeignScan(context: Held, scan: string | undefined): Promise<void> {
  if (scan === undefined || (await mayHandOn(context, scan))) return;
  throw new AppError('precondition_failed', '扫描件须由登记人本人上传，或已在本工单内，请重新上传');
}

/** His own upload, or on this ticket and his to read there. False for what is no file at all. */
export async function mayHandOn(context: Held, id: string): Promise<boolean> {
  const file = UUID.test(id) ? await context.files(id) : null;
  return file !== null && (file.addedBy === context.actor.id || (await liesHere(context, id)));
}

async function liesHere({ tx, ticket, actor, books }: Held, id: string): Promise<boolean> {
  if (ticket.event.registration?.attachments.includes(id)) return true;
  const reported = await tx
    .selectFrom('responder_report_files')
    .select('attachment')
    .where('ticket_id', '=', ticket.id)
    .where('attachment', '=', id)
    .executeTakeFirst();
  if (reported) return true;
  const instructions: Instruction[] = await tx
    .selectFrom('responder_instructions as i')
    .leftJoin('responder_instruction_countersigns as c', 'c.instruction_id', 'i.id')
    .selectAll('i')
    .where('i.ticket_id', '=', ticket.id)
    .where((eb) => eb.or([eb('i.scan', '=', id), eb('c.scan', '=', id)]))
    .execute();
  return instructions.some((row) => mayRead(actor, row, ticket, books.units));
}
