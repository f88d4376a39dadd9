import { uuidv7 } from '../../platform/runtime/ids.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { GROUPING_ACTOR } from '../events/actor.ts';
import type { Unit } from '../events/store.ts';
import { WARNING_RAISED, type EventSnapshot, type Warning } from '../messages.ts';
import type { Sign } from './signs.ts';

export interface Raising {
  event: EventSnapshot;
  signs: readonly Sign[];
  /** Number of the outbreak the signs belong to. */
  outbreak: number;
}

/** Writes and emits each sign once: a row that is already there (event × rule × outbreak × step) raises nothing again. */
export async function raiseWarnings(unit: Unit, raisings: readonly Raising[]): Promise<void> {
  const due = raisings.flatMap(({ event, signs, outbreak }) =>
    signs.map((sign) => ({ event, sign, outbreak, warning: warningOf(event, sign, unit.now) })),
  );
  if (due.length === 0) return;
  const inserted = await unit.tx
    .insertInto('analyzer_warnings')
    .values(
      due.map(({ event, sign, outbreak, warning }) => ({
        ...{ id: warning.id, event_id: event.id, kind: sign.kind, rule: sign.rule, outbreak, step: sign.step },
        ...{ at: unit.now, colour: sign.colour, mentions: sign.mentions, topic: event.topic, place: warning.place },
        ...{ reason: sign.reason, jurisdiction: event.jurisdiction, origin: event.origin },
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const fresh = new Set(inserted.map(({ id }) => id));
  for (const { event, sign, warning } of due.filter((each) => fresh.has(each.warning.id))) {
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
