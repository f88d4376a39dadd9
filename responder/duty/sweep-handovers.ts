import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import { ALL_ORIGINS, type SweepDeps } from '../deadlines/sweep.ts';
import { notify, recipient } from '../notifications/ledger.ts';
import { personOf, type ResponderTables } from '../tables.ts';
import { SYSTEM } from '../tickets/ticket.ts';
import { spokenTime } from '../tickets/timeline.ts';
import type { DutyDeps } from './duty-deps.ts';
import { rosters, shiftOf } from './shifts.ts';
import { insertSheet } from './write-handover.ts';

type Deps = SweepDeps & Pick<DutyDeps, 'deadSources'>;
/** After a longer stop nobody waits for the sheet of that shift any more. */
const TOO_OLD_MS = 24 * 3_600_000;
const BATCH = 50;

/** Writes the sheets of shifts that have ended, and tells the leader on duty where a signature is missing. @returns how many of both */
export async function sweepHandovers(deps: Deps): Promise<number> {
  const written = await deps.transact((unit) => writeDue(unit, deps));
  return written + (await deps.transact((unit) => tellUnsigned(unit, deps)));
}

async function writeDue(unit: UnitOfWork<ResponderTables>, deps: Deps): Promise<number> {
  const { now, tx } = unit;
  const ended = await tx
    .selectFrom('responder_shifts as s')
    .selectAll('s')
    .where('s.ended_at', 'is', null)
    .where('s.to_at', '<=', now)
    .where('s.to_at', '>', new Date(now.getTime() - TOO_OLD_MS))
    .where('s.origin', 'in', [...(deps.origins ?? ALL_ORIGINS)])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('responder_handovers as h')
            .select('h.id')
            .whereRef('h.shift_id', '=', 's.id')
            .whereRef('h.to_at', '=', 's.to_at'),
        ),
      ),
    )
    .orderBy('s.to_at')
    .limit(BATCH)
    .forUpdate('s')
    .skipLocked()
    .execute();
  if (ended.length === 0) return 0;
  const sources = await deps.deadSources();
  for (const row of ended) {
    const shifts = (await rosters(tx, row.origin, now, [row.unit])).get(row.unit) ?? [];
    const sheet = { origin: row.origin, unit: row.unit, shift: shiftOf(row), from: row.from_at, to: row.to_at, shifts };
    await insertSheet(unit, deps, sheet, personOf(SYSTEM), sources);
  }
  return ended.length;
}

async function tellUnsigned(unit: UnitOfWork<ResponderTables>, { books, origins }: Deps): Promise<number> {
  const rows = await unit.tx
    .selectFrom('responder_handovers')
    .selectAll()
    .where('told_at', 'is', null)
    .where('sign_due_at', '<=', unit.now)
    .where(({ or, eb }) => or([eb('out_at', 'is', null), eb('in_at', 'is', null)]))
    .where('origin', 'in', [...(origins ?? ALL_ORIGINS)])
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const row of rows) {
    const missing = [row.out_at === null ? '交班人' : null, row.in_at === null ? '接班人' : null]
      .filter(Boolean)
      .join('、');
    const role = books.units.get(row.unit)?.kind === 'lead_body' ? 'duty_leader' : 'unit_head';
    const notice = {
      ...{ reason: `handover:${row.id}:unsigned`, recipients: [recipient(role, row.unit)], origin: row.origin },
      ...{ lane: 'now' as const, matter: 'handover' as const },
      why: '交接班单逾时未签',
      text: `${spokenTime(row.to_at)}的交接班单${missing}尚未签字`,
    };
    await notify(unit.tx, [notice], unit.now);
    await unit.tx.updateTable('responder_handovers').set({ told_at: unit.now }).where('id', '=', row.id).execute();
  }
  return rows.length;
}
