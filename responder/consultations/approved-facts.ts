import type { Kysely } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderTables } from '../tables.ts';
import { carries, figureText, type Span } from '../figures/figure.ts';
import type { FigureReader } from '../figures/read-figures.ts';

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
  { read, act }: { read: FigureReader; act: string },
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

type SheetLine = Pick<ApprovedFact, 'key' | 'text' | 'low' | 'high' | 'disputed'>;

/** What a line of the sheet says of one thing: its own figure, or one in its words (停水1200户). */
export function spansOf(line: SheetLine, key: string, read: FigureReader): (Span & { words: string })[] {
  if (line.key === key && line.low !== null)
    return [{ low: line.low, high: line.high, words: figureText({ low: line.low, high: line.high }) }];
  return read.measured(line.text).filter((figure) => figure.key === key);
}

/**
 * Where a text tells another figure than the sheet: several lines of a key are several places, one of them must carry it. A number of people that is
 * told but approved nowhere differs too; of other things only what the sheet speaks of is compared. `read` = books.figures.
 */
export function differencesFrom(facts: readonly SheetLine[], text: string, read: FigureReader): Difference[] {
  const people = read.people(text).map((told) => ({ ...told, words: figureText(told), mustStand: true }));
  const measured = read.measured(text).filter(({ key }) => key !== '');
  return [...people, ...measured.map((told) => ({ ...told, mustStand: false }))].flatMap((told) => {
    const lines = facts.flatMap((line) =>
      spansOf(line, told.key, read).map((span) => ({ ...span, disputed: line.disputed })),
    );
    const approved = lines.filter(({ disputed }) => !disputed);
    if (approved.some((line) => carries(line, told)) || (lines.length === 0 && !told.mustStand)) return [];
    const sheet = approved.map(({ words }) => words).join('、');
    return [{ key: told.key, title: told.title, sheet: sheet === '' ? null : sheet, told: told.words }];
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
