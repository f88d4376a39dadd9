import { sql, type SqlBool } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { specOf } from '../deadlines/book.ts';
import { limitInWords } from '../deadlines/clock.ts';
import { STOP_TITLES } from '../deadlines/ticket-facts.ts';
import type { Clock } from '../tickets/ticket.ts';
import { clockView, type ClockView } from '../tickets/view.ts';
import {
  counted,
  cursorOf,
  iso,
  limitOf,
  pageOf,
  readCursor,
  type Page,
  type PageQuery,
  type QueryDeps,
} from './read.ts';
import { clockNotFound } from './ticket-detail.ts';
import { visibleTickets } from './visibility.ts';

/** How the due time came about, from the frozen copy. */
export interface ClockExplanation {
  clock: ClockView;
  limit: string;
  calendar: string;
  steps: { at: string | null; text: string }[];
  warnAt: string[];
  startedBecause: string;
  stoppedBecause: string | null;
  /** Known moments of the matter, the unused ones too. */
  times: { name: string; at: string; source: string }[];
  firings: { point: string; plannedAt: string; firedAt: string; silent: boolean }[];
  /** Earlier starts, when one was corrected. */
  startHistory: { at: string; source: string; dueAt: string; changedAt: string }[];
}

/** Running and overdue clocks, the one that ends first at the top, provisional ones included. */
export async function runningClocks(
  deps: QueryDeps,
  actor: Actor,
  query: PageQuery & { rule?: string | undefined } = {},
): Promise<Page<ClockView>> {
  const now = deps.time.now();
  const limit = limitOf(query);
  const after = readCursor(query.cursor);
  const rows = await deps.db
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .selectAll('c')
    .select('t.number')
    .where('c.state', 'in', ['running', 'overdue'])
    .where(visibleTickets(actor, deps.books.units).where)
    .where(counted(actor, query.origins))
    .$if(query.rule !== undefined, (q) => q.where('c.rule_id', '=', query.rule ?? ''))
    .$if(after !== null, (q) => q.where(sql<SqlBool>`(c.due_at, c.id) > (${after?.at}, ${after?.id}::uuid)`))
    .orderBy('c.due_at')
    .orderBy('c.id')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows,
    limit,
    now,
    (row) => clockView(row, row.number, deps.books, now),
    (row) => cursorOf(row.due_at, row.id),
  );
}

/** @throws AppError not_found */
export async function explainClock(deps: QueryDeps, actor: Actor, id: string): Promise<ClockExplanation> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw clockNotFound();
  const row = await deps.db
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .selectAll('c')
    .select('t.number')
    .where('c.id', '=', id)
    .where(visibleTickets(actor, deps.books.units).where)
    .executeTakeFirst();
  if (!row) throw clockNotFound();
  const firings = await deps.db
    .selectFrom('responder_clock_firings')
    .selectAll()
    .where('clock_id', '=', id)
    .orderBy('planned_at')
    .execute();
  return {
    clock: clockView(row, row.number, deps.books, deps.time.now()),
    ...fromFrozen(row),
    startedBecause: `${row.start_source}${row.explanation.provisionalWhy ? `；${row.explanation.provisionalWhy}` : ''}`,
    stoppedBecause: stoppedBecause(row),
    firings: firings.map((firing) => ({
      point: firing.point,
      plannedAt: toLocalIso(firing.planned_at),
      firedAt: toLocalIso(firing.fired_at),
      silent: firing.silent,
    })),
  };
}

const local = (text: string): string => toLocalIso(new Date(text));

function fromFrozen(clock: Clock) {
  const spec = specOf(clock.rule);
  return {
    limit: spec ? limitInWords(spec) : '',
    calendar: CALENDAR_TITLES[clock.calendar] ?? clock.calendar,
    steps: clock.explanation.steps.map((step) => ({
      at: local(step.at),
      text: step.counted ? step.text : `不计：${step.text}`,
    })),
    warnAt: [...new Set(clock.points.filter((point) => point.kind === 'warn').map((point) => local(point.at)))],
    times: clock.explanation.times.map((time) => ({ ...time, at: local(time.at) })),
    startHistory: clock.start_history.map((start) => ({
      ...start,
      at: local(start.at),
      dueAt: local(start.dueAt),
      changedAt: local(start.changedAt),
    })),
  };
}

function stoppedBecause(clock: Clock): string | null {
  if (clock.state === 'ended') return clock.ended_reason;
  if (clock.stopped_by === null) return null;
  const fact = STOP_TITLES[clock.stopped_by.fact as keyof typeof STOP_TITLES] ?? clock.stopped_by.fact;
  return `${fact}（${iso(clock.stopped_at)}，${clock.stopped_by.by.name}登记）`;
}

const CALENDAR_TITLES: Record<string, string> = {
  natural_hours: '自然小时',
  natural_days: '自然日',
  working_days: '工作日（含调休）',
  working_hours: '工作小时',
  duty_hours: '值班小时',
};
