import type { ClocksBook } from '../../config/schema/clocks.ts';
import { orderStep, type AttachedOrder } from '../orders/order.ts';
import { familyOf } from './book.ts';
import type { Pause } from './due.ts';
import { step } from './explain.ts';
import type { ClockPlan, PlanEnv } from './plans.ts';
import { warnPoints } from './warn.ts';

/** The clock of each order that came with its own due time, by its step; that time is kept as it stands (rules.md §6). Pure. */
export function orderPlans(
  book: ClocksBook,
  orders: readonly AttachedOrder[],
  env: PlanEnv,
  gapsOf: (step: string) => readonly Pause[] = () => [],
): Map<string, ClockPlan> {
  const rule = book.rules.find((one) => one.per_order);
  if (!rule) return new Map();
  return new Map(
    orders.flatMap((order): [string, ClockPlan][] => {
      if (order.due_at === null) return [];
      const start = order.attached_at;
      const { due, gaps } = wentOn(order.due_at, gapsOf(orderStep(order)));
      const from = `${order.source} ${order.number}`.trim();
      const plan: ClockPlan = {
        ...{ ruleId: rule.id, family: familyOf(rule), role: rule.role, owner: rule.owner, rule },
        title: `${rule.title}（${order.number}）`,
        ...{ provisional: false, provisionalWhy: null, uncalibrated: false, cappedBy: null },
        start: { name: 'received_at', at: start, source: from, precision: 'minute' },
        times: [{ name: 'received_at', at: start, source: from }],
        ...{ due, calendar: 'natural_days', gaps },
        steps: [
          step(start, true, 0, '挂接'),
          step(order.due_at, true, null, '来件载明的办理期限，从其期限'),
          ...gaps.map((gap) => step(gap.from, false, null, gap.reason)),
        ],
        warnPoints: warnPoints(book, rule, start, due, env.work),
      };
      return [[orderStep(order), plan]];
    }),
  );
}

/**
 * The time a paper names is a date and stays one while it is still ahead. Where it ran out while the matter was closed, what was left of it then
 * counts from the reopening.
 */
function wentOn(named: Date, ended: readonly Pause[]): { due: Date; gaps: Pause[] } {
  let due = named;
  const gaps = ended.filter(({ from, to }) => {
    const ranOut = from < due && due <= to;
    if (ranOut) due = new Date(due.getTime() + to.getTime() - from.getTime());
    return ranOut;
  });
  return { due, gaps };
}
