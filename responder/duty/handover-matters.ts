import { unitName } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { nameOf } from '../tickets/ticket.ts';
import { line, ofOneMatter, openTickets, type Provider, type SheetScope, type SheetLine } from './handover-scope.ts';

/** Matters a sheet hands over, and where they stand. */

export const graveMatters: Provider = async (scope) => {
  const rows = await openTickets(scope)
    .selectAll('t')
    .where('t.colour', 'in', ['red', 'orange'])
    .orderBy('t.colour', 'desc')
    .orderBy('t.opened_at')
    .execute();
  const word = { red: '红色', orange: '橙色' } as Record<string, string>;
  return rows.map((one) => {
    const with_ = one.lead_unit === null ? '尚未交办' : `由${unitName(scope.books.units, one.lead_unit)}办理`;
    return line('grave', one.id, `${nameOf(one)}${word[one.colour ?? ''] ?? ''}，${with_}`, one.id);
  });
};
interface Deadline {
  id: string;
  ticket_id: string;
  clock: string;
  due_at: Date;
  provisional: boolean;
  number: string;
  title: string;
}
const deadlines = async (scope: SheetScope): Promise<Deadline[]> => {
  let query = openTickets(scope)
    .innerJoin('responder_clocks as c', 'c.ticket_id', 't.id')
    .select(['c.id', 'c.ticket_id', 'c.title as clock', 'c.due_at', 'c.provisional', 't.number', 't.title'])
    .where('c.state', 'in', ['running', 'overdue'])
    .where('c.paused_at', 'is', null)
    .where('c.due_at', '<=', scope.nextTo)
    .orderBy('c.due_at');
  if (!scope.isLead) query = query.where('c.owner_unit', '=', scope.unit);
  return query.execute();
};

/** One line a matter, however many of its deadlines: the reader ticks matters. The matter whose deadline comes first stands first. */
const byMatter = (kind: 'overdue' | 'deadline', rows: Deadline[], ending: string): SheetLine[] =>
  ofOneMatter(rows, (row) => row.ticket_id).map(([ticketId, clocks]) => {
    const each = clocks.map((row) => `“${row.clock}”${row.provisional ? '（暂计）' : ''}${spokenTime(row.due_at)}`);
    return line(kind, ticketId, `${nameOf(clocks[0])}${each.join('、')}${ending}`, ticketId);
  });

/** Missed already: what the next shift has first. */
export const overdueDeadlines: Provider = async (scope) => {
  const missed = (await deadlines(scope)).filter((row) => row.due_at <= scope.now);
  return byMatter('overdue', missed, '已超时');
};
export const nextDeadlines: Provider = async (scope) => {
  const coming = (await deadlines(scope)).filter((row) => row.due_at > scope.now);
  return byMatter('deadline', coming, '到期');
};

export const unsigned: Provider = async (scope) => {
  const rows = await openTickets(scope)
    .innerJoin('responder_assignments as a', 'a.ticket_id', 't.id')
    .select(['t.id', 't.number', 't.title', 'a.unit', 'a.received_at'])
    .where('a.left_at', 'is', null)
    .where('a.accepted_at', 'is', null)
    .orderBy('a.received_at')
    .execute();
  return rows.map((one) => {
    const since = `${spokenTime(one.received_at)}交办`;
    return line('unsigned', one.id, `${nameOf(one)}${since}，${unitName(scope.books.units, one.unit)}尚未签收`, one.id);
  });
};
export const unjudged: Provider = async (scope) => {
  if (!scope.isLead) return [];
  const rows = await openTickets(scope)
    .selectAll('t')
    .where(({ or, eb }) =>
      or([eb('t.judged_at', 'is', null), eb('t.rejudge_due', '=', true), eb('t.needs_second', '=', true)]),
    )
    .orderBy('t.opened_at')
    .execute();
  return rows.map((one) => {
    const what = one.judged_at === null ? '待研判' : one.rejudge_due ? '须重新研判' : '待第二人确认';
    return line('unjudged', one.id, `${nameOf(one)}${what}`, one.id);
  });
};
/** Taken up again after they were closed. Some have no deadline left: without a line here nobody would have them. */
export const reopenedMatters: Provider = async (scope) => {
  const rows = await openTickets(scope).selectAll('t').where('t.reopened_count', '>', 0).orderBy('t.number').execute();
  return rows.map((one) => line('reopened', one.id, `${nameOf(one)}办结后重启，仍在办理`, one.id));
};
