import type { Actor } from '../../platform/runtime/kernel.ts';
import type { QueryDeps } from '../queries/read.ts';
import { seenTicket } from '../queries/desks.ts';
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
