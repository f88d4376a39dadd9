import { AppError } from "../../platform/runtime/errors.js";
import { toLocalIso } from "../../platform/runtime/local-time.js";
import { dayOf, formatDay } from "./calendar.js";
/** No clock walks further than this many days: a broken calendar must not hang the sweep. */
const HORIZON_DAYS = 4000;
export function step(at, counted, n, why) {
    return { at, day: formatDay(dayOf(at)), counted, n, why };
}
/** Looks at days, remembers the explanation and whether a day was only assumed. */
export class Walk {
    steps = [];
    uncalibrated = false;
    #work;
    constructor(work) {
        this.#work = work;
    }
    look(day) {
        const found = this.#work.day(day);
        if (!found.known)
            this.uncalibrated = true;
        return found;
    }
    note(at, counted, n, why) {
        this.steps.push(step(at, counted, counted || n === 0 ? n : null, why));
    }
    guard(days) {
        if (days > HORIZON_DAYS)
            throw new AppError('misconfigured', '时限在十年内不会到期，请检查值班表、日历或停计记录');
    }
}
/** The explanation as Chinese lines for a screen or a terminal. */
export function explain(steps) {
    return steps.map((row) => {
        const at = toLocalIso(row.at).slice(0, 16).replace('T', ' ');
        return `${at.endsWith('00:00') ? at.slice(0, 10) : at}  ${row.counted ? (row.n ?? '—') : '不计'}  ${row.why}`;
    });
}
//# sourceMappingURL=explain.js.map