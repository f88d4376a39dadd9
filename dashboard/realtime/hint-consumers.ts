import { z } from 'zod';
import { EVENT_CHANGED, MENTION_ANALYZED, WARNING_RAISED } from '../../analyzer/messages.ts';
import { eventSnapshotSchema, warningSchema } from '../../analyzer/messages.ts';
import { TICKET_CHANGED, ticketChangedSchema } from '../../responder/messages.ts';
import type { Consume, Origin } from '../../platform/runtime/kernel.ts';
import type { EventUnits } from '../rooms/event-units.ts';
import type { Hint } from '../api/schemas/hints.ts';
import { roomsFor, type Audience } from './audience.ts';
import type { Hearers } from './hearers.ts';

/** Consumer group of the dashboard. */
export const GROUP = 'dashboard';
const MAX_BATCH = 500;

export interface HintSink {
  /** A hint for these rooms. */
  tell(rooms: readonly string[], hint: Hint): void;
  eventUnits: Pick<EventUnits, 'learn'>;
  hearers: Hearers;
}

const NOBODY: Audience = { overseers: [], units: [] };
type Stoppable = Awaited<ReturnType<Consume>>;

/** Turns the four topics into hints. A hint told twice does no harm, so delivery at least once is enough. */
export async function consumeHints(consume: Consume, sink: HintSink): Promise<Stoppable[]> {
  return [
    await consumeMentions(consume, sink),
    await consumeEvents(consume, sink),
    await consumeWarnings(consume, sink),
    await consumeTickets(consume, sink),
  ];
}

/** Departments hear of new posts through their events, never of the stream as a whole. */
const consumeMentions = (consume: Consume, sink: HintSink): Promise<Stoppable> =>
  consume({
    group: GROUP,
    topic: MENTION_ANALYZED.topic,
    accepts: MENTION_ANALYZED,
    // Only the origin is read: the rest was checked when it was written.
    schema: z.object({ mention: z.object({ origin: z.enum(['live', 'demo', 'drill']) }) }),
    maxBatch: MAX_BATCH,
    handle(messages) {
      const origins = new Set(messages.map((message) => message.payload.mention.origin));
      const rooms = (origin: Origin): string[] => roomsFor(origin, sink.hearers.ofAnything());
      for (const origin of origins) sink.tell(rooms(origin), { entity: 'mentions', id: '*', revision: 0 });
      return Promise.resolve();
    },
  });

const consumeEvents = (consume: Consume, sink: HintSink): Promise<Stoppable> =>
  consume({
    group: GROUP,
    topic: EVENT_CHANGED.topic,
    accepts: EVENT_CHANGED,
    schema: eventSnapshotSchema.pick({ id: true, revision: true, origin: true, accused: true }),
    maxBatch: MAX_BATCH,
    async handle(messages) {
      // The last word on each event is enough.
      const events = [...new Map(messages.map(({ payload }) => [payload.id, payload])).values()];
      const audiences = await sink.hearers.ofEvents(events);
      for (const { id, revision, origin } of events) {
        sink.tell(roomsFor(origin, audiences.get(id) ?? NOBODY), { entity: 'event', id, revision });
      }
    },
  });

const consumeWarnings = (consume: Consume, sink: HintSink): Promise<Stoppable> =>
  consume({
    group: GROUP,
    topic: WARNING_RAISED.topic,
    accepts: WARNING_RAISED,
    schema: warningSchema.pick({ id: true, eventId: true, origin: true }),
    maxBatch: MAX_BATCH,
    async handle(messages) {
      const audiences = await sink.hearers.ofEventIds(messages.flatMap(({ payload }) => payload.eventId ?? []));
      for (const { payload } of messages) {
        const of = payload.eventId === null ? sink.hearers.ofAnything() : audiences.get(payload.eventId);
        sink.tell(roomsFor(payload.origin, of ?? NOBODY), { entity: 'warning', id: payload.id, revision: 0 });
      }
    },
  });

const consumeTickets = (consume: Consume, sink: HintSink): Promise<Stoppable> =>
  consume({
    group: GROUP,
    topic: TICKET_CHANGED.topic,
    accepts: TICKET_CHANGED,
    schema: ticketChangedSchema,
    maxBatch: MAX_BATCH,
    async handle(messages) {
      await sink.eventUnits.learn(messages.map((message) => message.payload));
      const audiences = await sink.hearers.ofTickets(messages.map((message) => message.payload));
      for (const { payload } of messages) {
        const rooms = roomsFor(payload.origin, audiences.get(payload.id) ?? NOBODY);
        sink.tell(rooms, { entity: 'ticket', id: payload.id, revision: payload.revision });
        // Whatever changed a ticket may have rung somebody.
        sink.tell(rooms, { entity: 'notification', id: '*', revision: 0 });
      }
    },
  });
