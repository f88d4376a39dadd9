import { limitAmount } from "../../config/schema/clocks-check.js";
import { MINUTE_MS } from "./calendar.js";
/** 倒排 (rules.md §6, P): internal milestones of every public clock that is open, earliest first. None ends after its public deadline. */
export function backwardPlan(book, open) {
    return open
        .filter((plan) => plan.role === 'public')
        .flatMap((plan) => book.backward
        .filter((row) => row.rule === plan.ruleId)
        .map((row) => ({
        id: row.id,
        ruleId: plan.ruleId,
        title: row.title,
        at: new Date(Math.min(plan.start.at.getTime() + limitAmount(row.at) * MINUTE_MS, plan.due.getTime())),
        provisional: plan.provisional,
    })))
        .sort((a, b) => a.at.getTime() - b.at.getTime());
}
/** The public clock that ends first; what every internal clock is laid back from. */
export function earliestPublic(open) {
    return open.filter((plan) => plan.role === 'public').sort((a, b) => a.due.getTime() - b.due.getTime())[0] ?? null;
}
//# sourceMappingURL=backward.js.map