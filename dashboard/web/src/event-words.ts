import type { EventView } from '../../api/schemas/events.ts';
import { reasonWords } from './analysis-rows.ts';
import { departmentRole, factName } from './labels.ts';
import { withoutCodes } from './rule-words.ts';

type Range = { low: number; high: number | null };
const range = ({ low, high }: Range): string =>
  high === null ? `${low} 以上` : low === high ? String(low) : `${low}—${high}`;

/** Numbers of an event; the seriously injured are among the injured, and whoever adds them up counts them twice. */
export function factWords(facts: Readonly<Record<string, Range | undefined>>): string[] {
  const { seriousInjuries: serious, injuries } = facts;
  const among = serious && injuries && serious.low <= (injuries.high ?? Infinity) ? serious : undefined;
  return Object.entries(facts).flatMap(([name, fact]) => {
    if (!fact || (among && name === 'seriousInjuries')) return [];
    const part = among && name === 'injuries' ? `（其中${factName('seriousInjuries')} ${range(among)}）` : '';
    return [`${factName(name)} ${range(fact)}${part}`];
  });
}

/** 敏感等级2（8分）; what gave no point is told without one. */
export const scoreWords = (parts: EventView['opinion']['parts']): string =>
  parts.map(({ why, points }) => `${why}（${Math.round(points)}分）`).join('；');

const ORDER = ['lead', 'co', 'coordinator', 'supervisor'] as const;

/** Who should handle it: by part in the work, each line with its units and, for a tooltip, why. */
export const unitLines = (departments: EventView['departments']): { role: string; units: string; why: string }[] =>
  ORDER.flatMap((role) => {
    const units = departments.filter((unit) => unit.role === role);
    if (units.length === 0) return [];
    const why = [...new Set(units.map(({ reason }) => reasonWords(withoutCodes(reason))))].filter(Boolean).join('；');
    return [{ role: departmentRole(role), units: units.map(({ name }) => name).join('、'), why }];
  });

/** The name of a sign where the sentence does not begin with it anyway. */
export const signName = (reason: string, name: string): string => (reason.includes(name) ? '' : ` · ${name}`);
