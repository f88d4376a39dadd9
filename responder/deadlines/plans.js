import { limitAmount } from "../../config/schema/clocks-check.js";
import { countingOf, effectiveRules, familyOf, specOf } from "./book.js";
import { MINUTE_MS } from "./calendar.js";
import { due } from "./due.js";
import { step } from "./explain.js";
import { warnPoints } from "./warn.js";
/**
 * Which clocks a ticket has, from its facts alone (rules.md §0, §1, §6). Running this again after a regrade gives the stricter clocks from
 * the *same* start, possibly already overdue. A rule whose start is not known yet gives no clock. Of one family only the strictest stays.
 */
export function clocksFor(book, facts, env) {
    if (facts.history)
        return [];
    const plans = effectiveRules(book)
        .filter((rule) => rule.auto)
        .flatMap((rule) => plan(book, rule, facts, env) ?? []);
    const publics = plans.filter((one) => one.role === 'public');
    const capped = plans.map((one) => capOwnDue(capPublic(one, publics, book, env), facts, book, env));
    return strictest(capped);
}
/** The plan of one rule for these facts, whether it starts by itself or by hand; null when it does not apply or has no start yet. */
export function plan(book, rule, facts, env) {
    const spec = specOf(rule);
    const start = startOf(rule, facts);
    const when = appliesNow(rule, facts);
    if (!spec || !start || when === null)
        return null;
    const counting = countingOf(book);
    const result = due(spec, start.at, env.work, { counting, roster: env.roster });
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
        warnPoints: rule.role === 'wait' ? [] : warnPoints(book, rule, start.at, result.due, env.work),
        cappedBy: null,
        rule,
    };
}
/** 'firm', a Chinese reason why it is only provisional, or null when the rule does not apply. */
function appliesNow(rule, facts) {
    const conditions = 'any' in rule.applies ? rule.applies.any : [rule.applies];
    if (conditions.some((one) => holds(one, facts)))
        return 'firm';
    if (rule.provisional === undefined)
        return null;
    if (rule.provisional === 'until_judged') {
        const undecided = { ...facts, outcome: 'public_answer' };
        return facts.outcome === null && conditions.some((one) => holds(one, undecided)) ? '尚未研判，若须回应' : null;
    }
    const possible = facts.levelPossible;
    if (possible === null || !rule.provisional.level_possible.includes(possible))
        return null;
    if (!graver(possible, facts.level) || !graver(possible, facts.provisionalEnded ?? null))
        return null;
    return conditions.some((one) => holds(one, { ...facts, level: possible }))
        ? `机器估算可能达到${possible}级，待人工定级`
        : null;
}
function holds(when, facts) {
    const flags = facts.flags ?? [];
    const within = (list, value) => list === undefined || (value !== null && list.includes(value));
    return (within(when.level, facts.level) &&
        !(when.level_not ?? []).some((level) => level === facts.level) &&
        within(when.colour, facts.colour ?? 'none') &&
        within(when.kind, facts.kind) &&
        within(when.intake_kind, facts.intakeKind) &&
        within(when.outcome, facts.outcome) &&
        (when.flag ?? []).every((flag) => flags.includes(flag)) &&
        !(when.flag_not ?? []).some((flag) => flags.includes(flag)) &&
        (when.own_due === undefined || when.own_due === Boolean(facts.ownDue)));
}
const ORDER = ['IV', 'III', 'II', 'I'];
function graver(a, b) {
    return b === null || ORDER.indexOf(a) > ORDER.indexOf(b);
}
function startOf(rule, facts) {
    if (!rule.clock)
        return null;
    const special = rule.clock.start_by.find((row) => (row.kind === undefined || (facts.kind !== null && row.kind.includes(facts.kind))) &&
        (row.flag ?? []).every((flag) => facts.flags?.includes(flag)));
    for (const name of special?.start ?? rule.clock.start) {
        const moment = facts.times[name];
        if (moment)
            return { name, at: moment.at, source: moment.source, precision: moment.precision ?? 'minute' };
    }
    return null;
}
function knownTimes(facts) {
    return Object.entries(facts.times).flatMap(([name, moment]) => moment ? [{ name, at: moment.at, source: moment.source }] : []);
}
/**
 * 倒排: an internal clock ends its margin before the earliest public deadline still ahead of its own start; where the margin no longer fits,
 * at that deadline itself.
 */
function capPublic(one, publics, book, env) {
    const margin = one.rule.clock?.before_public;
    if (margin === undefined)
        return one;
    const limits = publics
        .filter((other) => other.due > one.start.at)
        .map((other) => {
        const early = new Date(other.due.getTime() - limitAmount(margin) * MINUTE_MS);
        return { at: early > one.start.at ? early : other.due, by: other.ruleId };
    })
        .sort((a, b) => a.at.getTime() - b.at.getTime());
    const first = limits[0];
    if (!first || first.at >= one.due)
        return one;
    return shorten(one, first.at, first.by, `倒排：不晚于对外时限 ${first.by}`, book, env);
}
function capOwnDue(one, facts, book, env) {
    if (!facts.ownDue || one.role !== 'internal' || facts.ownDue >= one.due || facts.ownDue <= one.start.at)
        return one;
    return shorten(one, facts.ownDue, 'own_due', '原工单自带办理期限，从严', book, env);
}
function shorten(one, at, by, why, book, env) {
    return {
        ...one,
        due: at,
        cappedBy: by,
        steps: [...one.steps.slice(0, -1), step(at, true, null, why)],
        warnPoints: warnPoints(book, one.rule, one.start.at, at, env.work),
    };
}
function strictest(plans) {
    return plans.filter((one, index) => !plans.some((other, place) => place !== index &&
        other.family === one.family &&
        (other.due < one.due || (other.due.getTime() === one.due.getTime() && place < index))));
}
//# sourceMappingURL=plans.js.map