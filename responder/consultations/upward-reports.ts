import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderTables } from '../tables.ts';
import type { VerbContext } from '../tickets/act.ts';
import type { UpwardReportsTable, UpwardVersionsTable } from './upward-tables.ts';

export type UpwardReport = Selectable<UpwardReportsTable>;
export type UpwardVersion = Selectable<UpwardVersionsTable>;
export interface Report {
  report: UpwardReport;
  content: UpwardVersion;
}

/** Reports of a ticket in their order, each with its newest wording. */
export async function upwardReports(db: Kysely<ResponderTables>, ticketId: string): Promise<Report[]> {
  const reports = await db
    .selectFrom('responder_upward_reports')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('state', '<>', 'dropped')
    .orderBy('seq')
    .execute();
  return Promise.all(reports.map(async (report) => ({ report, content: await contentOf(db, report) })));
}

/** The newest that went out. */
export const lastSent = (reports: readonly Report[]): Report | undefined =>
  reports.findLast(({ report }) => report.state === 'sent');

const contentOf = (db: Kysely<ResponderTables>, { id, version }: UpwardReport): Promise<UpwardVersion> =>
  db
    .selectFrom('responder_upward_versions')
    .selectAll()
    .where('report_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();

/** The draft, locked, at the version the person was looking at. @throws AppError not_found, conflict, illegal_move */
export async function lockReport(
  { tx, ticket }: Pick<VerbContext<unknown>, 'tx' | 'ticket'>,
  { reportId, version }: { reportId: string; version: number },
): Promise<Report> {
  const report = await tx
    .selectFrom('responder_upward_reports')
    .selectAll()
    .where('id', '=', reportId)
    .where('ticket_id', '=', ticket.id)
    .where('state', '<>', 'dropped')
    .forUpdate()
    .executeTakeFirst();
  if (!report) throw new AppError('not_found', '没有这份上报材料');
  if (report.state === 'sent') throw new AppError('illegal_move', '这份材料已经报送，不能再改');
  const content = await contentOf(tx, report);
  if (version === content.version) return { report, content };
  if (version > content.version) throw new AppError('invalid_input', '版本号大于当前版本');
  const at = toLocalIso(content.written_at);
  throw new AppError(
    'conflict',
    `${content.written_by.name} 已于 ${spokenTime(content.written_at)} 修改为第${content.version}版，请刷新后再办`,
    {
      current: { version: content.version, by: content.written_by.name, at },
    },
  );
}
