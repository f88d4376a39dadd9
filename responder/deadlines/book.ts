import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { ClockRule, ClocksBook } from '../../config/schema/clocks.ts';
import type { ClockSpec, Counting } from './clock.ts';

/** The counting settings of the book in the engine's own terms. */
export function countingOf(book: ClocksBook): Counting {
  const { office_hours: hours, working_day_ends: ends, after_hours: late, roll_natural_days: roll } = book.counting;
  return {
    officeHours: hours.map(([from, to]): [number, number] => [minutesOfClock(from), minutesOfClock(to)]),
    workingDayEnds: ends,
    afterHours: late,
    rollNaturalDays: roll,
  };
}

/** 09:00 → 540. */
export function minutesOfClock(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return hours! * 60 + minutes!;
}

/** What the due engine needs of a rule; null for a duty without a number. */
export function specOf(rule: ClockRule): ClockSpec | null {
  if (!rule.clock) return null;
  const { calendar, limit } = rule.clock;
  return { calendar, limit: typeof limit === 'number' ? { days: limit } : { minutes: limitAmount(limit) } };
}

/**
 * Every rule as it holds here: the shortest limit of all layers, with the layer and source of the one that tightened it.
 * The national source stays in `note`, so that the screen can show both.
 */
export function effectiveRules(book: ClocksBook): ClockRule[] {
  return book.rules.map((rule) => {
    const shorter = book.tighten
      .filter((row) => row.tightens === rule.id)
      .sort((a, b) => limitAmount(a.limit) - limitAmount(b.limit))[0];
    if (!shorter || !rule.clock || limitAmount(shorter.limit) >= limitAmount(rule.clock.limit)) return rule;
    return {
      ...rule,
      layer: shorter.layer,
      clock: { ...rule.clock, limit: shorter.limit },
      source: shorter.source,
      note: `在${rule.source.doc}基础上收紧${rule.note ? `；${rule.note}` : ''}`,
    };
  });
}

/** N-11: so many days after it happened a changed number may change the level of such a matter; null = of no kind that is counted. */
export function relevelDays({ rules }: Pick<ClocksBook, 'rules'>, kind: string | null): number | null {
  const row = rules.find(
    (rule) => familyOf(rule) === 'N-11' && !('any' in rule.applies) && rule.applies.kind?.includes(kind ?? ''),
  );
  return typeof row?.clock?.limit === 'number' ? row.clock.limit : null;
}

/** Families of such rules count from this moment at the earliest: a column of the ticket. */
export const restartedFrom = (book: ClocksBook, at: Date, which: (rule: ClockRule) => boolean = () => true) =>
  Object.fromEntries(
    effectiveRules(book)
      .filter((rule) => rule.clock !== null && which(rule))
      .map((rule): [string, string] => [familyOf(rule), at.toISOString()]),
  );

export function familyOf(rule: ClockRule): string {
  return rule.family ?? rule.id;
}
