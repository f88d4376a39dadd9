import { carries } from '../figures/figure.ts';
import type { FigureReader, MeasuredFigure } from '../figures/read-figures.ts';
import type { FactLine } from './tables.ts';

/** Numbers of people, money and damage in a text. How long something lasts is no such number: 24小时值守. */
const figuresIn = (text: string, read: FigureReader): MeasuredFigure[] =>
  read.measured(text).filter(({ measure }) => measure !== 'duration');

/** Why a line cannot stand in the list of facts; null = it can. */
export function factGap({ statement, asOf, source, approvedBy }: FactLine, read: FigureReader): string | null {
  if (source.trim() === '' || approvedBy.trim() === '') return `“${short(statement)}”须写明来源和批准人`;
  if (figuresIn(statement, read).length > 0 && asOf === null) return `“${short(statement)}”含有数字，须写明截至时间`;
  return null;
}

/** Figures of the text, as written, that no approved statement carries. */
export function unstated(text: string, statements: readonly string[], read: FigureReader): string[] {
  const stated = statements.flatMap((statement) => figuresIn(statement, read));
  const loose = figuresIn(text, read).filter(
    (told) => !stated.some((one) => one.measure === told.measure && carries(one, told)),
  );
  return [...new Set(loose.map(({ words }) => words))];
}

const short = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text);
