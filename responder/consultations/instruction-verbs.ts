import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { localDay } from '../../platform/runtime/local-time.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { guestPosts, mayRead, READER_ROLES, refuseUnknown, type Instruction } from './access.ts';
import { refuseForeignScan } from './scans.ts';
import { giveTasks, taskInput } from './tasks.ts';
import { moment } from '../tickets/dates.ts';

export const longText = z.string().trim().min(2).max(4000);
export const leader = z.string().trim().min(2).max(60);
/** Id of an uploaded file. */
const attachment = z.uuid('请先上传扫描件');
const POST = new RegExp(`^(\\*|${READER_ROLES.join('|')})@[a-z0-9_]+$`);
const post = z.string().regex(POST, '知悉范围写作“岗位@单位”，岗位须是系统内的岗位');

export const recordInstructionInput = z.strictObject({
  ...asideInput,
  leader,
  /** paper = 书面（附扫描件）, phone = 电话, oral = 口头（次日补签）. */
  manner: z.enum(['paper', 'phone', 'oral']),
  text: longText,
  scan: attachment.optional(),
  at: moment('since', '批示时间'),
  presentationId: z.uuid().optional(),
  /** Need to know: units (everybody who works on the matter there), or posts as role@unit. */
  readers: z.array(post).max(50).default([]),
  readerUnits: z.array(z.string().min(1)).max(50).default([]),
});
export const countersignInstructionInput = z.strictObject({
  ...asideInput,
  instructionId: z.uuid(),
  scan: attachment,
  at: moment('earlier', '补签时间'),
});
export const taskInstructionInput = z.strictObject({
  ...asideInput,
  instructionId: z.uuid(),
  tasks: z.array(taskInput).min(1).max(30),
});
export const reportOnInstructionInput = z.strictObject({
  ...asideInput,
  instructionId: z.uuid(),
  text: longText,
  at: moment('since', '报告时间'),
});

/** 登记批示: kept as recorded for ever. One given by word of mouth has to be countersigned by 9 o'clock of the next day. */
export const recordInstruction = defineVerb('record-instruction', recordInstructionInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  const at = new Date(input.at);
  if (input.manner === 'paper' && input.scan === undefined)
    throw new AppError('precondition_failed', '书面批示须附扫描件');
  await refuseForeignScan(context, input.scan);
  const readers = [...new Set([...input.readers, ...input.readerUnits.map((unit) => `*@${unit}`)])];
  if (readers.length === 0) throw new AppError('precondition_failed', '须写明知悉范围');
  refuseUnknown(
    readers.map((reader) => reader.split('@')[1] ?? ''),
    books,
  );
  await refuseOtherPresentation(context);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_instructions')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
      ...{ presentation_id: input.presentationId ?? null, leader: input.leader, manner: input.manner },
      ...{ text: input.text, scan: input.scan ?? null, instructed_at: at, readers },
      ...{ recorded_at: now, recorded_by: json(personOf(actor)) },
    })
    .execute();
  if (input.manner === 'oral') await oweCountersign(context, id, nextMorning(now));
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: {
      text: input.manner === 'oral' ? '登记批示（口头，待补签）' : '登记批示',
      at,
      payload: { instructionId: id },
    },
  };
});

/** 补签, with the scan; the words recorded before stay as they are. */
export const countersignInstruction = defineVerb(
  'countersign-instruction',
  countersignInstructionInput,
  async (context) => {
    const { tx, input, actor, now } = context;
    const instruction = await readable(context);
    if (instruction.manner !== 'oral') throw new AppError('illegal_move', '只有口头批示须补签');
    const at = new Date(input.at);
    if (at < instruction.instructed_at) throw new AppError('precondition_failed', '补签时间不能早于批示时间');
    await refuseForeignScan(context, input.scan);
    const signed = await tx
      .insertInto('responder_instruction_countersigns')
      .values({
        ...{ instruction_id: instruction.id, scan: input.scan, at },
        ...{ recorded_at: now, recorded_by: json(personOf(actor)) },
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('at')
      .executeTakeFirst();
    if (!signed) throw new AppError('conflict', '这条批示已经补签');
    await tx
      .updateTable('responder_tasks')
      .set((eb) => ({
        state: 'done',
        report: '已补签',
        done_at: now,
        done_by: json(personOf(actor)),
        version: eb('version', '+', 1),
      }))
      .where('source', '=', 'countersign')
      .where('source_id', '=', instruction.id)
      .execute();
    return { entry: { text: '口头批示已补签', at, payload: { instructionId: instruction.id } } };
  },
);

/** 批示分办: tasks with unit and due. A unit reads its task, not the instruction. */
export const taskInstruction = defineVerb('task-instruction', taskInstructionInput, async (context) => {
  const { tx, ticket, input, books } = context;
  const instruction = await readable(context);
  await giveTasks(context, { source: 'instruction', id: instruction.id }, input.tasks);
  const units = input.tasks.map(({ unit }) => unitName(books.units, unit)).join('、');
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: { text: `批示分办：${units}`, payload: { instructionId: instruction.id } },
  };
});

/** 批示办理报告: after all its tasks are done (or withdrawn). */
export const reportOnInstruction = defineVerb('report-on-instruction', reportOnInstructionInput, async (context) => {
  const { tx, input, actor, now, books } = context;
  const instruction = await readable(context);
  const at = new Date(input.at);
  const open = await tx
    .selectFrom('responder_tasks')
    .select(['unit', 'text', 'source'])
    .where('source', 'in', ['instruction', 'countersign'])
    .where('source_id', '=', instruction.id)
    .where('state', '=', 'open')
    .orderBy('due_at')
    .execute();
  if (open.length > 0) {
    const left = open.map(({ unit, text, source }) =>
      source === 'countersign' ? '口头批示尚未补签，请先补签' : `${unitName(books.units, unit)}“${text}”尚未办结`,
    );
    throw new AppError('precondition_failed', left.join('；'));
  }
  await tx
    .insertInto('responder_instruction_reports')
    .values({
      ...{ id: uuidv7(now), instruction_id: instruction.id, text: input.text, at },
      ...{ recorded_at: now, recorded_by: json(personOf(actor)) },
    })
    .execute();
  return { entry: { text: '报告批示办理情况', at, payload: { instructionId: instruction.id } } };
});

/** @throws AppError not_found: no such instruction, or not for this person to know */
async function readable({
  tx,
  ticket,
  input,
  actor,
  books,
}: VerbContext<{ instructionId: string }>): Promise<Instruction> {
  const instruction = await tx
    .selectFrom('responder_instructions')
    .selectAll()
    .where('id', '=', input.instructionId)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!instruction || !mayRead(actor, instruction, ticket, books.units))
    throw new AppError('not_found', '没有这条批示，或您不在其知悉范围内');
  return instruction;
}

/** @throws AppError not_found */
export async function refuseOtherPresentation({
  tx,
  ticket,
  input,
}: VerbContext<{ presentationId?: string | undefined }>): Promise<void> {
  if (input.presentationId === undefined) return;
  const found = await tx
    .selectFrom('responder_presentations')
    .select('id')
    .where('id', '=', input.presentationId)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!found) throw new AppError('not_found', '没有这次呈阅');
}

/** 9:00 of the next day, local. */
export function nextMorning(now: Date): Date {
  const today = new Date(`${localDay(now)}T09:00:00+08:00`);
  return new Date(today.getTime() + 86_400_000);
}

const oweCountersign = (
  { tx, ticket, actor, now }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'actor' | 'now'>,
  instructionId: string,
  due: Date,
) =>
  tx
    .insertInto('responder_tasks')
    .values({
      ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
      ...{ source: 'countersign', source_id: instructionId, unit: actor.unitId ?? ticket.owner_unit },
      ...{ text: '口头批示补签', due_at: due, toward: 'later', created_at: now, created_by: json(personOf(actor)) },
    })
    .execute();
