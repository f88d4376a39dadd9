import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { ClockRule, ClocksBook, StartName } from '../../config/schema/clocks.ts';
import { appliesNow, conditionsOf } from './applies.ts';
import type { WorkCalendar } from './calendar.ts';
import { countingOf, effectiveRules, familyOf, specOf } from './book.ts';
import { MINUTE_MS } from './calendar.ts';
import { due, type DutyRoster, type DueResult, type Pause } from './due.ts';
import { step } from './explain.ts';
import type { Moment, TicketFacts } from './facts.ts';
import { startOf, type Start } from './starts.ts';
import { warnPoints, type WarnPoint } from './warn.ts';

export interface PlanEnv {
  work: WorkCalendar;
  /** Of the unit that owes what a rule asks for. */
  rosterOf?: ((owner: ClockRule['owner']) => DutyRoster | undefined) | undefined;
  /** Recorded stops of this clock. */
  pauses?: readonly Pause[] | undefined;
}

/** One clock as it should run now. `rule` is the frozen copy to keep with the row. */
export interface ClockPlan {
  ruleId: string;
  family: string;
  title: string;
  role: ClockRule['role'];
  owner: ClockRule['owner'];
  /** Dashed: 若定为重大（或须回应），距…尚余…. */
  provisional: boolean;
  provisionalWhy: string | null;
  start: Start;
  /** Every known moment, also those not used. */
  times: { name: StartName; at: Date; source: string }[];
  due: Date;
  calendar: DueResult['calendar'];
  uncalibrated: boolean;
  steps: DueResult['steps'];
  warnPoints: WarnPoint[];
  /** Public clock that made an internal one end earlier (倒排). */
  cappedBy: string | null;
  /** When it had ended and does not count. */
  gaps: readonly Pause[];
  rule: ClockRule;
}

/**
 * Which clocks a ticket has, from its facts alone (rules.md §0, §1, §6). Running this again after a regrade gives the stricter clocks from
 * the *same* start, possibly already overdue. A rule whose start is not known yet gives no clock. Of one family only the strictest stays.
 */
export function clocksFor(book: ClocksBook, facts: TicketFacts, env: PlanEnv): ClockPlan[] {
  if (facts.history) return [];
  const plans = effectiveRules(book)
    .filter((rule) => rule.auto)
    .flatMap((rule) => plan(book, rule, facts, env) ?? []);
  const publics = plans.filter((one) => one.role === 'public');
  const capped = plans.map((one) => capOwnDue(capPublic(one, publics, book, env), facts, book, env));
  return strictest(capped);
}

/** The plan of one rule for these facts, whether it starts by itself or by hand; null when it does not apply or has no start yet. */
export function plan(book: ClocksBook, rule: ClockRule, facts: TicketFacts, env: PlanEnv): ClockPlan | null {
  const spec = specOf(rule);
  const start = startOf(rule, facts);
  const when = appliesNow(rule, facts);
  if (!spec || !start || when === null) return null;
  const counting = countingOf(book);
  const roster = env.rosterOf?.(rule.owner);
  const gaps = (facts.gaps?.[familyOf(rule)] ?? []).filter(({ to }) => to > start.at);
  const result = due(spec, start.at, env.work, { counting, roster, pauses: [...(env.pauses ?? []), ...gaps] });
  return {
    ruleId: rule.id,
    family: familyOf(rule),
    title: rule.title,
    role: rule.role,
    owner: rule.owner,
    provisional: when !== 'firm',
    provisionalWhy: when === 'firm' ? null : when,
    start,
    times: knownTimes(facts),
    ...result,
    steps: [...flagSteps(rule, facts, start.at), ...result.steps],
    warnPoints: rule.role === 'wait' ? [] : warnPoints(book, rule, start.at, result.due, env.work),
    cappedBy: null,
    gaps,
    rule,
  };
}

/** The marks a rule rests on stand above the days it counts. */
function flagSteps(rule: ClockRule, { flagWhy = {} }: TicketFacts, start: Date): DueResult['steps'] {
  const why = conditionsOf(rule).flatMap(({ flag = [] }) => flag.flatMap((one) => flagWhy[one] ?? []));
  return [...new Set(why)].map((text) => step(start, false, null, `${text}，适用本时限`));
}

function knownTimes(facts: TicketFacts): ClockPlan['times'] {
  return (Object.entries(facts.times) as [StartName, Moment | null | undefined][]).flatMap(([name, moment]) =>
    moment ? [{ name, at: moment.at, source: moment.source }] : [],
  );
}

/** Its start, or when it went on after it had ended. */
const goesOnAt = ({ start, gaps }: ClockPlan): Date =>
  gaps.reduce((latest, { to }) => (to > latest ? to : latest), start.at);

/**
 * 倒排: an internal clock ends its margin before the earliest public deadline still ahead of its own start; where the margin no longer fits,
 * at that deadline itself.
 */
function capPublic(one: ClockPlan, publics: ClockPlan[], book: ClocksBook, env: PlanEnv): ClockPlan {
  const margin = one.rule.clock?.before_public;
  if (margin === undefined) return one;
  const from = goesOnAt(one);
  const limits = publics
    .filter((other) => other.due > from)
    .map((other) => {
      const early = new Date(other.due.getTime() - limitAmount(margin) * MINUTE_MS);
      return { at: early > from ? early : other.due, by: other.ruleId };
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const first = limits[0];
  if (!first || first.at >= one.due) return one;
  return shorten(one, first.at, first.by, `倒排：不晚于对外时限 ${first.by}`, book, env);
}

function capOwnDue(one: ClockPlan, facts: TicketFacts, book: ClocksBook, env: PlanEnv): ClockPlan {
  if (!facts.ownDue || one.role !== 'internal' || facts.ownDue >= one.due || facts.ownDue <= one.start.at) return one;
  return shorten(one, facts.ownDue, 'own_due', '原工单自带办理期限，从严', book, env);
}

function shorten(one: ClockPlan, at: Date, by: string, why: string, book: ClocksBook, env: PlanEnv): ClockPlan {
  return {
    ...one,
    due: at,
    cappedBy: by,
    steps: [...one.steps.slice(0, -1), step(at, true, null, why)],
    warnPoints: warnPoints(book, one.rule, one.start.at, at, env.work),
  };
}

function strictest(plans: ClockPlan[]): ClockPlan[] {
  return plans.filter(
    (one, index) =>
      !plans.some(
        (other, place) =>
          place !== index &&
          other.family === one.family &&
          (other.due < one.due || (other.due.getTime() === one.due.getTime() && place < index)),
      ),
  );
}
