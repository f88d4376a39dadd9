import { z } from 'zod';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, reasonText } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { guestPosts } from './access.ts';
import { lockTask, noTask } from './tasks.ts';

const at = { taskId: z.uuid(), version: z.number().int().positive() };
export const finishTaskInput = z.strictObject({ ...asideInput, ...at, report: z.string().trim().min(2).max(4000) });
export const dropTaskInput = z.strictObject({ ...asideInput, ...at, reason: reasonText });

/** 办结任务: by the unit that owes it, with what was done. The 补签 of an instruction is done by its scan only. */
export const finishTask = defineVerb('finish-task', finishTaskInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  const task = await lockTask(context, input);
  if (task.unit !== actor.unitId || task.source === 'countersign') throw noTask();
  await tx
    .updateTable('responder_tasks')
    .set({
      state: 'done',
      report: input.report,
      done_at: now,
      done_by: json(personOf(actor)),
      version: task.version + 1,
    })
    .where('id', '=', task.id)
    .execute();
  const late = now > task.due_at;
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: {
      text: `${unitName(books.units, task.unit)}办结${SOURCE_WORDS[task.source]}任务${late ? '（逾期）' : ''}`,
      payload: { taskId: task.id, late },
    },
  };
});

/** 撤销任务, by a lead body, with the reason. */
export const dropTask = defineVerb('drop-task', dropTaskInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  const task = await lockTask(context, input);
  if (task.source === 'countersign') throw noTask();
  await tx
    .updateTable('responder_tasks')
    .set({
      state: 'dropped',
      report: input.reason,
      done_at: now,
      done_by: json(personOf(actor)),
      version: task.version + 1,
    })
    .where('id', '=', task.id)
    .execute();
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: {
      text: `撤销${unitName(books.units, task.unit)}的${SOURCE_WORDS[task.source]}任务`,
      payload: { taskId: task.id },
    },
  };
});

const SOURCE_WORDS = { room: '会商', instruction: '批示', countersign: '补签' } as const;
