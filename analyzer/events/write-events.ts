import { createBreather } from '../../platform/runtime/breather.ts';
import { EVENT_CHANGED, type EventSnapshot } from '../messages.ts';
import { raiseWarnings } from '../warnings/raise-warnings.ts';
import { dueSigns, signKey, type Sign } from '../warnings/signs.ts';
import { GROUPING_ACTOR } from './actor.ts';
import type { EventBooks } from './books.ts';
import { detect } from './detection.ts';
import { columnsOf } from './event-row.ts';
import { summaryOf, type Group } from './group.ts';
import { paintSummary } from './picture.ts';
import type { BatchPlan } from './plan-batch.ts';
import { saveEvents } from './save-events.ts';
import { nextCheckAt } from './stage.ts';
import type { Domain, Unit } from './store.ts';
import type { EventRow } from './tables.ts';

/** One event to be written: its members, and what joined with this revision. */
export interface EventChange {
  group: Group;
  /** Why it became an event; null when it was one. */
  promoted: string | null;
  added: string[];
  before: EventRow | undefined;
  /** Steps raised by events that were merged into this one. */
  inherited: Record<string, number>[];
}

export interface WriteContext {
  unit: Unit;
  domain: Domain;
  books: EventBooks;
  /** System time, also while the story's time is another. */
  writtenAt: Date;
}

/** Locks the rows, in one order for everybody who takes several. */
export async function readEventRows(unit: Unit, ids: string[]): Promise<Map<string, EventRow>> {
  if (ids.length === 0) return new Map();
  const query = unit.tx.selectFrom('analyzer_events').selectAll().where('id', 'in', ids);
  const rows = await query.orderBy('id').forUpdate().execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes the events of a plan: one snapshot a changed event, its warnings, and the absorbed ones pointing to where they went. */
export async function writeEvents(context: WriteContext, plan: BatchPlan): Promise<void> {
  const { unit } = context;
  const absorbed = [...plan.absorbed].filter(([, target]) => target.event);
  const ids = [...plan.events.map(({ group }) => group.id), ...absorbed.map(([id]) => id)];
  const rows = await readEventRows(unit, ids);
  const breathe = createBreather();
  const written: Renewed[] = [];
  for (const { group, promoted, added } of plan.events) {
    const merged = absorbed.filter(([, target]) => target.into === group.id);
    const inherited = merged.map(([id]) => rows.get(id)?.raised ?? {});
    written.push(renew(context, { group, promoted, added, before: rows.get(group.id), inherited }));
    await breathe();
  }
  const closed = absorbed.flatMap(([id, { into }]) => closeMerged(context, rows.get(id), into));
  await saveEvents(unit, [...written.map(({ row }) => row), ...closed]);
  for (const { snapshot } of [...written.map(({ row }) => row), ...closed])
    unit.emit({ ...EVENT_CHANGED, key: snapshot.id, payload: snapshot });
  await raiseWarnings(
    unit,
    written.map(({ row, signs, outbreak }) => ({ event: row.snapshot, signs, outbreak })),
  );
}

interface Renewed {
  row: EventRow;
  signs: Sign[];
  /** Number of the current outbreak. */
  outbreak: number;
}

/** Paints one event anew and says what is due. */
function renew(context: WriteContext, change: EventChange): Renewed {
  const { unit, domain, books } = context;
  const { group, before } = change;
  const summary = summaryOf(group, books);
  const painted = paintSummary(summary, group.texts, unit.now.getTime(), books);
  const raised = highestSteps([before?.raised ?? {}, ...change.inherited]);
  const signs = dueSigns(painted, unit.now.getTime(), books, raised);
  for (const sign of signs) raised[signKey(sign.rule, painted.outbreak.number)] = sign.step;
  const first = signs[0] ? { at: unit.now, reason: signs[0].reason } : null;
  const snapshot: EventSnapshot = {
    ...painted.picture,
    ...{ id: group.id, revision: (before?.revision ?? 0) + 1, mergedInto: null, added: change.added },
    ...{ jurisdiction: domain.jurisdiction, origin: domain.origin },
    detected: detect(before?.snapshot.detected ?? null, summary.telling, painted.outbreak, first),
  };
  const collectedAt = summary.current.members[0]!.collectedAt;
  return { row: rowOf(context, change, { snapshot, raised, collectedAt }), signs, outbreak: painted.outbreak.number };
}

interface Written {
  snapshot: EventSnapshot;
  raised: Record<string, number>;
  /** When the first post of the current outbreak came to us. */
  collectedAt: number;
}

function rowOf(
  { unit, domain, writtenAt, books }: WriteContext,
  { promoted, before }: EventChange,
  { snapshot, raised, collectedAt }: Written,
): EventRow {
  const last = Date.parse(snapshot.lastPublishedAt);
  const next = nextCheckAt(snapshot.stage, last, unit.now.getTime(), books.grouping.book);
  if (!before)
    unit.audit({
      ...{ actor: GROUPING_ACTOR, action: 'event.create', subject: { kind: 'event', id: snapshot.id } },
      detail: { why: promoted, mentions: snapshot.counts.mentions },
    });
  return {
    ...columnsOf(snapshot),
    ...{ raised, updated_at: unit.now, written_at: writtenAt },
    outbreak_collected_at: new Date(collectedAt),
    next_check_at: next === null ? null : new Date(next),
    ...{ domain: domain.key, promoted_why: promoted ?? '', created_at: unit.now },
  };
}

/** The absorbed event keeps its row and last picture; readers follow `mergedInto`. */
function closeMerged({ unit, writtenAt }: WriteContext, row: EventRow | undefined, into: string): EventRow[] {
  if (!row) return [];
  unit.audit({
    ...{ actor: GROUPING_ACTOR, action: 'event.merge', subject: { kind: 'event', id: row.id } },
    detail: { into },
  });
  const snapshot: EventSnapshot = { ...row.snapshot, revision: row.revision + 1, mergedInto: into, added: [] };
  return [{ ...row, ...columnsOf(snapshot), next_check_at: null, updated_at: unit.now, written_at: writtenAt }];
}

function highestSteps(all: Readonly<Record<string, number>>[]): Record<string, number> {
  const highest: Record<string, number> = {};
  for (const raised of all)
    for (const [key, step] of Object.entries(raised)) highest[key] = Math.max(highest[key] ?? 0, step);
  return highest;
}
