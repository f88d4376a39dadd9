import type { Selectable } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { mayActOnOrigin } from '../../platform/runtime/origins.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import { parseInput } from '../tickets/act.ts';
import type { DutyDeps } from './duty-deps.ts';
import { checkOnDuty } from './duty-permissions.ts';
import { CANNOT_SIGN, insteadOf, maySign, signersOf, type Side, type Signers } from './handover-signers.ts';
import { toldLines } from './lines-told.ts';
import type { HandoversTable } from './tables.ts';

type Sheet = Selectable<HandoversTable>;
const base = { id: z.uuid(), version: z.number().int().positive() };
const remark = z.string().trim().max(500).optional();
export const tickHandoverInput = z.strictObject({
  ...base,
  lines: z
    .array(z.strictObject({ id: z.string().min(1), remark }))
    .min(1)
    .max(1000),
});
export const signHandoverInput = z.strictObject({ ...base, side: z.enum(['out', 'in']) });

/** 逐项核对: the incoming officer ticks what was handed over, with a remark where there is one. */
export async function tickHandover(
  { transact, people }: DutyDeps,
  raw: z.input<typeof tickHandoverInput>,
  actor: Actor,
): Promise<void> {
  const input = parseInput(tickHandoverInput, raw);
  await transact(async (unit) => {
    const sheet = await lockSheet(unit, input, actor);
    if (sheet.in_at !== null) throw new AppError('precondition_failed', '接班人已签字，不能再改');
    refuseOther(await signersOf({ db: unit.tx, known: await people?.(sheet.origin) }, sheet, 'in'), 'in', actor);
    const remarks = new Map(input.lines.map((line) => [line.id, line.remark ?? null]));
    if ([...remarks.keys()].some((id) => !sheet.lines.some((line) => line.id === id)))
      throw new AppError('invalid_input', '交接班单上没有这一项');
    const tick = { at: unit.now.toISOString(), by: personOf(actor) };
    const lines = sheet.lines.map((line) =>
      remarks.has(line.id) ? { ...line, tick: { ...tick, remark: remarks.get(line.id) ?? null } } : line,
    );
    await change(unit, sheet, { lines: json(lines) });
    unit.audit({
      ...{ actor, action: 'duty.tick-handover', subject: { kind: 'handover', id: sheet.id } },
      detail: { unit: sheet.unit, lines: [...remarks.keys()] },
    });
  });
}

/** Both sign; the second of the two closes the sheet for ever. @throws AppError forbidden, conflict, precondition_failed */
export async function signHandover(
  { transact, people }: DutyDeps,
  raw: z.input<typeof signHandoverInput>,
  actor: Actor,
): Promise<void> {
  const input = parseInput(signHandoverInput, raw);
  await transact(async (unit) => {
    const sheet = await lockSheet(unit, input, actor);
    const [signed, other] = input.side === 'out' ? [sheet.out_by, sheet.in_by] : [sheet.in_by, sheet.out_by];
    if (signed !== null) throw new AppError('conflict', `${signed.name}已经签字`);
    if (other?.id === actor.id) throw new AppError('precondition_failed', '交班人和接班人须为两人');
    const signers = await signersOf({ db: unit.tx, known: await people?.(sheet.origin) }, sheet, input.side);
    refuseOther(signers, input.side, actor);
    // What accuses the unit by now is read and ticked by nobody there.
    const isTold = await toldLines(unit.tx, [sheet], actor);
    const open = sheet.lines.filter((line) => line.tick === null && isTold(line)).length;
    if (input.side === 'in' && open > 0)
      throw new AppError('precondition_failed', `还有 ${open} 项未核对，核对后方可接班`);
    const instead = insteadOf(signers, actor);
    const by = json({ ...personOf(actor), ...(instead !== null && { insteadOf: instead }) });
    await change(unit, sheet, input.side === 'out' ? { out_by: by, out_at: unit.now } : { in_by: by, in_at: unit.now });
    unit.audit({
      ...{ actor, action: `duty.sign-handover-${input.side}`, subject: { kind: 'handover', id: sheet.id } },
      detail: { unit: sheet.unit, ...(instead !== null && { insteadOf: instead }) },
    });
  });
}

/** @throws AppError forbidden: the roster names others for this side */
function refuseOther(signers: Signers, side: Side, actor: Actor): void {
  if (maySign(signers, actor)) return;
  throw new AppError('forbidden', `${TITLES[side]}须为${insteadOf(signers, actor)}；${wayOf(signers)}`);
}

function wayOf({ standIns }: Signers): string {
  if (standIns === null) return '临时换人请先改值班表';
  const names = standIns.map(({ name }) => name).join('、');
  return names === '' ? '本单位已没有可代签的值班账号，请先开设' : `${CANNOT_SIGN}，由${names}代签`;
}

const TITLES = { out: '交班人', in: '接班人' } as const;

async function lockSheet(
  unit: UnitOfWork<ResponderTables>,
  { id, version }: { id: string; version: number },
  actor: Actor,
): Promise<Sheet> {
  const query = unit.tx.selectFrom('responder_handovers').selectAll().where('id', '=', id).forUpdate();
  const sheet = await query.executeTakeFirst();
  if (!sheet || !mayActOnOrigin(actor, sheet.origin)) throw new AppError('not_found', '没有这份交接班单');
  checkOnDuty(actor, sheet.unit);
  if (sheet.out_at !== null && sheet.in_at !== null)
    throw new AppError('precondition_failed', '双方均已签字，交接班单不能再改');
  if (sheet.version !== version) throw new AppError('conflict', '交接班单已有改动，请刷新后再办');
  return sheet;
}

const change = (unit: UnitOfWork<ResponderTables>, sheet: Sheet, set: object): Promise<unknown> =>
  unit.tx
    .updateTable('responder_handovers')
    .set({ ...set, version: sheet.version + 1 })
    .where('id', '=', sheet.id)
    .execute();
