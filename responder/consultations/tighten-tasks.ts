import { notify, recipient } from '../notifications/ledger.ts';
import { json } from '../tables.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { publicDeadline } from './tasks.ts';

/**
 * A step toward the answer is never due later than the answer: when a stricter deadline starts or comes forward, the open tasks that serve it come
 * forward with it and their units are told. Nothing ever moves back.
 */
export async function tightenTasks(tx: Tx, ticket: Ticket, now: Date): Promise<number> {
  const limit = await publicDeadline(tx, ticket.id, now);
  if (limit === null) return 0;
  // Of an answer that is already late every step is due at once.
  const isLate = limit.due_at <= now;
  const due = isLate ? now : limit.due_at;
  const tasks = await tx
    .selectFrom('responder_tasks')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .where('state', '=', 'open')
    .where('toward', '=', 'answer')
    .where('due_at', '>', due)
    .forUpdate()
    .execute();
  for (const task of tasks) {
    const was = {
      dueAt: task.due_at.toISOString(),
      changedAt: now.toISOString(),
      clock: isLate ? `${limit.title}（已超时）` : limit.title,
    };
    await tx
      .updateTable('responder_tasks')
      .set({ due_at: due, due_history: json([...task.due_history, was]) })
      .where('id', '=', task.id)
      .execute();
  }
  await notify(
    tx,
    tasks.map((task) => ({
      reason: `task:${task.id}:${due.toISOString()}`,
      recipients: [recipient('handler', task.unit), recipient('unit_head', task.unit)],
      ...{ ticketId: ticket.id, origin: ticket.origin, lane: 'now' as const, matter: 'task' as const },
      why: `任务服务的“${limit.title}”${isLate ? '已超时' : '期限提前'}`,
      text: `${ticket.number} 有一项任务的期限提前至${spokenTime(due)}（原${spokenTime(task.due_at)}）`,
    })),
    now,
  );
  return tasks.length;
}
