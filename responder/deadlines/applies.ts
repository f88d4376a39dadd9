import type { EventLevel } from '../../analyzer/messages.ts';
import type { ClockCondition, ClockRule, ClocksBook } from '../../config/schema/clocks.ts';
import { levelTitle } from '../tickets/levels.ts';
import type { TicketFacts } from './facts.ts';

export const conditionsOf = ({ applies }: Pick<ClockRule, 'applies'>): ClockCondition[] =>
  'any' in applies ? applies.any : [applies];

/** The rule is for matters without a mark that a person has put on this one: it ends by that person's act, whatever is left of it. */
export const isMarkedOut = (rule: Pick<ClockRule, 'applies'>, flags: readonly string[]): boolean =>
  conditionsOf(rule).every(({ flag_not: not = [] }) => not.some((flag) => flags.includes(flag)));

/** Duties to report without a deadline in figures (立即) that this matter owes, as their rows. */
export const owedAtOnce = (book: Pick<ClocksBook, 'rules'>, facts: TicketFacts): ClockRule[] =>
  facts.history
    ? []
    : book.rules.filter(
        (rule) => rule.role === 'report' && rule.auto && rule.clock === null && appliesNow(rule, facts) === 'firm',
      );

/** 'firm', a Chinese reason why it is only provisional, or null when the rule does not apply. */
export function appliesNow(rule: ClockRule, facts: TicketFacts): string | null {
  const conditions = conditionsOf(rule);
  if (conditions.some((one) => holds(one, facts))) return 'firm';
  if (rule.provisional === undefined) return null;
  if (rule.provisional === 'until_judged') {
    const undecided = { ...facts, outcome: 'public_answer' };
    return facts.outcome === null && conditions.some((one) => holds(one, undecided)) ? '尚未研判，若须回应' : null;
  }
  const possible = facts.levelPossible;
  if (possible === null || !rule.provisional.level_possible.includes(possible)) return null;
  if (!graver(possible, facts.level) || !graver(possible, facts.provisionalEnded ?? null)) return null;
  return conditions.some((one) => holds(one, { ...facts, level: possible }))
    ? `机器估算可能达到${levelTitle(possible)}，待人工定级`
    : null;
}

function holds(when: ClockCondition, facts: TicketFacts): boolean {
  const flags = facts.flags ?? [];
  const within = <T>(list: T[] | undefined, value: T | null): boolean =>
    list === undefined || (value !== null && list.includes(value));
  return (
    within(when.level, facts.level) &&
    !(when.level_not ?? []).some((level) => level === facts.level) &&
    within(when.colour, facts.colour ?? 'none') &&
    within(when.kind, facts.kind) &&
    (when.intake_kind === undefined || when.intake_kind.some((kind) => facts.intakeKinds.includes(kind))) &&
    within<string>(when.outcome, facts.outcome) &&
    (when.flag ?? []).every((flag) => flags.includes(flag)) &&
    !(when.flag_not ?? []).some((flag) => flags.includes(flag)) &&
    (when.own_due === undefined ||
      (when.own_due ? Boolean(facts.ownDue) : !facts.ownDue || facts.undatedOrders === true))
  );
}

const ORDER: EventLevel[] = ['IV', 'III', 'II', 'I'];
function graver(a: EventLevel, b: EventLevel | null): boolean {
  return b === null || ORDER.indexOf(a) > ORDER.indexOf(b);
}
