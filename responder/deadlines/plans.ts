import type { Colour, EventLevel } from '../../analyzer/messages.ts';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { ClockCondition, ClockRule, ClocksBook, StartName } from '../../config/schema/clocks.ts';
import { levelTitle } from '../tickets/levels.ts';
import type { WorkCalendar } from './calendar.ts';
import { countingOf, effectiveRules, familyOf, specOf } from './book.ts';
import { MINUTE_MS } from './calendar.ts';
import { due, type DutyRoster, type DueResult, type Pause } from './due.ts';
import { step } from './explain.ts';
import { warnPoints, type WarnPoint } from './warn.ts';

/** One known moment with who said so. A day without an hour is 00:00 with precision day. */
export interface Moment {
  at: Date;
  source: string;
  precision?: 'minute' | 'day';
}

/** All a rule may ask about a ticket. Times are kept apart and never merged; null or absent = not known (yet). */
export interface TicketFacts {
  times: Partial<Record<StartName, Moment | null>>;
  /** Level as a person set it (值班初判 or 主管部门认定); null while only the machine spoke. */
  level: EventLevel | null;
  /** Gravest level the machine holds possible (suggested high, else low). */
  levelPossible: EventLevel | null;
  /**
   * The possible level a person has already decided against (ended the provisional clocks, or set a lower level knowing it);
   * a graver one starts them again.
   */
  provisionalEnded?: EventLevel | null;
  colour: Colour | null;
  kind: string | null;
  /** Kinds of intake inside; each kind has its own clocks (rules.md §8). */
  intakeKinds: readonly string[];
  /** Where some came with a merged ticket: each with its own hours. */
  intakes?: readonly { kinds: readonly string[]; times: TicketFacts['times'] }[];
  /** Outcome of the judgement; null before it. */
  outcome: string | null;
  flags?: string[];
  /** Flags a person set, with who and why, for the explanation of a deadline that rests on one. */
  flagWhy?: Record<string, string>;
  /** Due time an order brought along (12345, 上级交办): the stricter wins for internal clocks. */
  ownDue?: Date | null;
  /** Some order came without one: what applies to those goes on. */
  undatedOrders?: boolean;
  /** Families of rules that count again from a reopening, and from when. */
  restarted?: Record<string, Moment>;
  /** When clocks of a family had ended by a decision that was taken back. */
  gaps?: Record<string, Pause[]>;
  /** History opens no clock. */
  history?: boolean;
}

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
  start: { name: StartName; at: Date; source: string; precision: 'minute' | 'day' };
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
function appliesNow(rule: ClockRule, facts: TicketFacts): string | null {
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

function startOf(rule: ClockRule, facts: TicketFacts): ClockPlan['start'] | null {
  if (!rule.clock) return null;
  const special = rule.clock.start_by.find(
    (row) =>
      (row.kind === undefined || (facts.kind !== null && row.kind.includes(facts.kind))) &&
      (row.flag ?? []).every((flag) => facts.flags?.includes(flag)),
  );
  for (const name of special?.start ?? rule.clock.start) {
    const moment = timeOf(name, rule, facts);
    if (moment)
      return laterOf({ name, ...moment, precision: moment.precision ?? 'minute' }, facts.restarted?.[familyOf(rule)]);
  }
  return null;
}

/** Merging wins no time and loses none: what one way of coming in asks for counts from the first that came that way. */
function timeOf(name: StartName, rule: ClockRule, { times, intakes = [] }: TicketFacts): Moment | null | undefined {
  const asked = conditionsOf(rule).flatMap(({ intake_kind: kinds = [] }) => kinds);
  const own = intakes
    .filter(({ kinds }) => asked.some((kind) => kinds.includes(kind)))
    .flatMap((intake) => intake.times[name] ?? [])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return own[0] ?? times[name];
}

/** What ran out before a reopening counts from there; a later moment of its own (a new occurrence, a new delivery) goes before. */
const laterOf = (own: ClockPlan['start'], restart: Moment | undefined): ClockPlan['start'] =>
  restart === undefined || own.at >= restart.at ? own : { name: 'reopened_at', ...restart, precision: 'minute' };

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
