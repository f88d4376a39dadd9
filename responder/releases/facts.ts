import type { FactLine } from './tables.ts';

const FIGURE = /\d[\d,.]*\s*(?:余|多)?\s*(?:人|名|例|户|栋|间|亩|起|万元|亿元|元|吨|公里|万人)/g;
const plain = (text: string): string => text.replace(/[\s,余多]/g, '').replace(/名/g, '人');

/** Numbers of people, money and damage in a text, as written. */
export const figuresIn = (text: string): string[] => [...new Set(text.match(FIGURE) ?? [])];

/** Why a line cannot stand in the list of facts; null = it can. */
export function factGap({ statement, asOf, source, approvedBy }: FactLine): string | null {
  if (source.trim() === '' || approvedBy.trim() === '') return `“${short(statement)}”须写明来源和批准人`;
  if (figuresIn(statement).length > 0 && asOf === null) return `“${short(statement)}”含有数字，须写明截至时间`;
  return null;
}

/** Figures of the text that no approved fact states. */
export function unstated(text: string, lines: readonly FactLine[]): string[] {
  const stated = new Set(lines.flatMap(({ statement }) => figuresIn(statement)).map(plain));
  return figuresIn(text).filter((figure) => !stated.has(plain(figure)));
}

const short = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text);
