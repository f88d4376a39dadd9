import { limitAmount } from "../../config/schema/clocks-check.js";
import { countingOf, minutesOfClock } from "./book.js";
import { MINUTE_MS, dayOf, instantOf } from "./calendar.js";
import { due, workingMsBetween } from "./due.js";
/** L-09: when to warn, in order; points not after the start or not before the end fall away. */
export function warnPoints(book, rule, start, end, work) {
    if (!rule.clock)
        return [];
    const points = typeof rule.clock.limit === 'number'
        ? dayPoints(book, rule, start, end, work)
        : rule.clock.calendar === 'natural_hours'
            ? hourPoints(book, limitAmount(rule.clock.limit), end)
            : [];
    const amber = rule.amber.map((after) => {
        const minutes = limitAmount(after);
        const at = new Date(start.getTime() + minutes * MINUTE_MS);
        return { id: `amber-${minutes}m`, kind: 'amber', at, title: `已过${words(minutes)}（内部提示，非法定）` };
    });
    return [...points, ...amber]
        .filter((point) => point.at > start && point.at < end)
        .sort((a, b) => a.at.getTime() - b.at.getTime());
}
function hourPoints(book, limit, end) {
    const rows = [...book.warn.natural_hours].sort((a, b) => limitAmount(a.up_to) - limitAmount(b.up_to));
    const row = rows.find((one) => limitAmount(one.up_to) >= limit) ?? rows.at(-1);
    return row.before.map((before) => {
        const minutes = limitAmount(before);
        const at = new Date(end.getTime() - minutes * MINUTE_MS);
        return { id: `warn-${minutes}m`, kind: 'warn', at, title: `距到期${words(minutes)}` };
    });
}
/** A quarter of the time left (working time for working-day clocks), and 9:00 of the working day before. */
function dayPoints(book, rule, start, end, work) {
    const { remaining, previous_day_at: hour } = book.warn.days;
    const counting = countingOf(book);
    const working = rule.clock.calendar === 'working_days';
    let quarter = new Date(end.getTime() - (end.getTime() - start.getTime()) * remaining);
    if (working) {
        const minutes = Math.floor((workingMsBetween(start, end, work, counting) / MINUTE_MS) * (1 - remaining));
        if (minutes > 0)
            quarter = due({ calendar: 'working_hours', limit: { minutes } }, start, work, { counting }).due;
    }
    let before = dayOf(end) - 1;
    while (working && before > dayOf(start) && !work.day(before).working)
        before -= 1;
    return [
        { id: 'warn-quarter', kind: 'warn', at: quarter, title: `剩余${Math.round(remaining * 100)}%` },
        { id: 'warn-previous-day', kind: 'warn', at: instantOf(before, minutesOfClock(hour)), title: '到期前一日' },
    ];
}
function words(minutes) {
    return minutes % 60 === 0 ? `${minutes / 60}小时` : `${minutes}分钟`;
}
//# sourceMappingURL=warn.js.map