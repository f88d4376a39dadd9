import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Findings } from '../report.ts';
import { momentsIn, openDeadlines, spreadOver, toldWrongly, type Fired } from '../outages/deadlines.ts';
import type { StageProcess } from './stage-process.ts';

const MOMENTS = 24;
/** Room for the accidents to be taken, tickets opened and clocks started before the first is due. */
const LEAD_MS = 12_000;
const LATE_LIMIT_MS = 5_000;

export interface FrozenSpan {
  from: Date;
  to: Date;
  /** Whether it was stopped in the middle of a transaction, so that its row locks stay. */
  inTransaction: boolean;
}

/**
 * Half of the invented accidents warn, the others end their five hours, while a responder is frozen (SIGSTOP: its connections and locks
 * stay) and in the moments after it goes on.
 */
export async function freezeResponder(pool: Pool, responder: StageProcess, frozenMs: number): Promise<FrozenSpan> {
  const begin = new Date(Date.now() + LEAD_MS);
  const moments = spreadOver(begin, frozenMs * 1.1, MOMENTS);
  await openDeadlines(
    pool,
    moments.map((at, index) => ({ at, what: index % 2 === 0 ? ('due' as const) : ('warn' as const) })),
  );
  await pause(Math.max(0, begin.getTime() - TRIES_MS - Date.now()));
  const inTransaction = await freezeAtWork(pool, responder);
  const from = new Date();
  await pause(frozenMs);
  responder.thaw();
  return { from, to: new Date(), inTransaction };
}

const TRIES_MS = 5_000;
const SOON_MS = 150;

/** The worst moment is between two statements of a transaction; it is looked for a while, else any moment will do. */
async function freezeAtWork(pool: Pool, responder: StageProcess): Promise<boolean> {
  for (const until = Date.now() + TRIES_MS; ; await pause(Math.random() * 40)) {
    responder.freeze();
    const open = await openTransactions(pool);
    if (open.size > 0) {
      await pause(SOON_MS);
      // Those of running processes have ended or begun anew by then.
      const still = await openTransactions(pool);
      if ([...still].some((each) => open.has(each))) return true;
    }
    if (Date.now() > until) return false;
    responder.thaw();
  }
}

/** Of those that wait for their client and have written or locked something. */
async function openTransactions(pool: Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ one: string }>(
    `select pid || ' ' || xact_start as one from pg_stat_activity
      where state = 'idle in transaction' and datname = current_database() and backend_xid is not null`,
  );
  return new Set(rows.map(({ one }) => one));
}

/** By kind: how many moments fell into the frozen span, and how late the latest came out. */
export interface FrozenFacts {
  firings: Partial<Record<Fired['kind'], number>>;
  lateMs: number;
  inTransaction: boolean;
}

/** @param timed how late they came is judged as well: on a loaded machine a matter of the machine */
export async function judgeFrozen(pool: Pool, span: FrozenSpan, timed: boolean, found: Findings): Promise<FrozenFacts> {
  const moments = await momentsIn(pool, span.from, span.to);
  const firings: FrozenFacts['firings'] = {};
  for (const { kind } of moments) firings[kind] = (firings[kind] ?? 0) + 1;
  for (const kind of ['warn', 'due'] as const)
    found.expect(`no clock had a moment of kind ${kind} while a responder was frozen`, (firings[kind] ?? 0) > 0);
  found.expectNone(
    'planned while a responder was frozen, and never came out',
    moments.filter(({ fired }) => fired === null).map(tell),
  );
  found.expectNone(
    'planned while a responder was frozen, and came out early',
    moments.filter((moment) => lateOf(moment) < 0).map(tell),
  );
  found.expectNone('a moment told twice or not at all', await toldWrongly(pool));
  const late = moments.filter((moment) => lateOf(moment) > LATE_LIMIT_MS);
  if (timed) found.expectNone(`more than ${LATE_LIMIT_MS} ms late while a responder was frozen`, late.map(tell));
  return { firings, lateMs: Math.max(0, ...moments.map(lateOf)), inTransaction: span.inTransaction };
}

const lateOf = ({ planned, fired }: Fired): number => (fired === null ? 0 : fired.getTime() - planned.getTime());
const tell = ({ kind, planned, fired }: Fired): string =>
  `${kind} ${planned.toISOString()} → ${fired?.toISOString() ?? 'never'}`;
