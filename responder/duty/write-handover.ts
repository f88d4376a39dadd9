import { sql } from 'kysely';
import { z } from 'zod';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import { shiftStart } from '../notifications/timing.ts';
import { json, personOf, type Person, type ResponderTables } from '../tables.ts';
import { parseInput } from '../tickets/act.ts';
import { originOf, jurisdictionOf, type DutyDeps } from './duty-deps.ts';
import { checkOnDuty } from './duty-permissions.ts';
import { handoverLines } from './handover-lines.ts';
import { shiftAt, type Shift, type Span } from './roster.ts';
import { rosters } from './shifts.ts';

const MINUTE_MS = 60_000;
const LEAST_AHEAD_MS = 8 * 60 * MINUTE_MS;

export const writeHandoverInput = z.strictObject({ unit: z.string().min(1) });

/** On demand: the sheet of the shift that runs now (of the usual hours where no roster is kept). @returns its id */
export async function writeHandover(
  deps: DutyDeps,
  raw: z.input<typeof writeHandoverInput>,
  actor: Actor,
): Promise<{ id: string }> {
  const { unit: of } = parseInput(writeHandoverInput, raw);
  checkOnDuty(actor, of);
  const sources = await deps.deadSources();
  return deps.transact(async (unit) => {
    const shifts = (await rosters(unit.tx, originOf(actor), unit.now, [of])).get(of) ?? [];
    const shift = shiftAt(shifts, unit.now);
    const from = shift?.from ?? shiftStart(unit.now, deps.books.notifications.budget.shifts);
    await refuseSecond(unit, originOf(actor), of);
    const sheet = { origin: originOf(actor), unit: of, shift, from, to: unit.now, shifts };
    const id = await insertSheet(unit, deps, sheet, personOf(actor), sources);
    if (id === null) throw new AppError('conflict', '此刻的交接班单已经生成');
    unit.audit({ actor, action: 'duty.write-handover', subject: { kind: 'handover', id }, detail: { unit: of } });
    return { id };
  });
}

/** Two presses, or two people at the end of one shift, want one sheet. */
const JUST_MADE_MS = 5 * MINUTE_MS;

/** @throws AppError conflict naming who made the sheet that is there */
async function refuseSecond(unit: UnitOfWork<ResponderTables>, origin: Origin, of: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('responder.handover.' || ${of}))`.execute(unit.tx);
  const made = await unit.tx
    .selectFrom('responder_handovers')
    .select(['id', 'made_by', 'made_at'])
    .where('unit', '=', of)
    .where('origin', '=', origin)
    .where('made_at', '>', new Date(unit.now.getTime() - JUST_MADE_MS))
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (made === undefined) return;
  const current = { id: made.id, by: made.made_by.name, at: toLocalIso(made.made_at) };
  throw new AppError('conflict', `${current.by} 已于 ${spokenTime(made.made_at)} 生成交接班单，请在该单上办理`, {
    current,
  });
}

export interface Sheet {
  origin: Origin;
  unit: string;
  shift: Shift | null;
  from: Date;
  to: Date;
  /** The unit's roster, to find the next shift. */
  shifts: readonly Shift[];
}

/** @returns null when this sheet is there already. */
export async function insertSheet(
  unit: UnitOfWork<ResponderTables>,
  { books }: Pick<DutyDeps, 'books'>,
  { origin, unit: of, shift, from, to, shifts }: Sheet,
  by: Person,
  deadSources: readonly string[],
): Promise<string | null> {
  const nextTo = endOfNext(shifts, { from, to });
  const isLead = books.units.get(of)?.kind === 'lead_body';
  const scope = { tx: unit.tx, books, origin, unit: of, isLead, from, to, nextTo, now: unit.now, deadSources };
  const lines = await handoverLines(scope);
  const row = await unit.tx
    .insertInto('responder_handovers')
    .values({
      ...{
        id: uuidv7(unit.now),
        origin,
        jurisdiction: jurisdictionOf(books, of),
        unit: of,
        shift_id: shift?.id ?? null,
      },
      ...{ from_at: from, to_at: to, next_to: nextTo, made_at: unit.now, made_by: json(by), lines: json(lines) },
      decisions: await decisionsOf(unit, origin, of, { from, to }),
      sign_due_at: new Date(unit.now.getTime() + limitAmount(books.escalation.duty.signWithin) * MINUTE_MS),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The end of the next planned shift; without one as long again as the last. */
function endOfNext(shifts: readonly Shift[], { from, to }: Span): Date {
  const next = shifts.filter((one) => one.to > to).sort((a, b) => a.to.getTime() - b.to.getTime());
  const following = next.find((one) => one.from >= to) ?? null;
  if (following !== null) return following.to;
  return new Date(to.getTime() + Math.max(to.getTime() - from.getTime(), LEAST_AHEAD_MS));
}

/** 本班需处置: different matters the duty desk was asked to look at. */
async function decisionsOf(
  unit: UnitOfWork<ResponderTables>,
  origin: Origin,
  of: string,
  { from, to }: Span,
): Promise<number> {
  const posts = ['duty_officer', 'duty_leader', 'handler', 'unit_head'].map((role) => `${role}@${of}`);
  const { count } = await unit.tx
    .selectFrom('responder_notifications')
    .select(sql<number>`count(distinct coalesce(ticket_id, event_id, warning_id, id))`.as('count'))
    .where('recipient', 'in', [...posts, 'duty_officer@*', 'duty_leader@*'])
    .where('origin', '=', origin)
    .where('lane', 'in', ['now', 'shift'])
    .where(sql<boolean>`matter is distinct from 'handover'`)
    .where('at', '>=', from)
    .where('at', '<', to)
    .executeTakeFirstOrThrow();
  return count;
}
