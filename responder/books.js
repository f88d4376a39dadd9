import { loadCalendars } from "../config/calendars.js";
import { loadRulebook } from "../config/load.js";
import { clocksSchema } from "../config/schema/clocks.js";
import { limitAmount } from "../config/schema/clocks-check.js";
import { departmentsSchema } from "../config/schema/departments.js";
import { escalationSchema } from "../config/schema/escalation.js";
import { promotionSchema } from "../config/schema/promotion.js";
import { routingSchema } from "../config/schema/routing.js";
import { ticketRulesSchema } from "../config/schema/ticket-rules.js";
import { workCalendar } from "./deadlines/calendar.js";
import { unitsById } from "./tickets/permissions.js";
/** @throws AppError 'misconfigured' naming file and line. */
export function loadResponderBooks(configFolder) {
    const departments = loadRulebook(configFolder, 'departments', departmentsSchema);
    return {
        departments,
        units: unitsById(departments),
        clocks: loadRulebook(configFolder, 'clocks', clocksSchema),
        calendar: workCalendar(loadCalendars(configFolder), { assumeWeekdays: true }),
        promotion: loadRulebook(configFolder, 'promotion', promotionSchema),
        routing: loadRulebook(configFolder, 'routing', routingSchema),
        escalation: loadRulebook(configFolder, 'escalation', escalationSchema),
        ticketRules: loadRulebook(configFolder, 'ticket-rules', ticketRulesSchema),
    };
}
/** L-11: hours to watch after the last release before closing. */
export function observationHours(book, colour) {
    const rule = book.rules.find((one) => {
        if (one.role !== 'wait' || !one.clock || 'any' in one.applies)
            return false;
        return one.applies.colour === undefined || one.applies.colour.includes(colour ?? 'none');
    });
    return rule?.clock ? limitAmount(rule.clock.limit) / 60 : 0;
}
//# sourceMappingURL=books.js.map