import type { Selectable } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import { json, personOf, type Person } from '../tables.ts';
import type { VerbContext } from '../tickets/act.ts';
import type { Tx } from '../tickets/ticket.ts';
import { carries, figureText, isFigureKey } from '../figures/figure.ts';
import type { FigureReader } from '../figures/read-figures.ts';
import type { FactLinesTable, FactVersionsTable } from './tables.ts';
import { moment } from '../tickets/dates.ts';

/** Twelve digits: more than any figure of a city, and still told exactly. */
const figure = z.number().nonnegative().max(999_999_999_999, '数字过大，请核对（最多12位）');

export type FactLine = Selectable<FactLinesTable>;
export type FactVersion = Selectable<FactVersionsTable>;

/** What a line says. A figure carries its hour and its source; without them it is refused. */
export const factFields = {
  /** As it may be told, one sentence. */
  text: z.string().trim().min(2).max(500),
  /** Absent = a statement without a number. */
  low: figure.optional(),
  /** Absent = exactly `low`, or open upwards where it says `atLeast`. */
  high: figure.optional(),
  atLeast: z.boolean().optional(),
  unit: z.string().trim().max(20).default(''),
  asOf: moment('earlier', '截至时间'),
  source: z.string().trim().min(2, '请写明来源').max(200),
};
export type FactInput = z.output<z.ZodObject<typeof factFields>>;

/** Range of the input: exactly `low` unless told otherwise; high null = open upwards. */
export function rangeOf({ low, high, atLeast }: Partial<Pick<FactInput, 'low' | 'high' | 'atLeast'>>): {
  low: number | null;
  high: number | null;
} {
  if (low === undefined) return { low: null, high: null };
  return { low, high: atLeast ? null : (high ?? low) };
}

/** Why a line may not stand like this; null = it may. Pure. */
export function lineGap(key: string, input: FactInput, now: Date, read: FigureReader): string | null {
  const { low, high } = rangeOf(input);
  if (new Date(input.asOf) > now) return '截至时间不能晚于现在';
  if (low !== null && high !== null && high < low) return '上限不能小于下限';
  if (!isFigureKey(key)) return null;
  if (low === null) return '人数、损失须填写数字';
  if (!input.unit.includes('元') && ![low, high ?? low].every(Number.isInteger)) return '人数须为整数';
  const other = read.people(input.text).find((told) => told.key === key && !carries({ low, high }, told));
  return other ? `表述中的数字（${figureText(other)}）与所填数字（${figureText({ low, high })}）不一致` : null;
}

export const sameFigure = (
  a: Pick<FactVersion, 'low' | 'high' | 'text'>,
  b: Pick<FactVersion, 'low' | 'high' | 'text'>,
): boolean => (a.low === null || b.low === null ? a.text === b.text : a.low === b.low && a.high === b.high);

export const shownFigure = (version: Pick<FactVersion, 'low' | 'high' | 'text'>): string =>
  version.low === null ? `“${version.text}”` : figureText(version);

/** The line, locked, at the version the person was looking at. @throws AppError not_found; conflict naming who wrote what since */
export async function lockLine(
  { tx, ticket }: Pick<VerbContext<unknown>, 'tx' | 'ticket'>,
  input: { lineId: string; version: number },
  own: Pick<FactVersion, 'low' | 'high' | 'text'> | null = null,
): Promise<{ line: FactLine; versions: FactVersion[]; current: FactVersion }> {
  const line = await tx
    .selectFrom('responder_fact_lines')
    .selectAll()
    .where('id', '=', input.lineId)
    .where('ticket_id', '=', ticket.id)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst();
  if (!line) throw new AppError('not_found', '事实清单没有这一项');
  const versions = await tx
    .selectFrom('responder_fact_versions')
    .selectAll()
    .where('line_id', '=', line.id)
    .orderBy('version')
    .execute();
  const current = versions.at(-1)!;
  if (input.version === line.version) return { line, versions, current };
  if (input.version > line.version) throw new AppError('invalid_input', '版本号大于当前版本');
  const at = toLocalIso(current.written_at);
  const clash = own === null || sameFigure(own, current) ? '' : `，您填写的是${shownFigure(own)}`;
  throw new AppError(
    'conflict',
    `${current.written_by.name} 已于 ${spokenTime(current.written_at)} 将“${line.title}”写为${shownFigure(current)}（第${current.version}版）${clash}，请核对后再办`,
    { current: { version: current.version, by: current.written_by.name, at, value: shownFigure(current) } },
  );
}

/** Writes the next version of a line; `settles` = those it puts an end to. */
export async function writeVersion(
  tx: Tx,
  line: Pick<FactLine, 'id'>,
  version: number,
  { input, by, unit, now }: { input: FactInput; by: Person; unit: string | null; now: Date },
  settled: { settles: number[]; basis: string } | null = null,
): Promise<void> {
  await tx
    .insertInto('responder_fact_versions')
    .values({
      ...{ line_id: line.id, version, text: input.text, ...rangeOf(input), measure: input.unit },
      ...{ as_of: new Date(input.asOf), source: input.source, unit },
      ...{ written_by: json(personOf(by)), written_at: now, ...settled },
    })
    .execute();
}

/** These stand no longer. An approved one stands until the next is approved, and is never named here. */
export async function supersede(tx: Tx, lineId: string, versions: readonly number[]): Promise<void> {
  if (versions.length === 0) return;
  await tx
    .updateTable('responder_fact_versions')
    .set({ state: 'superseded' })
    .where('line_id', '=', lineId)
    .where('version', 'in', [...versions])
    .execute();
}
