import { AppError } from "../../platform/runtime/errors.js";
/** rules.md §0 and §6. Natural hours never stop; duty hours follow a unit's own roster. */
export const CALENDAR_TYPES = ['natural_hours', 'natural_days', 'working_days', 'working_hours', 'duty_hours'];
export const DEFAULT_COUNTING = {
    officeHours: [
        [510, 720],
        [840, 1050],
    ],
    workingDayEnds: 'office',
    afterHours: 'next_working_day',
    rollNaturalDays: false,
};
/**
 * Limits as they are typed: 30m, 5h (natural hours), 20d (natural days), 2wd (working days), 4wh (working hours).
 * @throws AppError 'invalid_input'
 */
export function parseLimit(text) {
    const match = /^(\d+)(m|min|h|d|wd|wh)$/.exec(text.trim().toLowerCase());
    const amount = Number(match?.[1]);
    if (!match || amount < 1 || amount > 100_000)
        throw new AppError('invalid_input', `时限“${text}”无法识别，可写 30m、5h、20d（自然日）、2wd（工作日）、4wh（工作小时）`);
    switch (match[2]) {
        case 'd':
            return { calendar: 'natural_days', limit: { days: amount } };
        case 'wd':
            return { calendar: 'working_days', limit: { days: amount } };
        case 'wh':
            return { calendar: 'working_hours', limit: { minutes: amount * 60 } };
        case 'h':
            return { calendar: 'natural_hours', limit: { minutes: amount * 60 } };
        default:
            return { calendar: 'natural_hours', limit: { minutes: amount } };
    }
}
/** PT5H, PT20M, PT1H30M → minutes (rulebook shape, rules.md §15); null when it is none. */
export function parseDuration(text) {
    const match = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(text);
    const minutes = Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
    return match && minutes > 0 ? minutes : null;
}
/** 5小时, 20分钟, 2个工作日 — for screens. */
export function limitInWords(spec) {
    if ('days' in spec.limit)
        return `${spec.limit.days}个${spec.calendar === 'working_days' ? '工作日' : '自然日'}`;
    const { minutes } = spec.limit;
    const amount = minutes % 60 === 0
        ? `${minutes / 60}小时`
        : minutes < 60
            ? `${minutes}分钟`
            : `${Math.floor(minutes / 60)}小时${minutes % 60}分钟`;
    if (spec.calendar === 'working_hours')
        return `${amount}（工作时间）`;
    return spec.calendar === 'duty_hours' ? `${amount}（值班时间）` : amount;
}
//# sourceMappingURL=clock.js.map