import { limitAmount } from "../../config/schema/clocks-check.js";
/** The counting settings of the book in the engine's own terms. */
export function countingOf(book) {
    const { office_hours: hours, working_day_ends: ends, after_hours: late, roll_natural_days: roll } = book.counting;
    return {
        officeHours: hours.map(([from, to]) => [minutesOfClock(from), minutesOfClock(to)]),
        workingDayEnds: ends,
        afterHours: late,
        rollNaturalDays: roll,
    };
}
/** 09:00 → 540. */
export function minutesOfClock(text) {
    const [hours, minutes] = text.split(':').map(Number);
    return hours * 60 + minutes;
}
/** What the due engine needs of a rule; null for a duty without a number. */
export function specOf(rule) {
    if (!rule.clock)
        return null;
    const { calendar, limit } = rule.clock;
    return { calendar, limit: typeof limit === 'number' ? { days: limit } : { minutes: limitAmount(limit) } };
}
/**
 * Every rule as it holds here: the shortest limit of all layers, with the layer and source of the one that tightened it.
 * The national source stays in `note`, so that the screen can show both.
 */
export function effectiveRules(book) {
    return book.rules.map((rule) => {
        const shorter = book.tighten
            .filter((row) => row.tightens === rule.id)
            .sort((a, b) => limitAmount(a.limit) - limitAmount(b.limit))[0];
        if (!shorter || !rule.clock || limitAmount(shorter.limit) >= limitAmount(rule.clock.limit))
            return rule;
        return {
            ...rule,
            layer: shorter.layer,
            clock: { ...rule.clock, limit: shorter.limit },
            source: shorter.source,
            note: `在${rule.source.doc}基础上收紧${rule.note ? `；${rule.note}` : ''}`,
        };
    });
}
export function familyOf(rule) {
    return rule.family ?? rule.id;
}
//# sourceMappingURL=book.js.map