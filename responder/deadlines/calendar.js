import { AppError } from "../../platform/runtime/errors.js";
import { SHANGHAI_OFFSET_MS } from "../../platform/runtime/local-time.js";
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
/** @throws (on use) AppError 'precondition_failed' for a day in an unknown year, unless `assumeWeekdays`. */
export function workCalendar(years, options = {}) {
    const known = new Set(years.map((year) => year.year));
    const overrides = new Map();
    for (const year of years)
        for (const row of year.days)
            overrides.set(parseDay(row.date), { off: row.isOffDay, name: row.name });
    return {
        knownUntil: lastKnownDay(known),
        papers: years.map((year) => year.notice?.title ?? year.papers[0] ?? String(year.year)),
        day(day) {
            const year = new Date(day * DAY_MS).getUTCFullYear();
            const isKnown = known.has(year);
            if (!isKnown && !options.assumeWeekdays)
                throw unknownYear(year);
            const override = overrides.get(day);
            const weekday = WEEKDAYS[weekdayOf(day)];
            if (override) {
                const why = override.off ? `${override.name}放假` : `${weekday}，${override.name}调休上班`;
                return { working: !override.off, known: isKnown, why };
            }
            const working = weekdayOf(day) >= 1 && weekdayOf(day) <= 5;
            return { working, known: isKnown, why: isKnown ? weekday : `${weekday}（${year}年放假安排未导入，待校准）` };
        },
    };
}
export function parseDay(day) {
    return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}
export function formatDay(day) {
    return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
/** The local day an instant falls in. */
export function dayOf(at) {
    return Math.floor((at.getTime() + SHANGHAI_OFFSET_MS) / DAY_MS);
}
/** The instant of a local day and a time of day in minutes from midnight. */
export function instantOf(day, minutes = 0) {
    return new Date(day * DAY_MS + minutes * MINUTE_MS - SHANGHAI_OFFSET_MS);
}
/** Minutes from local midnight, with fractions for seconds. */
export function minutesOf(at) {
    return (at.getTime() - instantOf(dayOf(at)).getTime()) / MINUTE_MS;
}
function weekdayOf(day) {
    return (((day + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday
}
function unknownYear(year) {
    return new AppError('precondition_failed', `${year}年的放假安排通知尚未导入，无法计算工作日。请将国务院办公厅公布的${year}年安排存为 config/calendars/${year}.json 后重试。`, { year });
}
function lastKnownDay(known) {
    if (known.size === 0)
        return null;
    let year = Math.min(...known);
    while (known.has(year + 1))
        year += 1;
    return `${year}-12-31`;
}
//# sourceMappingURL=calendar.js.map