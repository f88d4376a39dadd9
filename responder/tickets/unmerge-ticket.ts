import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import { baseInput, defineVerb, reasonText, writeEntry, type VerbContext } from './act.ts';
import { ordersIn } from '../orders/attach-orders.ts';
import { bringing } from './brought.ts';
import { enterHop } from './hops.ts';
import { undoMerge, type BeforeMerge } from './owed-answers.ts';
import { lockTicket, patchTicket, type Ticket } from './ticket.ts';

/** Done on the main ticket; `from` is the one that goes out again. */
export const unmergeInput = z.strictObject({ ...baseInput, from: z.uuid(), reason: reasonText });

interface Absorbed {
  from: string;
  orders: { source: string; number: string }[];
  changed: BeforeMerge;
}

/**
 * 撤销合并: the ticket that was merged in goes on by itself with the orders it brought, its clocks from their old starts; the main one gets
 * back what the merge changed and nobody has changed since. Timelines stay where they were.
 */
export const unmergeTicket = defineVerb('unmerge', unmergeInput, async (context) => {
  const { ticket: main, input, tx } = context;
  const absorbed = await lastAbsorbed(context);
  const child = await lockTicket(tx, input.from);
  if (absorbed === null || child.merged_into !== main.id)
    throw new AppError('precondition_failed', '该工单没有并入本工单');
  await refuseSecondOpen(context, child);
  await giveBackOrders(context, child, absorbed);
  await revive(context, child);
  return {
    set: {
      ...undoMerge(main, absorbed.changed),
      ...bringing(
        main,
        main.brought.filter(({ from }) => from !== child.id),
      ),
    },
    entry: {
      text: `撤销合并：工单 ${child.number} 恢复独立办理`,
      reason: input.reason,
      payload: { from: child.id, orders: absorbed.orders },
    },
  };
});

async function lastAbsorbed({ tx, ticket, input }: VerbContext<{ from: string }>): Promise<Absorbed | null> {
  const rows = await tx
    .selectFrom('responder_timeline')
    .select('payload')
    .where('ticket_id', '=', ticket.id)
    .where('kind', '=', 'ticket-absorbed')
    .orderBy('revision', 'desc')
    .execute();
  const found = rows
    .map(({ payload }) => payload as unknown as Partial<Absorbed>)
    .find(({ from }) => from === input.from);
  return found ? { from: input.from, orders: found.orders ?? [], changed: found.changed ?? {} } : null;
}

/** An event never has two open tickets (parts of one apart). */
async function refuseSecondOpen({ tx }: VerbContext<unknown>, child: Ticket): Promise<void> {
  if (child.split_from !== null) return;
  const other = await tx
    .selectFrom('responder_tickets')
    .select('number')
    .where('event_id', '=', child.event_id)
    .where('state', 'not in', ['closed', 'archived'])
    .where('split_from', 'is', null)
    .executeTakeFirst();
  if (other) throw new AppError('precondition_failed', `该工单所属事件已有在办工单 ${other.number}，不能撤销合并`);
}

async function giveBackOrders(
  { tx, ticket }: VerbContext<unknown>,
  child: Ticket,
  { orders }: Absorbed,
): Promise<void> {
  // Those it had brought, and those that came to its own event since.
  for (const { source, number } of [...orders, ...ordersIn(child.event)])
    await tx
      .updateTable('responder_attached_orders')
      .set({ ticket_id: child.id })
      .where('origin', '=', ticket.origin)
      .where('source', '=', source)
      .where('number', '=', number)
      .where('ticket_id', '=', ticket.id)
      .execute();
}

/** It goes on where it can: with the unit it lay with, which is told and signs again, else judged or not yet. */
async function revive(
  { unit, tx, ticket: main, input, now, actor, books }: VerbContext<{ reason: string }>,
  child: Ticket,
): Promise<void> {
  const lead = child.lead_unit;
  const to = lead === null ? null : { lead, coHandlers: child.co_units, coordinator: child.coordinator_unit };
  if (to !== null) await enterHop(tx, child, to, now);
  const revision = child.revision + 1;
  const after = await patchTicket(tx, child.id, {
    ...{ merged_into: null, closed_at: null, revision, acted_revision: revision },
    ...{ accepted_at: null, handling_at: null, countersign_due: false },
    state: to !== null ? 'dispatched' : child.judged_at === null ? 'received' : 'judged',
  });
  const clocks = await reconcileClocks(unit, after, books, actor, `撤销并入 ${main.number}`);
  const entry = {
    kind: 'unmerged',
    text: `撤销并入工单 ${main.number}，恢复独立办理`,
    reason: input.reason,
    payload: { into: main.id },
  };
  await writeEntry(unit, after, entry, clocks.notes, actor);
  unit.audit({
    actor,
    action: 'ticket.unmerged',
    subject: { kind: 'ticket', id: child.id },
    detail: { number: child.number, revision, from: child.state, to: after.state },
  });
}
