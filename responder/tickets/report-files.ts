import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { seenTicket } from '../queries/desks.ts';
import type { QueryDeps } from '../queries/read.ts';
import type { ReportFile } from '../tables.ts';
import type { VerbContext } from './act.ts';

/**
 * The pictures a report comes with, each with the hash of its bytes. Only those the person uploaded himself, or that lay with the report before:
 * naming another's would open it.
 * @throws AppError precondition_failed
 */
export async function reportFiles(
  { files, actor, ticket }: Pick<VerbContext<unknown>, 'files' | 'actor' | 'ticket'>,
  ids: readonly string[],
): Promise<ReportFile[]> {
  const found: ReportFile[] = [];
  const kept = ticket.report?.attachments ?? [];
  for (const id of new Set(ids)) {
    const before = kept.find((one) => one.id === id);
    if (before) {
      found.push(before);
      continue;
    }
    const file = await files(id);
    if (file === null || file.addedBy !== actor.id)
      throw new AppError('precondition_failed', '附件须由反馈人本人上传，请重新上传');
    found.push({ id, sha256: file.sha256 });
  }
  return found;
}

export async function keepReportFiles(
  { tx, ticket, now }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'now'>,
  hash: string,
  files: readonly ReportFile[],
): Promise<void> {
  if (files.length === 0) return;
  const rows = files.map(({ id, sha256 }) => ({ ticket_id: ticket.id, report_hash: hash, attachment: id, sha256 }));
  await tx
    .insertInto('responder_report_files')
    .values(rows.map((row) => ({ ...row, origin: ticket.origin, recorded_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** May this person open an attachment because it came with a report of a ticket he sees whole? Guests see no report, the accused no ticket. */
export async function maySeeReportFile(deps: QueryDeps, actor: Actor, attachment: string): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/i.test(attachment)) return false;
  const rows = await deps.db
    .selectFrom('responder_report_files')
    .select('ticket_id')
    .distinct()
    .where('attachment', '=', attachment)
    .execute();
  for (const { ticket_id: id } of rows) {
    const seen = await seenTicket(deps, actor, id).catch(() => null);
    if (seen !== null && !seen.isGuest) return true;
  }
  return false;
}
