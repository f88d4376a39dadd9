import { createBreather } from '../../platform/runtime/breather.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { EVENT_CHANGED, type EventSnapshot } from '../messages.ts';
import type { AnalyzerTables } from '../tables.ts';
import type { EventBooks } from './books.ts';
import { columnsOf } from './event-row.ts';
import { pages, ROWS_AT_ONCE, rowsOf } from './load-groups.ts';
import { tempoOf } from './picture.ts';
import { saveEvents } from './save-events.ts';
import { nextCheckAt } from './stage.ts';
import type { Unit } from './store.ts';
import { Summary } from './summary.ts';
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
  const summaries = await summariesOf(unit, rows, books);
  const swept = rows.map((row) => sweepOne(unit, row, summaries.get(row.id)!, books));
  await saveEvents(unit, swept);
  swept.forEach((after, index) => {
    if (after.revision !== rows[index]!.revision)
      unit.emit({ ...EVENT_CHANGED, key: after.id, payload: after.snapshot });
  });
  return rows.length;
}

/** Read in pages of few rows, with a breath between them: a big event must not keep the process from answering anybody. */
async function summariesOf(unit: Unit, rows: readonly EventRow[], books: EventBooks): Promise<Map<string, Summary>> {
  const summaries = new Map(rows.map(({ id }) => [id, new Summary([], books)]));
  const breathe = createBreather();
  const sizes = rows.map(({ id, mentions }) => ({ id, members: mentions }));
  for (const ids of pages(sizes, ROWS_AT_ONCE))
    for await (const { group_id, record } of rowsOf(unit.tx, ids, ROWS_AT_ONCE)) {
      summaries.get(group_id)!.add(record);
      await breathe();
    }
  return summaries;
}

/** The event as it stands now; its revision grows when stage or colour changed. */
function sweepOne(unit: Unit, row: EventRow, summary: Summary, books: EventBooks): EventRow {
  const now = unit.now.getTime();
  const { stage, heat, opinion } = tempoOf(summary, row.snapshot, now, books);
  const changed = stage !== row.stage || opinion.colour !== row.colour;
  const snapshot: EventSnapshot = {
    ...{ ...row.snapshot, stage, heat, opinion },
    revision: row.revision + Number(changed),
    added: changed ? [] : row.snapshot.added,
  };
  const next = nextCheckAt(stage, Date.parse(snapshot.lastPublishedAt), now, books.grouping.book);
  return {
    ...{ ...row, ...columnsOf(snapshot) },
    ...{ next_check_at: next === null ? null : new Date(next), written_at: unit.now },
  };
}
