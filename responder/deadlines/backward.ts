import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { ClocksBook } from '../../config/schema/clocks.ts';
import { MINUTE_MS } from './calendar.ts';
import type { ClockPlan } from './plans.ts';

export interface Milestone {
  id: string;
  /** Public clock it is laid from. */
  ruleId: string;
  title: string;
  at: Date;
  provisional: boolean;
}

/**
 * 倒排 (rules.md §6, P): internal milestones of every public clock that is open, earliest first. None ends after its public deadline; where a
 * lower layer tightened that, they move forward in proportion.
 */
export function backwardPlan(book: ClocksBook, open: ClockPlan[]): Milestone[] {
  return open
    .filter((plan) => plan.role === 'public')
    .flatMap((plan) =>
      book.backward
        .filter((row) => row.rule === plan.ruleId)
        .map((row) => ({
          id: row.id,
          ruleId: plan.ruleId,
          title: row.title,
          at: withoutGaps(plan, limitAmount(row.at) * MINUTE_MS * shareOf(book, plan)),
          provisional: plan.provisional,
        })),
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

const sumOf = (gaps: ClockPlan['gaps']): number => gaps.reduce((sum, { from, to }) => sum + (+to - +from), 0);

/** So long after its start, the time not counted in which it had ended: public clocks count natural time. */
function withoutGaps({ start, gaps }: ClockPlan, ms: number): Date {
  const before = [...gaps].sort((a, b) => +a.from - +b.from);
  return before.reduce(
    (at, { from, to }) => (at > from ? new Date(+at + +to - Math.max(+from, +start.at)) : at),
    new Date(+start.at + ms),
  );
}

/** The time a clock has of what its national rule gives; at most all of it. */
function shareOf(book: ClocksBook, { ruleId, start, due, gaps }: ClockPlan): number {
  const limit = book.rules.find(({ id }) => id === ruleId)?.clock?.limit;
  const given = limit === undefined ? 0 : limitAmount(limit) * MINUTE_MS;
  return given === 0 ? 1 : Math.min(1, (due.getTime() - start.at.getTime() - sumOf(gaps)) / given);
}

/** The public clock that ends first; what every internal clock is laid back from. */
export function earliestPublic(open: ClockPlan[]): ClockPlan | null {
  return open.filter((plan) => plan.role === 'public').sort((a, b) => a.due.getTime() - b.due.getTime())[0] ?? null;
}
