import type { Analysis } from '../messages.ts';
import type { AsOf } from './as-of.ts';
import type { FactClaim } from './read-facts.ts';

/** More numbers than this are a table, not a report. */
const MOST = 24;

/** The claims as they leave the analyzer, with their places in the field as given; nothing when the text tells no number. */
export function statedClaims(
  claims: readonly FactClaim[],
  field: (span: { start: number; end: number }) => { field: 'title' | 'text'; start: number; end: number },
): Pick<Analysis, 'claims'> {
  if (claims.length === 0) return {};
  return {
    claims: claims.slice(0, MOST).map(({ fact, low, high, source, asOf, current, corrected, start, end }) => ({
      ...{ fact, low, high, source, current },
      ...(corrected ? { corrected } : {}),
      asOf: asOf && asOfWords(asOf),
      ...field({ start, end }),
    })),
  };
}

/** 8日14:30, 14:30 or 8日, as far as the text tells. */
export function asOfWords({ day, minute }: AsOf): string {
  const hour = minute === null ? '' : `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
  return `${day === null ? '' : `${day}日`}${hour}`;
}
