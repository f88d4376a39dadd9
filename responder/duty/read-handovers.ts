import { sql, type Selectable } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { cursorOf, iso, limitOf, pageOf, readCursor, type Page, type PageQuery } from '../queries/read.ts';
import { unitName } from '../tickets/permissions.ts';
import type { Person } from '../tables.ts';
import { originOf, type DutyDeps, type DutyReadDeps } from './duty-deps.ts';
import { seesRoster } from './duty-permissions.ts';
import { openSides, type Side, type SideOpen } from './handover-signers.ts';
import { toldLines } from './lines-told.ts';
import { LINE_KINDS, type HandoverLine, type HandoversTable, type Signer } from './tables.ts';

/** insteadOf: the names of those planned, where none of them could sign any more; else null. */
interface Signature {
  by: Person;
  at: string;
  insteadOf: string | null;
}
export interface HandoverView {
  id: string;
  unit: { id: string; name: string };
  from: string;
  to: string;
  madeAt: string;
  madeBy: Person;
  decisions: number;
  version: number;
  lines: (HandoverLine & { kindTitle: string })[];
  out: Signature | null;
  in: Signature | null;
  /** Of each side who is to sign it; null = signed. */
  open: Record<Side, SideOpen | null>;
  signDueAt: string;
}

/** Sheets of a unit, newest first. @throws AppError not_found */
export async function handoversOf(
  { db, books, time, people }: DutyReadDeps & Pick<DutyDeps, 'people'>,
  actor: Actor,
  query: { unit: string } & Omit<PageQuery, 'origins'>,
): Promise<Page<HandoverView>> {
  if (!seesRoster(actor, query.unit, books.units)) throw new AppError('not_found', '没有这个单位');
  const limit = limitOf(query);
  const after = readCursor(query.cursor);
  let rows = db
    .selectFrom('responder_handovers')
    .selectAll()
    .where('unit', '=', query.unit)
    .where('origin', '=', originOf(actor))
    .orderBy('to_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (after !== null) rows = rows.where(sql<boolean>`(to_at, id) < (${after.at}, ${after.id}::uuid)`);
  const sheets = await rows.execute();
  const isTold = await toldLines(db, sheets, actor);
  const known = await people?.(originOf(actor));
  const open = new Map<string, HandoverView['open']>();
  for (const row of sheets) open.set(row.id, await openSides({ db, known }, row, actor));
  const view = (row: Selectable<HandoversTable>): HandoverView => ({
    ...viewOf({ ...row, lines: row.lines.filter(isTold) }, unitName(books.units, row.unit)),
    open: open.get(row.id)!,
  });
  return pageOf(sheets, limit, time.now(), view, (row) => cursorOf(row.to_at, row.id));
}

const viewOf = (row: Selectable<HandoversTable>, name: string): Omit<HandoverView, 'open'> => ({
  id: row.id,
  unit: { id: row.unit, name },
  ...{ from: toLocalIso(row.from_at), to: toLocalIso(row.to_at), madeAt: toLocalIso(row.made_at), madeBy: row.made_by },
  ...{ decisions: row.decisions, version: row.version },
  lines: row.lines.map((line) => ({
    ...line,
    tick: line.tick && { ...line.tick, at: toLocalIso(new Date(line.tick.at)) },
    kindTitle: LINE_KINDS[line.kind],
  })),
  out: signatureOf(row.out_by, row.out_at),
  in: signatureOf(row.in_by, row.in_at),
  signDueAt: toLocalIso(row.sign_due_at),
});

function signatureOf(signer: Signer | null, at: Date | null): Signature | null {
  if (signer === null) return null;
  const { insteadOf, ...by } = signer;
  return { by, at: iso(at)!, insteadOf: insteadOf ?? null };
}
