import type { Kernel } from '../../platform/runtime/kernel.ts';
import { EVENT_CHANGED, type EventSnapshot } from '../messages.ts';
import type { AnalyzerTables } from '../tables.ts';
import type { EventBooks } from './books.ts';
import { columnsOf } from './event-row.ts';
import type { Member } from './member.ts';
import { paint } from './picture.ts';
import { nextCheckAt } from './stage.ts';
import type { Unit } from './store.ts';
import type { EventRow } from './tables.ts';

export interface SweepDeps {
  kernel: Pick<Kernel<AnalyzerTables>, 'transact' | 'time'>;
  books: EventBooks;
}

const AT_ONCE = 50;
/** A demo or drill whose story is still being told is left alone: its time is not ours yet. */
const STORY_QUIET_MS = 120_000;

/**
 * What changes by time alone: growth windows fall, heat cools, a stage declines, a silence ends an outbreak.
 * Emits only events whose stage or colour changed; raises no warning. Returns how many events were looked at.
 */
export async function sweepEvents(deps: SweepDeps): Promise<number> {
  let swept = 0;
  for (;;) {
    const done = await deps.kernel.transact((unit) => sweepSome(unit, deps.books));
    swept += done;
    if (done < AT_ONCE) return swept;
  }
}

async function sweepSome(unit: Unit, books: EventBooks): Promise<number> {
  const quietSince = new Date(unit.now.getTime() - STORY_QUIET_MS);
  const rows = await unit.tx
    .selectFrom('analyzer_events')
    .selectAll()
    .where('next_check_at', '<=', unit.now)
    .where('merged_into', 'is', null)
    .where((eb) => eb.or([eb('origin', '=', 'live'), eb('written_at', '<', quietSince)]))
    .orderBy('next_check_at')
    .limit(AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const row of rows) await sweepOne(unit, row, books);
  return rows.length;
}

async function sweepOne(unit: Unit, row: EventRow, books: EventBooks): Promise<void> {
  const members = await unit.tx
    .selectFrom('analyzer_event_mentions')
    .select('record')
    .where('group_id', '=', row.id)
    .execute();
  const now = unit.now.getTime();
  const { picture } = paint(
    members.map(({ record }): Member => record),
    now,
    books,
  );
  const { stage, heat, opinion } = picture;
  const changed = stage !== row.stage || opinion.colour !== row.colour;
  const snapshot: EventSnapshot = {
    ...{ ...row.snapshot, stage, heat, opinion },
    revision: row.revision + Number(changed),
    added: changed ? [] : row.snapshot.added,
  };
  const next = nextCheckAt(stage, Date.parse(snapshot.lastPublishedAt), now, books.grouping.book);
  await unit.tx
    .updateTable('analyzer_events')
    .set({ ...columnsOf(snapshot), next_check_at: next === null ? null : new Date(next), written_at: unit.now })
    .where('id', '=', row.id)
    .execute();
  if (changed) unit.emit({ ...EVENT_CHANGED, key: snapshot.id, payload: snapshot });
}
