import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { notify, recipient } from '../notifications/ledger.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import type { VerbContext } from '../tickets/act.ts';
import { refuseAbove } from '../tickets/hops.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { refuseUnknown } from './access.ts';
import type { TasksTable, TaskSource } from './tables.ts';
import { moment } from '../tickets/dates.ts';

export type Task = Selectable<TasksTable>;

export const taskInput = z.strictObject({
  unit: z.string().min(1, '请选择承办单位'),
  text: z.string().trim().min(2, '请写明任务内容，不少于2个字').max(1000),
  dueAt: moment('term', '任务期限'),
  /** answer = a step toward the public answer, so not later than it is due; later = what comes after (整改、善后). */
  toward: z.enum(['answer', 'later']).default('answer'),
});
export type TaskInput = z.output<typeof taskInput>;

/** Writes tasks of a sitting or an instruction and tells the units. @throws AppError precondition_failed */
export async function giveTasks(
  { tx, ticket, actor, now, books }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'actor' | 'now' | 'books'>,
  from: { source: TaskSource; id: string },
  tasks: readonly TaskInput[],
): Promise<void> {
  if (tasks.length === 0) return;
  const units = tasks.map(({ unit }) => unit);
  refuseUnknown(units, books);
  refuseAbove(ticket, units, books.units);
  const limit = await publicDeadline(tx, ticket.id, now);
  for (const task of tasks) refuseLoose(task, limit, now);
  const isLate = (task: TaskInput): boolean => task.toward === 'answer' && limit !== null && limit.due_at <= now;
  const rows = tasks.map((task) => ({
    ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
    ...{ source: from.source, source_id: from.id, unit: task.unit, text: task.text, toward: task.toward },
    ...{ due_at: isLate(task) ? now : new Date(task.dueAt), created_at: now, created_by: json(personOf(actor)) },
    ...(isLate(task) ? { due_history: json([atOnce(task, limit!.title, now)]) } : {}),
  }));
  await tx.insertInto('responder_tasks').values(rows).execute();
  const notices = rows.map((row) => ({
    reason: `task:${row.id}`,
    recipients: [recipient('handler', row.unit), recipient('unit_head', row.unit), recipient('duty_officer', row.unit)],
    ...{ ticketId: ticket.id, origin: ticket.origin, lane: 'now' as const, matter: 'task' as const },
    why: row.source === 'room' ? '会商室给您的单位分了任务' : '批示办理给您的单位分了任务',
    text: `${ticket.number} 有一项任务，${row.due_at <= now ? `所服务的“${limit!.title}”已超时，须立即办理` : `${spokenTime(row.due_at)} 前办理`}`,
  }));
  await notify(tx, notices, now);
}

/** What was asked for, where the answer is already late: the task is due at once. */
const atOnce = ({ dueAt }: TaskInput, title: string, now: Date) => ({
  ...{ dueAt: new Date(dueAt).toISOString(), changedAt: now.toISOString(), clock: `${title}（已超时）` },
});

/**
 * The earliest deadline toward the public that is not met yet, also one that has passed; tasks toward the answer may be earlier, never later. A
 * provisional one that has passed asks for nothing.
 */
export async function publicDeadline(
  db: Kysely<ResponderTables>,
  ticketId: string,
  now: Date,
): Promise<{ title: string; due_at: Date } | null> {
  const rows = await db
    .selectFrom('responder_clocks')
    .select(['title', 'due_at', 'rule', 'provisional'])
    .where('ticket_id', '=', ticketId)
    .where('state', 'in', ['running', 'overdue'])
    .orderBy('due_at')
    .execute();
  return rows.find((row) => row.rule.role === 'public' && !(row.provisional && row.due_at <= now)) ?? null;
}

function refuseLoose(task: TaskInput, limit: { title: string; due_at: Date } | null, now: Date): void {
  const due = new Date(task.dueAt);
  if (task.toward === 'later' || limit === null || due <= limit.due_at || limit.due_at <= now) return;
  throw new AppError(
    'precondition_failed',
    `任务期限不得晚于“${limit.title}”的截止时间（${spokenTime(limit.due_at)}）；会商和批示只能收紧、不能放宽时限`,
    { limit: { title: limit.title, dueAt: toLocalIso(limit.due_at) } },
  );
}

/** The task, locked, at the version the person was looking at. @throws AppError not_found, conflict, illegal_move */
export async function lockTask(
  { tx, ticket }: Pick<VerbContext<unknown>, 'tx' | 'ticket'>,
  { taskId, version }: { taskId: string; version: number },
): Promise<Task> {
  const task = await tx
    .selectFrom('responder_tasks')
    .selectAll()
    .where('id', '=', taskId)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!task) throw noTask();
  if (task.version !== version) {
    const by = task.done_by?.name ?? '他人';
    throw new AppError('conflict', `${by} 已先行办理这项任务，请刷新后再办`);
  }
  if (task.state !== 'open')
    throw new AppError('illegal_move', task.state === 'done' ? '任务已经办结' : '任务已经撤销');
  return task;
}

export const noTask = (): AppError => new AppError('not_found', '没有这项任务，或不由您的单位办理');

export async function openTasksOf(db: Kysely<ResponderTables>, ticketId: string, unit: string): Promise<number> {
  const { count } = await db
    .selectFrom('responder_tasks')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('ticket_id', '=', ticketId)
    .where('unit', '=', unit)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(count);
}
