import { sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import { parseInput, reasonText } from '../tickets/act.ts';
import { jurisdictionOf, originOf, type DutyDeps } from './duty-deps.ts';
import { checkDutyKeeper } from './duty-permissions.ts';

export const changeDutyInput = z.strictObject({
  topic: z.string().min(1),
  /** Only matters that name this word; absent = the whole topic. */
  keyword: z.string().trim().max(30).default(''),
  /** Null takes the line away: the rulebooks hold again. */
  unit: z.string().min(1).nullable(),
  reason: reasonText,
});

/**
 * 修改职责表: new tickets follow it from now on, old ones keep theirs. The line before stays as history.
 * @throws AppError forbidden, invalid_input, not_found
 */
export async function changeDuty(
  { transact, books }: DutyDeps,
  raw: z.input<typeof changeDutyInput>,
  actor: Actor,
): Promise<void> {
  const input = parseInput(changeDutyInput, raw);
  checkDutyKeeper(actor, books.units);
  if (!books.topicNames.has(input.topic)) throw new AppError('invalid_input', `没有这个主题：${input.topic}`);
  if (input.unit !== null && !books.units.has(input.unit))
    throw new AppError('invalid_input', `没有编号为“${input.unit}”的单位`);
  await transact(async (unit) => {
    await sql`select pg_advisory_xact_lock(hashtext('responder.duty-table'))`.execute(unit.tx);
    const ended = await endRow(unit, input, actor);
    if (input.unit === null && !ended) throw new AppError('not_found', '职责表中没有这一条');
    if (input.unit !== null)
      await unit.tx
        .insertInto('responder_duty_rows')
        .values({
          ...{ id: uuidv7(unit.now), origin: originOf(actor), jurisdiction: jurisdictionOf(books, actor.unitId ?? '') },
          ...{ topic: input.topic, keyword: input.keyword, unit: input.unit, valid_from: unit.now },
          ...{ set_by: json(personOf(actor)), reason: input.reason },
        })
        .execute();
    const subject = { kind: 'duty-table', id: [input.topic, input.keyword].filter(Boolean).join('/') };
    unit.audit({ actor, action: 'duty.change-table', subject, detail: { unit: input.unit, reason: input.reason } });
  });
}

async function endRow(
  unit: UnitOfWork<ResponderTables>,
  { topic, keyword, reason }: z.output<typeof changeDutyInput>,
  actor: Actor,
): Promise<boolean> {
  const { numUpdatedRows } = await unit.tx
    .updateTable('responder_duty_rows')
    .set({ ended_at: unit.now, ended_by: json(personOf(actor)), ended_why: reason })
    .where('origin', '=', originOf(actor))
    .where('topic', '=', topic)
    .where('keyword', '=', keyword)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
