import type { AccountabilityBook } from '../../config/schema/accountability.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Evidence, Measure } from './tables.ts';

export interface PaperFacts {
  unit: string;
  failure: string;
  /** Number and title of the matter. */
  ticket: string;
  evidence: readonly Pick<Evidence, 'text' | 'at'>[];
  basis: string;
  requirement: string;
  due: Date;
}

/** 2026年3月2日, local. */
export function officialDay(at: Date): string {
  const [year, month, day] = toLocalIso(at).slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** The paper of a measure, its places filled in. A place the book does not know stays as it is, so that a slip of the pen is seen. */
export function paperText(book: AccountabilityBook, measure: Measure, facts: PaperFacts): string {
  const template = book.measures.find((row) => row.key === measure)!.text;
  const lines = facts.evidence.map((row, index) => `    ${index + 1}. ${row.text}（${officialDay(new Date(row.at))}）`);
  const values: Record<string, string> = {
    ...{ unit: facts.unit, failure: facts.failure, ticket: facts.ticket, basis: facts.basis },
    ...{ requirement: facts.requirement, due: officialDay(facts.due), facts: lines.join('\n') },
  };
  return template.replace(/「([a-z]+)」/g, (whole, name: string) => values[name] ?? whole).trimEnd();
}
