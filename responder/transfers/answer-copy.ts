import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { isUnitStaff } from '../papers/unit-staff.ts';
import { writeAside } from '../papers/write-aside.ts';
import { json, personOf } from '../tables.ts';
import { parseInput, type VerbDeps } from '../tickets/act.ts';
import { unitName, whyForeign } from '../tickets/permissions.ts';
import { lockTicket } from '../tickets/ticket.ts';

export const answerCopyInput = z.strictObject({
  version: z.number().int().positive(),
  /** Left out = 已阅. */
  feedback: z.string().trim().min(5, '请写明反馈情况').max(5000).optional(),
});
export type AnswerCopyInput = z.input<typeof answerCopyInput>;

/** 已阅 or 反馈 by the unit a 抄告单 was sent to. @throws AppError not_found, forbidden, precondition_failed, conflict. */
export async function answerCopy(deps: VerbDeps, id: string, raw: AnswerCopyInput, actor: Actor): Promise<void> {
  const { version, feedback } = parseInput(answerCopyInput, raw);
  await deps.transact(async (unit) => {
    const { tx, now } = unit;
    const row = await tx
      .selectFrom('responder_transfers')
      .selectAll()
      .where('id', '=', id)
      .where('kind', '=', 'copy')
      .executeTakeFirst();
    if (!row || !isUnitStaff(actor, row.to_unit)) throw new AppError('not_found', '没有这份抄告单');
    const foreign = whyForeign(actor, row.origin);
    if (foreign !== null) throw new AppError('forbidden', foreign);
    const ticket = await lockTicket(tx, row.ticket_id);
    const by = json(personOf(actor));
    const done = await tx
      .updateTable('responder_transfers')
      .set({
        version: version + 1,
        state: feedback === undefined ? 'read' : 'answered',
        ...(row.read_at === null ? { read_at: now, read_by: by } : {}),
        ...(feedback === undefined ? {} : { feedback, answered_at: now, answered_by: by }),
      })
      .where('id', '=', id)
      .where('version', '=', version)
      .where('state', 'in', feedback === undefined ? ['sent'] : ['sent', 'read'])
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new AppError('conflict', '该抄告单已办或已撤回，请刷新后再看');
    const late = feedback !== undefined && row.due_at !== null && now > row.due_at ? '（逾期）' : '';
    const what = feedback === undefined ? '已阅' : `反馈${late}`;
    const text = `${unitName(deps.books.units, row.to_unit)}${what}：${row.number}`;
    await writeAside(unit, ticket, { kind: 'copy-answered', text, payload: { transferId: id } }, actor);
  });
}
