import { uuidv7 } from '../../platform/runtime/ids.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { GROUPING_ACTOR } from '../events/actor.ts';
import type { Unit } from '../events/store.ts';
import { WARNING_RAISED, type EventSnapshot, type Warning } from '../messages.ts';
import type { Sign } from './signs.ts';

/** Writes and emits each sign once: a row that is already there (event × rule × outbreak × step) raises nothing again. */
export async function raiseWarnings(unit: Unit, event: EventSnapshot, signs: Sign[], outbreak: number): Promise<void> {
  for (const sign of signs) {
    const warning = warningOf(event, sign, unit.now);
    const { numInsertedOrUpdatedRows } = await unit.tx
      .insertInto('analyzer_warnings')
      .values({
        ...{ id: warning.id, event_id: event.id, kind: sign.kind, rule: sign.rule, outbreak, step: sign.step },
        ...{ at: unit.now, colour: sign.colour, mentions: sign.mentions, topic: event.topic, place: warning.place },
        ...{ reason: sign.reason, jurisdiction: event.jurisdiction, origin: event.origin },
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) continue;
    unit.emit({ ...WARNING_RAISED, key: event.id, payload: warning });
    unit.audit({
      ...{ actor: GROUPING_ACTOR, action: 'warning.raise', subject: { kind: 'event', id: event.id } },
      detail: { rule: sign.rule, step: sign.step, colour: sign.colour },
    });
  }
}

function warningOf(event: EventSnapshot, sign: Sign, now: Date): Warning {
  return {
    ...{ id: uuidv7(now), kind: sign.kind, eventId: event.id, title: event.title },
    ...{ at: toLocalIso(now), colour: sign.colour },
    ...{ mentions: sign.mentions, topic: event.topic, place: event.places[0]?.name ?? null, reason: sign.reason },
    ...{ rule: sign.rule, jurisdiction: event.jurisdiction, origin: event.origin },
  };
}
