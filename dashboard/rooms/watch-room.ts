import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import { originsSeen } from '../../platform/runtime/origins.ts';
import type { Analyzer, EventFilter, EventRecord, WarningRecord } from '../../analyzer/index.ts';
import type { Responder } from '../../responder/index.ts';
import { actorOf } from '../accounts/accounts-context.ts';
import { scopeOf, type KindOf } from '../accounts/scope.ts';
import type { Viewer } from '../accounts/sessions.ts';
import { cutPage, decodeCursor, encodeCursor } from '../api/cursor.ts';
import type { IntakeRoom, WatchRoom } from '../api/rooms.ts';
import type { EventUnits } from './event-units.ts';
import { readEventDetail } from './event-detail.ts';
import { eventView, mentionView, type EventViewInput } from './views.ts';

export interface WatchDeps {
  analyzer: Pick<Analyzer, 'queries'>;
  responder: Pick<Responder, 'queries'>;
  eventUnits: EventUnits;
  kindOf: KindOf;
}

/** Rows a viewer may meet: a demo account everything, a real one nothing invented. */
export const originsOf = (viewer: Viewer): Origin[] => [...originsSeen(viewer.user.origin)];

/** The analyzer's stream, events and warnings, narrowed to what the viewer may see. */
export function watchRoom(deps: WatchDeps): WatchRoom {
  return {
    stream: (query, viewer) => readStream(deps, query, viewer),
    events: (query, viewer) => readEvents(deps, query, viewer),
    async event(id, viewer) {
      const actor = actorOf(viewer.user);
      const scope = scopeOf(actor, deps.kindOf);
      const tickets = await deps.responder.queries.ticketsOfEvents(actor, [id]);
      const own = tickets.has(id) || (await deps.responder.queries.eventsKept(actor)).includes(id);
      const record = scope.kind === 'all' || own ? await deps.analyzer.queries.events.byId(id) : null;
      const barred = record !== null && !own && accuses(record.snapshot, actor);
      if (!record || barred || !originsOf(viewer).includes(record.snapshot.origin)) {
        throw new AppError('not_found', '没有这个事件，或您无权查看');
      }
      return readEventDetail(deps, record, tickets.get(id), actor);
    },
    warnings: (query, viewer) => readWarnings(deps, query, viewer),
  };
}

/** Whoever oversees everything is no reader of what is said against his own unit, but where two persons let it in (then he sees the ticket). */
const accuses = ({ accused }: { accused: readonly { id: string | null }[] }, { unitId }: Actor): boolean =>
  unitId !== null && accused.some(({ id }) => id === unitId);

/** What lists and their numbers leave out for this reader; a department's are narrowed to its own tickets anyway. */
export const leftOut = (actor: Actor): { notAccusing?: string } =>
  actor.unitId === null ? {} : { notAccusing: actor.unitId };

/** The stream's rule for one post: an overseer sees every post of his origin but what accuses his unit, a department those in events of its own tickets. */
export async function seesMention(
  deps: Pick<WatchDeps, 'analyzer' | 'responder' | 'kindOf'>,
  id: string,
  viewer: Viewer,
): Promise<boolean> {
  const actor = actorOf(viewer.user);
  const scope = scopeOf(actor, deps.kindOf);
  if (scope.kind === 'none') return false;
  const found = await deps.analyzer.queries.mention(id);
  const event = found?.event ?? null;
  if (event && (await isOwn(deps, event.id, actor))) return true;
  if (scope.kind === 'unit') return false;
  return found === null || !(await saysItOf(deps, found, actor));
}

/** Of a ticket he sees, or kept by him in the place of an accused lead body. */
const isOwn = async ({ responder }: Pick<WatchDeps, 'responder'>, id: string, actor: Actor): Promise<boolean> =>
  (await responder.queries.ticketsOfEvents(actor, [id])).has(id) ||
  (await responder.queries.eventsKept(actor)).includes(id);

/** The post itself, or the event it is in, accuses the reader's unit. */
async function saysItOf(
  { analyzer }: Pick<WatchDeps, 'analyzer'>,
  { analysis, event }: NonNullable<Awaited<ReturnType<Analyzer['queries']['mention']>>>,
  actor: Actor,
): Promise<boolean> {
  if (accuses(analysis, actor)) return true;
  const record = event === null ? null : await analyzer.queries.events.byId(event.id);
  return record !== null && accuses(record.snapshot, actor);
}

/** Where a registration went: its event and the ticket that stands for it, each null until it is there and the viewer may see it. */
export async function becameOf(
  deps: Pick<WatchDeps, 'analyzer' | 'responder' | 'kindOf'>,
  mentionId: string,
  viewer: Viewer,
): ReturnType<IntakeRoom['registration']> {
  const found = await deps.analyzer.queries.mention(mentionId);
  const event = found !== null && originsOf(viewer).includes(found.mention.origin) ? found.event : null;
  if (!event) return { event: null, ticket: null };
  const ticket = (await deps.responder.queries.ticketsOfEvents(actorOf(viewer.user), [event.id])).get(event.id);
  if (ticket) return { event, ticket: { id: ticket.id, number: ticket.number } };
  const actor = actorOf(viewer.user);
  const seen = scopeOf(actor, deps.kindOf).kind === 'all' && !(await saysItOf(deps, found!, actor));
  return { event: seen ? event : null, ticket: null };
}

/** Undefined = no restriction. A department: the events of its own tickets; others without scope: none. */
export async function ownEvents(deps: WatchDeps, actor: Actor): Promise<string[] | undefined> {
  const scope = scopeOf(actor, deps.kindOf);
  if (scope.kind === 'all') return undefined;
  return scope.kind === 'unit' ? deps.eventUnits.eventsOf(actor) : [];
}

async function readStream(
  deps: WatchDeps,
  query: Parameters<WatchRoom['stream']>[0],
  viewer: Viewer,
): ReturnType<WatchRoom['stream']> {
  const { limit, cursor, from, to, ...filter } = query;
  const eventIds = await ownEvents(deps, actorOf(viewer.user));
  const moments = {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
  const page = await deps.analyzer.queries.stream(
    { ...filter, ...moments, eventIds, ...leftOut(actorOf(viewer.user)), origin: originsOf(viewer) },
    { limit, cursor },
  );
  return { items: page.items.map(mentionView), nextCursor: page.nextCursor };
}

/** A list that is filtered after it was read goes on reading until the page is full, at most so often. */
const MAX_ROUNDS = 20;

async function readEvents(
  deps: WatchDeps,
  query: Parameters<WatchRoom['events']>[0],
  viewer: Viewer,
): ReturnType<WatchRoom['events']> {
  const { limit, cursor, unitId, watched, ...filter } = query;
  const actor = actorOf(viewer.user);
  const key = decodeCursor(cursor, 'number', 'id');
  let after: EventFilter['after'] = key && [Number(key[0]), String(key[1])];
  const ids = await eventIdsFor(deps, actor, unitId);
  const items: EventViewInput[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const narrowed = { ids, ...leftOut(actor), origins: originsOf(viewer) };
    const wanted = { ...filter, ...narrowed, after, limit: limit - items.length };
    const { items: records, next } = await deps.analyzer.queries.events.list(wanted);
    items.push(...(await withTickets(deps, records, actor, watched)));
    after = next;
    if (next === null || items.length >= limit) break;
  }
  return { items, nextCursor: after ? encodeCursor(after) : null };
}

async function eventIdsFor(deps: WatchDeps, actor: Actor, unitId: string | undefined): Promise<string[] | undefined> {
  const own = await ownEvents(deps, actor);
  if (unitId === undefined) return own;
  const ofUnit = await deps.eventUnits.eventsWith(unitId);
  return own === undefined ? ofUnit : ofUnit.filter((id) => own.includes(id));
}

async function withTickets(
  deps: WatchDeps,
  records: EventRecord[],
  actor: Actor,
  watched: boolean | undefined,
): Promise<EventViewInput[]> {
  const tickets = await deps.responder.queries.ticketsOfEvents(
    actor,
    records.map((record) => record.snapshot.id),
  );
  return records
    .filter(({ snapshot }) => watched === undefined || tickets.has(snapshot.id) !== watched)
    .map((record) => eventView(record, tickets.get(record.snapshot.id)));
}

async function readWarnings(
  deps: WatchDeps,
  query: Parameters<WatchRoom['warnings']>[0],
  viewer: Viewer,
): ReturnType<WatchRoom['warnings']> {
  const { limit, cursor, open, ...filter } = query;
  const actor = actorOf(viewer.user);
  const eventIds = await ownEvents(deps, actor);
  const key = decodeCursor(cursor, 'time', 'id');
  let after = key && { at: String(key[0]), id: String(key[1]) };
  const kept: WarningRecord[] = [];
  for (let round = 0; round < MAX_ROUNDS && kept.length <= limit; round += 1) {
    const origins = originsOf(viewer);
    const narrowed = { eventIds, ...leftOut(actor), origins };
    const rows = await deps.analyzer.queries.events.warnings({ ...filter, ...narrowed, after, limit: limit + 1 });
    kept.push(...(open === undefined ? rows : await byTicket(deps, rows, actor, open)));
    const last = rows.at(-1)?.warning;
    if (rows.length <= limit || !last) break;
    after = { at: last.at, id: last.id };
  }
  const { items, nextCursor } = cutPage(kept, limit, ({ warning }) => [warning.at, warning.id]);
  return { items: items.map(({ warning, event }) => ({ ...warning, event })), nextCursor };
}

/** open = nobody has opened a ticket on the event yet. */
async function byTicket(deps: WatchDeps, rows: WarningRecord[], actor: Actor, open: boolean): Promise<WarningRecord[]> {
  const tickets = await deps.responder.queries.ticketsOfEvents(
    actor,
    rows.map((row) => row.event.id),
  );
  return rows.filter((row) => tickets.has(row.event.id) !== open);
}
