import type { Kysely } from 'kysely';
import type { FactReader } from '../../analyzer/index.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderTables } from '../tables.ts';
import { figureText, titleOf } from './figures.ts';

/** One line of the fact sheet as it may be told: its newest approved version. */
export interface ApprovedFact {
  /** deaths, injuries … or the sheet's own name of the fact. */
  key: string;
  text: string;
  /** Null = a statement without a number. */
  low: number | null;
  /** Null beside a low = open upwards. */
  high: number | null;
  unit: string;
  /** ISO 8601 +08:00. */
  asOf: string;
  source: string;
  approvedBy: string;
  version: number;
  /** '' = of the whole matter. */
  place: string;
  /** Units stand by different figures since: nothing of this key may be told now. */
  disputed: boolean;
}

/** What of the sheet is approved, in the order the lines were written; [] = no sheet, or nothing approved yet. */
export async function approvedFacts(db: Kysely<ResponderTables>, ticketId: string): Promise<ApprovedFact[]> {
  const rows = await db
    .selectFrom('responder_fact_lines as l')
    .innerJoin('responder_fact_versions as v', 'v.line_id', 'l.id')
    .select(['l.key', 'l.place', 'l.disputed'])
    .select(['v.text', 'v.low', 'v.high', 'v.measure', 'v.as_of', 'v.source', 'v.decided_by', 'v.version'])
    .where('l.ticket_id', '=', ticketId)
    .where('l.state', '=', 'open')
    .where('v.state', '=', 'approved')
    .orderBy('l.created_at')
    .orderBy('l.id')
    .execute();
  return rows.map(({ measure, as_of, decided_by, ...row }) => ({
    ...row,
    unit: measure,
    asOf: toLocalIso(as_of),
    approvedBy: decided_by?.name ?? '',
  }));
}

/** Is a sheet kept for this ticket at all, approved or not? Then nothing but its approved figures may be told. */
export async function isSheetKept(db: Kysely<ResponderTables>, ticketId: string): Promise<boolean> {
  const line = await db
    .selectFrom('responder_fact_lines')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'open')
    .limit(1)
    .executeTakeFirst();
  return line !== undefined;
}

/** A paper tells no other figures than the sheet, where one is kept. `act` in the message: 报送, 抄告. @throws AppError precondition_failed */
export async function refuseDifference(
  db: Kysely<ResponderTables>,
  ticketId: string,
  text: string,
  { read, act }: { read: FactReader; act: string },
): Promise<void> {
  if (!(await isSheetKept(db, ticketId))) return;
  const differences = differencesFrom(await approvedFacts(db, ticketId), text, read);
  if (differences.length === 0) return;
  const why = `与事实清单不一致，不得${act}。${differencesInWords(differences)}`;
  throw new AppError('precondition_failed', why, { differences });
}

export interface Difference {
  key: string;
  /** 死亡人数 */
  title: string;
  /** What the sheet says; null = no approved line, or one in dispute. */
  sheet: string | null;
  told: string;
}

/**
 * Where a text tells another number of people (or loss) than the sheet: several lines of a key are several places, one of them must agree. A
 * number that is told but approved nowhere differs too. `read` = books.readFigures.
 */
export function differencesFrom(
  facts: readonly Pick<ApprovedFact, 'key' | 'low' | 'high' | 'disputed'>[],
  text: string,
  read: FactReader,
): Difference[] {
  return read(text).flatMap((told) => {
    const lines = facts.filter(({ key, low, disputed }) => key === told.fact && low !== null && !disputed);
    if (lines.some(({ low, high }) => low === told.low && high === told.high)) return [];
    const sheet = lines.map(figureText).join('、');
    const { fact: key } = told;
    return [{ key, title: titleOf(key), sheet: sheet === '' ? null : sheet, told: figureText(told) }];
  });
}

/** 死亡人数：文稿为10，事实清单为11；… */
export const differencesInWords = (differences: readonly Difference[]): string =>
  differences
    .map(
      ({ title, sheet, told }) =>
        `${title}：文稿为${told}，${sheet === null ? '事实清单无经批准的数字' : `事实清单为${sheet}`}`,
    )
    .join('；');
