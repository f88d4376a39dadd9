import { sql, type Kysely } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import { ALL_ORIGINS } from './sweep.ts';

export interface WatchdogReport {
  state: 'ok' | 'warn' | 'bad';
  /** Chinese sentence for the tooltip. */
  why: string;
  /** Open tickets without a valid next moment. */
  stranded: string[];
  /** Moments that should have come out and have not. */
  late: number;
}

/** Moments may wait this long for the sweep before the light turns. */
const LATE_MS = 10_000;

/**
 * The light over the deadline engine: every open ticket has a valid next moment (a running clock that will fire, a review time, a missed
 * duty still open), and nothing waits to come out. A dead sweep or a lost clock is seen here, not by the citizens.
 */
export async function watchdog(
  db: Kysely<ResponderTables>,
  now: Date,
  origins: readonly Origin[] = ALL_ORIGINS,
): Promise<WatchdogReport> {
  const stranded = await db
    .selectFrom('responder_tickets as t')
    .select('t.number')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.history', '=', false)
    .where('t.origin', 'in', [...origins])
    .where('t.review_at', 'is', null)
    .where('t.rejudge_due', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('responder_clocks as c')
            .select(sql`1`.as('one'))
            .whereRef('c.ticket_id', '=', 't.id')
            .where('c.state', 'in', ['running', 'overdue']),
        ),
      ),
    )
    .orderBy('t.opened_at')
    .limit(50)
    .execute();
  const late = await lateMoments(db, new Date(now.getTime() - LATE_MS), origins);
  const numbers = stranded.map((row) => row.number);
  if (late > 0) return { state: 'bad', why: `${late} 个时限节点到时未触发`, stranded: numbers, late };
  if (numbers.length > 0)
    return { state: 'warn', why: `${numbers.length} 个在办工单没有下一时间节点`, stranded: numbers, late };
  return { state: 'ok', why: '所有在办工单都有下一时间节点', stranded: [], late };
}

/** Moments of clocks and of those told in turn that nobody swept. */
async function lateMoments(db: Kysely<ResponderTables>, before: Date, origins: readonly Origin[]): Promise<number> {
  const { rows } = await sql<{ late: number }>`
    select (select count(*) from responder_clocks where next_fire_at < ${before} and origin = any(${[...origins]}))
      + (select count(*) from responder_chains where next_at < ${before} and origin = any(${[...origins]})) as late`.execute(
    db,
  );
  return rows[0]?.late ?? 0;
}
