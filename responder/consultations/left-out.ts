import type { Kysely } from 'kysely';
import { carries, figureText, titleOf, type FigureKey } from '../figures/figure.ts';
import type { FigureReader } from '../figures/read-figures.ts';
import type { ResponderTables } from '../tables.ts';
import type { ApprovedFact } from './approved-facts.ts';
import type { UpwardKind, UsedFact } from './upward-tables.ts';

/** What stands under 伤亡损失 while the sheet has no approved line. */
export const NO_FIGURES = '正在核实，暂无经批准的数据';
const OUT_OF_DATE = '暂无经批准的数据';

/** Casualties, and how a sentence speaks of them where the reader of figures knows no figure (1名学生死亡). */
const CASUALTIES = {
  deaths: /死亡|遇难|身亡|去世|遇害/,
  missing: /失联|失踪|下落不明/,
  seriousInjuries: /重伤|危重/,
  injuries: /受伤|伤者|伤员|[轻重]伤/,
  poisoned: /中毒|发病|不适|就诊/,
} satisfies Partial<Record<FigureKey, RegExp>>;
const isCasualty = (key: string): key is keyof typeof CASUALTIES => key in CASUALTIES;

/** An approved casualty figure that a paper keeps quiet about. */
export interface LeftOut {
  key: string;
  /** 死亡人数 */
  title: string;
  /** What the sheet says: 1. */
  sheet: string;
}

/** Did a report before this one already tell this version of the line? */
export const isTold = (fact: Pick<ApprovedFact, 'key' | 'place' | 'version'>, told: readonly UsedFact[]): boolean =>
  told.some(({ key, place, version }) => key === fact.key && place === fact.place && version === fact.version);

type Line = Pick<ApprovedFact, 'key' | 'place' | 'version' | 'low' | 'high' | 'disputed'>;

/**
 * Approved casualties that a report upward leaves out, or calls not there yet: the sheet may have grown between drafting and sending, and what is
 * left out upward is 漏报. A 续报 need not tell again what was told (`told` = lines of the report sent before). Pure.
 */
export function leftOut(
  facts: readonly Line[],
  text: string,
  { kind, told, read }: { kind: UpwardKind; told: readonly UsedFact[]; read: FigureReader },
): LeftOut[] {
  const due = facts.filter(
    (fact) => !fact.disputed && isCasualty(fact.key) && !(kind === 'continued' && isTold(fact, told)),
  );
  const figures = read.people(text);
  const isSaid = (fact: Line): boolean =>
    fact.low === null ||
    fact.low === 0 ||
    standsBeside(fact, text) ||
    figures.some((figure) => figure.key === fact.key && carries({ low: fact.low!, high: fact.high }, figure));
  const missing = text.includes(OUT_OF_DATE)
    ? due.filter(({ low }) => low !== null)
    : due.filter((fact) => !isSaid(fact));
  return missing.map(({ key, low, high }) => ({ key, title: titleOf(key), sheet: figureText({ low, high }) }));
}

/** A clause names the casualty and its number: a report upward is not held up by a wording the reader does not know. */
function standsBeside({ key, low }: Line, text: string): boolean {
  if (!isCasualty(key)) return false;
  const number = new RegExp(`(?<!\\d)${low}(?!\\d)`);
  return text.split(/[，,。；;\n]/).some((clause) => CASUALTIES[key].test(clause) && number.test(clause));
}

/** 死亡人数已批准为1；… */
export const leftOutInWords = (missing: readonly LeftOut[]): string =>
  missing.map(({ title, sheet }) => `${title}已批准为${sheet}`).join('；');

/** Titles of the lines units tell differently and have not settled: 死亡人数. */
export async function openDifferences(db: Kysely<ResponderTables>, ticketId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('responder_fact_lines')
    .select(['title', 'place'])
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'open')
    .where('disputed', '=', true)
    .orderBy('created_at')
    .execute();
  return rows.map(({ title, place }) => (place === '' ? title : `${title}（${place}）`));
}
