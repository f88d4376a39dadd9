import {
  EVENT_CHANGED,
  eventSnapshotSchema,
  WARNING_RAISED,
  warningSchema,
  type EventSnapshot,
} from '../../analyzer/messages.ts';
import type { Consume, ConsumedMessage, Transact } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { raiseWarning } from '../notifications/raise-warning.ts';
import { promote } from '../promotion/promote.ts';
import type { ResponderTables } from '../tables.ts';
import { rememberEvents, takeEvent } from './take-event.ts';
import type { Kysely } from 'kysely';

export interface ConsumerDeps {
  db: Kysely<ResponderTables>;
  transact: Transact<ResponderTables>;
  books: ResponderBooks;
  wake: (next: Date | null) => void;
}

export const GROUP = 'responder';

export const consumeEvents = (consume: Consume, deps: ConsumerDeps) =>
  consume({
    group: GROUP,
    topic: EVENT_CHANGED.topic,
    accepts: EVENT_CHANGED,
    schema: eventSnapshotSchema,
    maxBatch: 200,
    handle: (messages, heartbeat) => takeBatch(deps, messages, heartbeat),
  });

export const consumeWarnings = (consume: Consume, deps: ConsumerDeps) =>
  consume({
    group: GROUP,
    topic: WARNING_RAISED.topic,
    accepts: WARNING_RAISED,
    schema: warningSchema,
    handle: async (messages) => {
      for (const { payload, now, traceId } of messages)
        await deps.transact((unit) => raiseWarning(unit, payload, deps.books.warningTitles), { now, traceId });
    },
  });

/** Most events never become tickets: those are remembered in one statement, the others get a transaction each, in order. */
async function takeBatch(
  deps: ConsumerDeps,
  messages: ConsumedMessage<EventSnapshot>[],
  heartbeat: () => Promise<void>,
): Promise<void> {
  const loud = await eventsWithTickets(
    deps,
    messages.map((message) => message.payload.id),
  );
  for (const { payload } of messages) if (promote(deps.books.promotion, payload).open) loud.add(payload.id);
  const quiet = messages.filter((message) => !loud.has(message.payload.id));
  await rememberQuiet(deps, quiet);
  for (const message of messages) {
    if (!loud.has(message.payload.id)) continue;
    const taken = await deps.transact((unit) => takeEvent(unit, message.payload, deps.books), {
      now: message.now,
      traceId: message.traceId,
    });
    deps.wake(taken.nextFireAt);
    await heartbeat();
  }
}

async function rememberQuiet(deps: ConsumerDeps, quiet: ConsumedMessage<EventSnapshot>[]): Promise<void> {
  const newest = new Map<string, ConsumedMessage<EventSnapshot>>();
  for (const message of quiet) {
    const held = newest.get(message.payload.id);
    if (!held || held.payload.revision < message.payload.revision) newest.set(message.payload.id, message);
  }
  const rows = [...newest.values()].map(({ payload }) => ({
    event: payload,
    watchedWhy: promote(deps.books.promotion, payload).why,
  }));
  const last = quiet.at(-1);
  if (!last) return;
  await deps.transact((unit) => rememberEvents(unit.tx, rows, unit.now), { now: last.now, traceId: last.traceId });
}

async function eventsWithTickets(deps: ConsumerDeps, ids: string[]): Promise<Set<string>> {
  const rows = await deps.db
    .selectFrom('responder_tickets')
    .select('event_id')
    .where('event_id', 'in', [...new Set(ids)])
    .execute();
  return new Set(rows.map((row) => row.event_id));
}
