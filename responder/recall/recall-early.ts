import { sql } from 'kysely';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import { ALL_ORIGINS, FROZEN_MS, type SweepDeps } from '../deadlines/sweep.ts';
import { json, type ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { lockTicket, patchTicket, SYSTEM } from '../tickets/ticket.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { recallPoints } from './recall-points.ts';
import { recallRows, TOLERANCE_MS } from './recall-rows.ts';

/**
 * What came out while the clock of the machine ran ahead and was set right since: its rows lie in the future. It did not happen: moments come out
 * again at their own time, ladders and chains go on from where they really were, drafts nobody signed and leads nobody took up are gone, what waits
 * to go out goes now. The timeline keeps the early entries and says that they do not count. @returns tickets it touched
 */
export async function recallEarly(deps: SweepDeps): Promise<number> {
  const origins = [...(deps.origins ?? ALL_ORIGINS)];
  const ids = await deps.transact(async (unit) => {
    const limit = new Date(unit.now.getTime() + TOLERANCE_MS);
    const { rows } = await sql<{ id: string }>`
      select f.ticket_id as id from responder_clock_firings f join responder_tickets t on t.id = f.ticket_id
      where f.fired_at > ${limit} and t.origin = any(${origins})
      union select ticket_id from responder_chains where origin = any(${origins}) and ${lastStepAfter(limit)}`.execute(
      unit.tx,
    );
    return rows.map(({ id }) => id);
  });
  for (const id of ids) await deps.transact((unit) => recallTicket(unit, id), { frozenMs: FROZEN_MS });
  await deps.transact((unit) => recallRows(unit, origins), { frozenMs: FROZEN_MS });
  return ids.length;
}

const lastStepAfter = (limit: Date) => sql<boolean>`(taken -> -1 ->> 'at')::timestamptz > ${limit}`;

async function recallTicket(unit: UnitOfWork<ResponderTables>, id: string): Promise<void> {
  const { tx, now } = unit;
  const limit = new Date(now.getTime() + TOLERANCE_MS);
  const ticket = await lockTicket(tx, id);
  const early = await tx
    .deleteFrom('responder_clock_firings')
    .where('ticket_id', '=', id)
    .where('fired_at', '>', limit)
    .returning(['clock_id', 'point', 'fired_at'])
    .execute();
  await recallClocks(unit, id, early);
  const drafts = await sql`delete from responder_drafts
    where ticket_id = ${id} and made_at > ${limit} and state = 'draft'`.execute(tx);
  await sql`delete from responder_accountability_leads l
    where ticket_id = ${id} and found_at > ${limit} and state = 'to_verify'
      and not exists (select from responder_accountability_cases k where k.lead_id = l.id)`.execute(tx);
  await sql`update responder_chains set next_at = ${now}, ended_at = null, ended_why = null,
      taken = coalesce((select jsonb_agg(s order by n) from jsonb_array_elements(taken) with ordinality as x(s, n)
        where (s ->> 'at')::timestamptz <= ${limit}), '[]')
    where ticket_id = ${id} and ${lastStepAfter(limit)} and (ended_at is null or ended_at > ${limit})`.execute(tx);
  const after = await patchTicket(tx, id, { revision: ticket.revision + 1 });
  const last = early.reduce((latest, { fired_at: at }) => (at > latest ? at : latest), limit);
  const payload = { moments: early.length, drafts: Number(drafts.numAffectedRows ?? 0n), until: last.toISOString() };
  const text = `系统时钟曾快至${spokenTime(last)}，现已校准：此前提前发出的提醒、催办和线索不作数，时限按正确时间重新提醒`;
  await writeEntry(unit, after, { kind: 'clock.recalled', text, payload }, [], SYSTEM);
}

async function recallClocks(
  { tx }: UnitOfWork<ResponderTables>,
  ticketId: string,
  early: readonly { clock_id: string; point: string }[],
): Promise<void> {
  const clocks = await tx
    .selectFrom('responder_clocks')
    .select(['id', 'state', 'points', 'overdue_at'])
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .execute();
  for (const clock of clocks) {
    const points = new Set(early.filter((one) => one.clock_id === clock.id).map(({ point }) => point));
    if (points.size === 0) continue;
    const recalled = recallPoints(clock, points);
    await tx
      .updateTable('responder_clocks')
      .set({ ...recalled, points: json(recalled.points) })
      .where('id', '=', clock.id)
      .execute();
  }
}
