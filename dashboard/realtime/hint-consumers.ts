import { z } from 'zod';
import { EVENT_CHANGED, MENTION_ANALYZED, WARNING_RAISED } from '../../analyzer/messages.ts';
import { eventSnapshotSchema, warningSchema } from '../../analyzer/messages.ts';
import { TICKET_CHANGED, ticketChangedSchema } from '../../responder/messages.ts';
import type { Consume } from '../../platform/runtime/kernel.ts';
import type { EventUnits } from '../rooms/event-units.ts';
import type { Hint } from '../api/schemas/hints.ts';
import { roomsFor } from './audience.ts';

/** Consumer group of the dashboard. */
export const GROUP = 'dashboard';
const MAX_BATCH = 500;

export interface HintSink {
  /** A hint for these rooms. */
  tell(rooms: readonly string[], hint: Hint): void;
  eventUnits: Pick<EventUnits, 'learn' | 'unitsOf'>;
}

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
      for (const origin of origins) sink.tell(roomsFor(origin, []), { entity: 'mentions', id: '*', revision: 0 });
      return Promise.resolve();
    },
  });

const consumeEvents = (consume: Consume, sink: HintSink): Promise<Stoppable> =>
  consume({
    group: GROUP,
    topic: EVENT_CHANGED.topic,
    accepts: EVENT_CHANGED,
    schema: eventSnapshotSchema.pick({ id: true, revision: true, origin: true }),
    maxBatch: MAX_BATCH,
    async handle(messages) {
      // The last word on each event is enough.
      const events = [...new Map(messages.map(({ payload }) => [payload.id, payload])).values()];
      const units = await sink.eventUnits.unitsOf(events.map((event) => event.id));
      for (const { id, revision, origin } of events) {
        sink.tell(roomsFor(origin, units.get(id) ?? []), { entity: 'event', id, revision });
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
      const eventIds = messages.flatMap(({ payload }) => payload.eventId ?? []);
      const units = await sink.eventUnits.unitsOf(eventIds);
      for (const { payload } of messages) {
        const own = payload.eventId === null ? [] : (units.get(payload.eventId) ?? []);
        sink.tell(roomsFor(payload.origin, own), { entity: 'warning', id: payload.id, revision: 0 });
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
      const visible = await sink.eventUnits.unitsOf([...new Set(messages.map(({ payload }) => payload.eventId))]);
      for (const { payload } of messages) {
        const may = visible.get(payload.eventId) ?? [];
        const rooms = roomsFor(
          payload.origin,
          payload.units.filter((unit) => may.includes(unit)),
        );
        sink.tell(rooms, { entity: 'ticket', id: payload.id, revision: payload.revision });
        // Whatever changed a ticket may have rung somebody.
        sink.tell(rooms, { entity: 'notification', id: '*', revision: 0 });
      }
    },
  });
