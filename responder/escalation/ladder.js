import { limitAmount } from "../../config/schema/clocks-check.js";
import { minutesOfClock } from "../deadlines/book.js";
import { MINUTE_MS, dayOf, instantOf } from "../deadlines/calendar.js";
/** L-10: what happens when after a missed due time, in order. Drafts only; a person issues them. */
export function ladder(book, colour, due, work) {
    const rungs = colour === 'red' || colour === 'orange' ? book.ladders[colour] : book.ladders.others;
    return rungs
        .map(({ id, action, notify, ...when }) => ({ id, action, notify, at: momentOf(when, due, work) }))
        .sort((a, b) => a.at.getTime() - b.at.getTime());
}
function momentOf(when, due, work) {
    if (when.after !== undefined)
        return new Date(due.getTime() + limitAmount(when.after) * MINUTE_MS);
    let day = dayOf(due);
    for (let left = when.working_days ?? 1; left > 0;)
        if (work.day((day += 1)).working)
            left -= 1;
    return instantOf(day, minutesOfClock(when.at ?? '09:00'));
}
//# sourceMappingURL=ladder.js.map