import { z } from 'zod';
import { sql } from 'kysely';
import { instant } from '../../ingest/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import { parseInput, reasonText } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { originOf, jurisdictionOf, type DutyDeps } from './duty-deps.ts';
import { checkPlanner } from './duty-permissions.ts';
import { doubleBooked, type Double, type Shift } from './roster.ts';
import { shiftOf } from './shifts.ts';

const person = z.strictObject({ id: z.string().min(1), name: z.string().min(1), unitId: z.string().nullable() });
const shift = z
  .strictObject({ from: instant, to: instant, leader: person.nullable(), officers: z.array(person).max(20) })
  .refine(({ leader, officers }) => leader !== null || officers.length > 0, '班次须有带班领导或值班员')
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), '班次的止须晚于起')
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 72 * 3_600_000, '一个班次最长72小时');
export const shiftsInput = z.strictObject({
  unit: z.string().min(1),
  shifts: z.array(shift).min(1, '值班表为空').max(400),
  /** Takes the place of what was planned for these times; otherwise meeting an existing shift is refused. */
  replace: z.boolean().default(false),
  reason: reasonText.optional(),
});
export type ShiftsInput = z.input<typeof shiftsInput>;

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
    if (rows.some(({ to_at }) => to_at <= unit.now))
      throw new AppError('precondition_failed', '已结束的班次不能再安排');
    const wanted = rows.map(({ id, from_at, to_at }, index): Shift => {
      const { leader, officers } = input.shifts[index]!;
      return { id, unit: input.unit, from: from_at, to: to_at, leader, officers };
    });
    if (input.replace) await endMet(unit, input.unit, wanted, actor);
    refuseDouble(doubleBooked(wanted, await presentShifts(unit, originOf(actor))), (id) => unitName(books.units, id));
    await unit.tx.insertInto('responder_shifts').values(rows).execute();
    const detail = { unit: input.unit, shifts: rows.length, replace: input.replace, reason: input.reason ?? null };
    unit.audit({ actor, action: 'duty.set-shifts', subject: { kind: 'roster', id: input.unit }, detail });
    return { set: rows.length };
  });
}

function rowOf(
  one: z.output<typeof shift>,
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

const presentShifts = async (
  unit: UnitOfWork<ResponderTables>,
  origin: ReturnType<typeof originOf>,
): Promise<Shift[]> => {
  const rows = await unit.tx
    .selectFrom('responder_shifts')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('origin', '=', origin)
    .where('to_at', '>', unit.now)
    .execute();
  return rows.map(shiftOf);
};

async function endMet(
  unit: UnitOfWork<ResponderTables>,
  of: string,
  wanted: readonly Shift[],
  actor: Actor,
): Promise<void> {
  const present = (await presentShifts(unit, originOf(actor))).filter((one) => one.unit === of);
  const met = present.filter((one) => wanted.some(({ from, to }) => from < one.to && one.from < to));
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

function refuseDouble(double: Double | null, name: (unit: string) => string): void {
  if (double === null) return;
  const { shift: one, other, person: whom } = double;
  const when = `${spokenTime(one.from)}至${spokenTime(one.to)}`;
  const there = `${spokenTime(other.from)}至${spokenTime(other.to)}`;
  throw new AppError(
    'precondition_failed',
    whom === null
      ? `${name(one.unit)}${when}与已排的班次（${there}）重叠；如要替换，请选择“替换原班次”`
      : `${whom.name}${when}已在${name(other.unit)}值班（${there}），不能重复排班`,
  );
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
