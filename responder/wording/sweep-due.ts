import type { SweepDeps } from '../deadlines/sweep.ts';
import { ALL_ORIGINS, FROZEN_MS } from '../deadlines/sweep.ts';
import { laneOf, notify, recipient, type Notice } from '../notifications/ledger.ts';
import type { Tx } from '../tickets/ticket.ts';
import { spokenTime } from '../tickets/timeline.ts';

/** Tells the units of promises and the offices of media questions whose time comes or has passed, twice each. @returns how many. */
export async function sweepWording(deps: SweepDeps, batch = 200): Promise<number> {
  const promises = await deps.transact((unit) => tellPromises(unit.tx, deps, unit.now, batch), {
    frozenMs: FROZEN_MS,
  });
  return promises + (await deps.transact((unit) => tellMedia(unit.tx, deps, unit.now, batch), { frozenMs: FROZEN_MS }));
}

async function tellPromises(tx: Tx, { origins = ALL_ORIGINS }: SweepDeps, now: Date, batch: number): Promise<number> {
  const due = await tx
    .selectFrom('responder_promises as p')
    .innerJoin('responder_tickets as t', 't.id', 'p.ticket_id')
    .select(['p.id', 'p.unit', 'p.due_at', 'p.origin', 'p.ticket_id', 't.number', 't.colour'])
    .where('p.tell_at', '<=', now)
    .where('p.state', '=', 'open')
    .where('p.origin', 'in', [...origins])
    .orderBy('p.tell_at')
    .limit(batch)
    .forUpdate('p')
    .skipLocked()
    .execute();
  for (const row of due) {
    const late = row.due_at <= now;
    await tx
      .updateTable('responder_promises')
      .set({ tell_at: late ? null : row.due_at })
      .where('id', '=', row.id)
      .execute();
    await notify(tx, [promiseNotice(row, late)], now);
  }
  return due.length;
}

type DuePromise = {
  id: string;
  unit: string;
  due_at: Date;
  origin: Notice['origin'];
  ticket_id: string;
  number: string;
  colour: Parameters<typeof laneOf>[0];
};

const promiseNotice = (row: DuePromise, late: boolean): Notice => ({
  reason: `promise:${row.id}:${late ? 'overdue' : 'soon'}:${row.due_at.toISOString()}`,
  recipients: [
    ...[recipient('handler', row.unit), recipient('unit_head', row.unit)],
    ...(late ? [recipient('duty_officer', null)] : []),
  ],
  ...{ ticketId: row.ticket_id, origin: row.origin, lane: laneOf(row.colour), matter: 'promise' },
  why: late ? '公开承诺的期限已过，尚未登记兑现' : '公开承诺即将到期',
  text: `${row.number} 的承诺${late ? '已逾期' : '即将到期'}（${spokenTime(row.due_at)}）`,
});

async function tellMedia(tx: Tx, { origins = ALL_ORIGINS }: SweepDeps, now: Date, batch: number): Promise<number> {
  const due = await tx
    .selectFrom('responder_media_questions as q')
    .innerJoin('responder_tickets as t', 't.id', 'q.ticket_id')
    .select(['q.id', 'q.due_at', 'q.origin', 'q.ticket_id', 't.number', 't.lead_unit'])
    .where('q.tell_at', '<=', now)
    .where('q.state', '<>', 'replied')
    .where('q.origin', 'in', [...origins])
    .orderBy('q.tell_at')
    .limit(batch)
    .forUpdate('q')
    .skipLocked()
    .execute();
  for (const row of due) {
    const late = row.due_at <= now;
    await tx
      .updateTable('responder_media_questions')
      .set({ tell_at: late ? null : row.due_at })
      .where('id', '=', row.id)
      .execute();
    const leads =
      row.lead_unit === null ? [] : [recipient('handler', row.lead_unit), recipient('unit_head', row.lead_unit)];
    const notice: Notice = {
      reason: `media:${row.id}:${late ? 'overdue' : 'soon'}`,
      recipients: [recipient('spokesperson', null), ...leads, ...(late ? [recipient('duty_officer', null)] : [])],
      ...{ ticketId: row.ticket_id, origin: row.origin, lane: 'now', matter: 'media' },
      why: late ? '媒体关切的答复期限已过' : '媒体关切的答复期限将到',
      text: `${row.number} 的媒体关切${late ? '逾期未答复' : '须尽快答复'}（${spokenTime(row.due_at)}）`,
    };
    await notify(tx, [notice], now);
  }
  return due.length;
}
