import { sql } from 'kysely';
import { lagsOf, median } from "./lags.js";
import { cursorOf, limitOf, ofOrigins, pageOf, readCursor } from "./read.js";
import { visibleTickets } from "./visibility.js";
/** Numbers of the overview, over the tickets this person may see. */
export async function ticketCounters(deps, actor, origins) {
    const now = deps.time.now();
    const live = sql `select 1 from responder_clocks c where c.ticket_id = t.id and c.state in ('running', 'overdue')`;
    const row = await deps.db
        .selectFrom('responder_tickets as t')
        .where(visibleTickets(actor, deps.books.units).where)
        .where('t.state', 'not in', ['closed', 'archived'])
        .where(ofOrigins('t', origins))
        .select([
        sql `count(*)`.as('openTickets'),
        sql `count(*) filter (where exists (${live} and c.due_at <= ${now}))`.as('overdueTickets'),
        sql `coalesce(sum((select count(*) from responder_clocks c
        where c.ticket_id = t.id and c.state in ('running', 'overdue') and c.provisional)), 0)::bigint`.as('provisionalClocks'),
        sql `count(*) filter (where t.judged_at is null or t.rejudge_due)`.as('toJudge'),
        sql `count(*) filter (where t.state = 'dispatched')`.as('toAccept'),
        sql `count(*) filter (where t.needs_second or exists (select 1 from responder_releases r
        where r.ticket_id = t.id and r.kind = 'conference' and r.state = 'held' and r.confirmed_at is null))`.as('toConfirm'),
    ])
        .executeTakeFirstOrThrow();
    return row;
}
/** Medians in seconds over the tickets of the last 30 days (live lags count as they stand); 补录 is left out. */
export async function lagSummary(deps, actor, days = 30, origins) {
    const now = deps.time.now();
    const rows = await deps.db
        .selectFrom('responder_tickets as t')
        .selectAll('t')
        .where(visibleTickets(actor, deps.books.units).where)
        .where(ofOrigins('t', origins))
        .where('t.opened_at', '>=', new Date(now.getTime() - days * 86_400_000))
        .orderBy('t.opened_at', 'desc')
        .limit(2000)
        .execute();
    const lags = rows.map((row) => lagsOf(row, now)).filter((lag) => !lag.backfilled);
    const of = (name) => median(lags.flatMap((lag) => (lag[name].seconds === null ? [] : [lag[name].seconds])));
    return { detection: of('detection'), judgement: of('judgement'), disposal: of('disposal'), tickets: lags.length };
}
/** One row a ticket, newest first, so that a median can be opened. */
export async function lagRows(deps, actor, query = {}) {
    const now = deps.time.now();
    const limit = limitOf(query);
    const after = readCursor(query.cursor);
    const rows = await deps.db
        .selectFrom('responder_tickets as t')
        .selectAll('t')
        .where(visibleTickets(actor, deps.books.units).where)
        .where(ofOrigins('t', query.origins))
        .$if(after !== null, (q) => q.where(sql `(t.opened_at, t.id) < (${after?.at}, ${after?.id}::uuid)`))
        .orderBy('t.opened_at', 'desc')
        .orderBy('t.id', 'desc')
        .limit(limit + 1)
        .execute();
    return pageOf(rows, limit, now, (row) => ({ ticketId: row.id, number: row.number, title: row.title, lags: lagsOf(row, now) }), (row) => cursorOf(row.opened_at, row.id));
}
//# sourceMappingURL=overview.js.map