import { ALL_ORIGINS, FROZEN_MS, type SweepDeps } from '../deadlines/sweep.ts';
import { notify, recipient } from '../notifications/ledger.ts';
import { sql } from 'kysely';
import type { Task } from './tasks.ts';

/** Tasks whose time has come without their being done: the unit and the lead body that gave them are told, once. @returns how many. */
export async function sweepTasks({ transact, origins = ALL_ORIGINS }: SweepDeps, batch = 200): Promise<number> {
  return transact(
    async ({ tx, now }) => {
      const { rows } = await sql<Task & { number: string; owner_unit: string }>`
        update responder_tasks k set told_at = ${now}
        from responder_tickets t
        where t.id = k.ticket_id and k.id in (
          select id from responder_tasks
          where state = 'open' and told_at is null and due_at <= ${now} and origin = any(${[...origins]})
          order by due_at limit ${batch} for update skip locked)
        returning k.*, t.number, t.owner_unit`.execute(tx);
      const notices = rows.map((task) => ({
        reason: `task:${task.id}:due`,
        recipients: recipientsOf(task),
        ...{ ticketId: task.ticket_id, origin: task.origin, lane: 'now' as const, matter: 'task' as const },
        ...(task.source === 'countersign'
          ? { why: '口头批示须于次日补签', text: `${task.number} 口头批示尚未补签` }
          : { why: '任务到期未办结', text: `${task.number} 有一项任务已到期，尚未办结` }),
      }));
      await notify(tx, notices, now);
      return rows.length;
    },
    { frozenMs: FROZEN_MS },
  );
}

function recipientsOf({ source, unit, owner_unit, created_by }: Task & { owner_unit: string }): string[] {
  const giver = created_by.unitId ?? owner_unit;
  const lead = [recipient('duty_officer', giver), recipient('duty_leader', giver)];
  return source === 'countersign' ? lead : [recipient('handler', unit), recipient('unit_head', unit), ...lead];
}
