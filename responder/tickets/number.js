import { localDay } from "../../platform/runtime/local-time.js";
const PREFIX = { live: '舆交', demo: '演交', drill: '练交' };
/** 舆交〔2026〕18号; origins never share a series. */
export const ticketNumber = (origin, year, sequence) => `${PREFIX[origin]}〔${year}〕${sequence}号`;
/** Takes the next number under the counter's row lock, so a rolled-back ticket leaves no gap. The year is the local one of `now`. */
export async function takeNumber(tx, origin, jurisdiction, now) {
    const year = Number(localDay(now).slice(0, 4));
    const { last } = await tx
        .insertInto('responder_counters')
        .values({ origin, jurisdiction, year, last: 1 })
        .onConflict((conflict) => conflict
        .columns(['origin', 'jurisdiction', 'year'])
        .doUpdateSet((eb) => ({ last: eb('responder_counters.last', '+', 1) })))
        .returning('last')
        .executeTakeFirstOrThrow();
    return { number: ticketNumber(origin, year, last), year };
}
//# sourceMappingURL=number.js.map