import { z } from 'zod';
import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import { parseInput, reasonText } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { originOf, jurisdictionOf, type DutyDeps } from './duty-deps.ts';
import { checkPlanner } from './duty-permissions.ts';
import { isReplaced, presentShifts, shiftProblems, wantedOf } from './check-shifts.ts';
import type { Shift } from './roster.ts';
import { shiftsInput, type ShiftsInput } from './shift-input.ts';

/**
 * 排班 and 换班: all of the table or nothing. What has ended stays as it was; what is replaced is kept with who replaced it.
 * @throws AppError forbidden, invalid_input, precondition_failed naming the double booking
 */
export async function setShifts(
  { transact, books }: DutyDeps,
  raw: ShiftsInput,
  actor: Actor,
): Promise<{ set: number }> {
  const input = parseInput(shiftsInput, raw);
  checkPlanner(actor, input.unit);
  return transact(async (unit) => {
    // Two people planning at once take turns, so that neither books somebody twice.
    await sql`select pg_advisory_xact_lock(hashtext('responder.shifts'))`.execute(unit.tx);
    const rows = input.shifts.map((one) => rowOf(one, input, actor, unit.now, jurisdictionOf(books, input.unit)));
    const wanted = wantedOf(input);
    if (input.replace) await endMet(unit, input.unit, wanted, actor);
    const present = await presentShifts(unit.tx, originOf(actor), unit.now);
    refuseProblems(shiftProblems(wanted, present, unit.now, (id) => unitName(books.units, id)));
    await unit.tx.insertInto('responder_shifts').values(rows).execute();
    const detail = { unit: input.unit, shifts: rows.length, replace: input.replace, reason: input.reason ?? null };
    unit.audit({ actor, action: 'duty.set-shifts', subject: { kind: 'roster', id: input.unit }, detail });
    return { set: rows.length };
  });
}

/** @throws AppError precondition_failed naming the first shift that cannot be planned */
function refuseProblems(problems: readonly (string | null)[]): void {
  const at = problems.findIndex((problem) => problem !== null);
  if (at < 0) return;
  const which = problems.length === 1 ? '' : `第${at + 1}个班次：`;
  throw new AppError('precondition_failed', `${which}${problems[at]}`, { problems });
}

function rowOf(
  one: z.output<typeof shiftsInput>['shifts'][number],
  { unit, reason }: z.output<typeof shiftsInput>,
  actor: Actor,
  now: Date,
  jurisdiction: string,
) {
  return {
    ...{ id: uuidv7(now), origin: originOf(actor), jurisdiction, unit },
    ...{ from_at: new Date(one.from), to_at: new Date(one.to), officers: json(one.officers) },
    leader: one.leader === null ? null : json(one.leader),
    ...{ set_at: now, set_by: json(personOf(actor)), reason: reason ?? null },
  };
}

async function endMet(
  unit: UnitOfWork<ResponderTables>,
  of: string,
  wanted: readonly Shift[],
  actor: Actor,
): Promise<void> {
  const present = await presentShifts(unit.tx, originOf(actor), unit.now);
  const met = present.filter((one) => isReplaced(one, of, wanted));
  if (met.length === 0) return;
  await unit.tx
    .updateTable('responder_shifts')
    .set({ ended_at: unit.now, ended_by: json(personOf(actor)) })
    .where(
      'id',
      'in',
      met.map(({ id }) => id),
    )
    .execute();
}

export const removeShiftInput = z.strictObject({ id: z.uuid(), reason: reasonText });

/** 撤销班次, before it is over. */
export async function removeShift(
  { transact }: DutyDeps,
  raw: z.input<typeof removeShiftInput>,
  actor: Actor,
): Promise<void> {
  const input = parseInput(removeShiftInput, raw);
  await transact(async (unit) => {
    const row = await unit.tx
      .selectFrom('responder_shifts')
      .selectAll()
      .where('id', '=', input.id)
      .where('origin', '=', originOf(actor))
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('not_found', '没有这个班次');
    checkPlanner(actor, row.unit);
    if (row.ended_at !== null) throw new AppError('conflict', `该班次已由${row.ended_by?.name ?? '他人'}更改，请刷新`);
    if (row.to_at <= unit.now) throw new AppError('precondition_failed', '已结束的班次不能撤销');
    await unit.tx
      .updateTable('responder_shifts')
      .set({ ended_at: unit.now, ended_by: json(personOf(actor)) })
      .where('id', '=', row.id)
      .execute();
    const detail = { unit: row.unit, reason: input.reason };
    unit.audit({ actor, action: 'duty.remove-shift', subject: { kind: 'roster', id: row.unit }, detail });
  });
}
