import type { FactsDesk } from '../../api/schemas/tickets.ts';
import { figureOf } from './fact-figure.ts';

export interface FactLine {
  statement: string;
  asOf: string | null;
  source: string;
  approvedBy: string;
}

/** What of the sheet may be told now: approved, and not in dispute. */
export const sheetLines = (desk: FactsDesk | undefined): FactLine[] =>
  (desk?.lines ?? []).flatMap(({ approved, disputed }) =>
    approved === null || disputed
      ? []
      : [
          {
            ...{ statement: approved.text, asOf: approved.asOf, source: approved.source },
            approvedBy: approved.decidedBy ?? '',
          },
        ],
  );

/** The number an approved fact is compared by, by its words; '' where it has none. */
export const figureOn = (desk: FactsDesk | undefined, statement: string): string => {
  const found = desk?.lines.find(({ approved }) => approved?.text === statement)?.approved;
  return found ? figureOf(found) : '';
};

/** The list with this line of the sheet in it, once and as it stands there now, or without it. */
export const withLine = (lines: readonly FactLine[], line: FactLine, isChosen: boolean): FactLine[] => {
  const others = lines.filter(({ statement }) => statement !== line.statement);
  return isChosen ? [...others, line] : others;
};
