import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { iso } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import { unitName, type Units } from '../tickets/permissions.ts';
import type { TaskSource } from './tables.ts';
import type { Task } from './tasks.ts';

export const taskViewSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  unit: z.string(),
  text: z.string(),
  dueAt: z.string(),
  toward: z.enum(['answer', 'later']),
  state: z.enum(['open', 'done', 'dropped']),
  overdue: z.boolean(),
  report: z.string().nullable(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  /** Owed by the reader's unit. */
  own: z.boolean(),
});
export type TaskView = z.infer<typeof taskViewSchema>;

export const tasksOf = (
  db: Kysely<ResponderTables>,
  ticketId: string,
  sources: readonly TaskSource[],
): Promise<Task[]> =>
  db
    .selectFrom('responder_tasks')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('source', 'in', [...sources])
    .orderBy('due_at')
    .orderBy('id')
    .execute();

/** Late = done after its time, or not done although it has passed. */
export const taskView = (task: Task, { units, reader, now }: { units: Units; reader: Actor; now: Date }): TaskView => ({
  ...{ id: task.id, version: task.version, unit: unitName(units, task.unit), text: task.text },
  ...{ dueAt: toLocalIso(task.due_at), toward: task.toward, state: task.state },
  overdue: task.state !== 'dropped' && (task.done_at ?? now) > task.due_at,
  ...{ report: task.report, doneAt: iso(task.done_at), doneBy: task.done_by?.name ?? null },
  own: task.unit === reader.unitId,
});
