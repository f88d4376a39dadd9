import { sql, type SqlBool, type Expression } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { accuses } from '../queries/visibility.ts';
import { unitName } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { nameOf, type Tx } from '../tickets/ticket.ts';
import type { HandoverLine, LineKind } from './tables.ts';

/** What a sheet is about: one unit, the shift that ends, and until when the next one lasts. */
export interface SheetScope {
  tx: Tx;
  books: ResponderBooks;
  origin: Origin;
  unit: string;
  /** A lead body hands over every matter but what accuses it, a department its own. */
  isLead: boolean;
  from: Date;
  to: Date;
  nextTo: Date;
  now: Date;
  deadSources: readonly string[];
}
export type SheetLine = Omit<HandoverLine, 'tick'>;
type Provider = (scope: SheetScope) => Promise<SheetLine[]>;

const line = (kind: LineKind, key: string, text: string, ticketId: string | null = null): SheetLine => ({
  ...{ id: `${kind}:${key}`, kind, text, ticketId },
});

const inScope = ({ isLead, unit }: SheetScope): Expression<SqlBool> =>
  isLead
    ? sql<SqlBool>`not ${accuses(unit)}`
    : sql<SqlBool>`(t.lead_unit = ${unit} or t.co_units @> array[${unit}]::text[])`;

const openTickets = (scope: SheetScope) =>
  scope.tx
    .selectFrom('responder_tickets as t')
    .where('t.origin', '=', scope.origin)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(inScope(scope));

const graveMatters: Provider = async (scope) => {
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

/** Also those that are overdue already: the next shift has them first. */
const nextDeadlines: Provider = async (scope) => {
  let query = openTickets(scope)
    .innerJoin('responder_clocks as c', 'c.ticket_id', 't.id')
    .select(['c.id', 'c.ticket_id', 'c.title as clock', 'c.due_at', 'c.provisional', 't.number', 't.title'])
    .where('c.state', 'in', ['running', 'overdue'])
    .where('c.paused_at', 'is', null)
    .where('c.due_at', '<=', scope.nextTo)
    .orderBy('c.due_at');
  if (!scope.isLead) query = query.where('c.owner_unit', '=', scope.unit);
  return (await query.execute()).map((one) => {
    const when = one.due_at <= scope.now ? '已超时' : '到期';
    const mark = one.provisional ? '（暂计）' : '';
    return line(
      'deadline',
      one.id,
      `${nameOf(one)}“${one.clock}”${mark}${spokenTime(one.due_at)}${when}`,
      one.ticket_id,
    );
  });
};

const unsigned: Provider = async (scope) => {
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

const unjudged: Provider = async (scope) => {
  if (!scope.isLead) return [];
  const rows = await openTickets(scope)
    .selectAll('t')
    .where(({ or, eb }) =>
      or([eb('t.judged_at', 'is', null), eb('t.rejudge_due', '=', true), eb('t.needs_second', '=', true)]),
    )
    .orderBy('t.opened_at')
    .execute();
  return rows.map((one) => {
    const what = one.judged_at === null ? '待研判' : one.rejudge_due ? '须重新研判' : '待第二人复核';
    return line('unjudged', one.id, `${nameOf(one)}${what}`, one.id);
  });
};

/** Notices that wait for the morning or a bundle, and those that never arrived. */
const heldNotices: Provider = async ({ tx, isLead, origin, from, now }) => {
  if (!isLead) return [];
  const { waiting, lost } = await tx
    .selectFrom('responder_deliveries')
    .where('origin', '=', origin)
    .select([
      sql<number>`count(*) filter (where state = 'waiting' and due_at > ${now})`.as('waiting'),
      sql<number>`count(*) filter (where state = 'given_up' and tried_at >= ${from})`.as('lost'),
    ])
    .executeTakeFirstOrThrow();
  return [
    ...(waiting > 0 ? [line('held', 'waiting', `${waiting} 条通知暂缓发出（夜间静默或合并发送）`)] : []),
    ...(lost > 0 ? [line('held', 'lost', `${lost} 条通知未能送达，须电话告知`)] : []),
  ];
};

const deadSources: Provider = ({ isLead, deadSources: names }) =>
  Promise.resolve(isLead ? names.map((name) => line('source', name, `“${name}”采集中断`)) : []);

/** 口头批示 that nobody has signed for yet. What it says stays with those who may read it. */
const oralOrders: Provider = async (scope) => {
  if (!scope.isLead) return [];
  const rows = await openTickets(scope)
    .innerJoin('responder_instructions as i', 'i.ticket_id', 't.id')
    .leftJoin('responder_instruction_countersigns as s', 's.instruction_id', 'i.id')
    .select(['i.id', 'i.ticket_id', 'i.instructed_at', 't.number', 't.title'])
    .where('i.manner', '=', 'oral')
    .where('s.instruction_id', 'is', null)
    .orderBy('i.instructed_at')
    .execute();
  return rows.map((one) =>
    line('oral', one.id, `${nameOf(one)}${spokenTime(one.instructed_at)}口头批示待补签`, one.ticket_id),
  );
};

/** What a sheet lists, in order. Another room adds its open matters as one more line here. */
const PROVIDERS: readonly Provider[] = [
  graveMatters,
  nextDeadlines,
  unsigned,
  unjudged,
  heldNotices,
  deadSources,
  oralOrders,
];

export async function handoverLines(scope: SheetScope): Promise<HandoverLine[]> {
  const lines: HandoverLine[] = [];
  for (const provide of PROVIDERS) lines.push(...(await provide(scope)).map((one) => ({ ...one, tick: null })));
  return lines;
}
