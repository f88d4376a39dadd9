import type { EventSnapshot } from '../messages.ts';
import { placePath } from './places.ts';
import type { EventRow } from './tables.ts';

/** Columns of analyzer_events that only repeat the snapshot, for filters and order. */
export function columnsOf(snapshot: EventSnapshot) {
  return {
    ...{ id: snapshot.id, revision: snapshot.revision, merged_into: snapshot.mergedInto },
    ...{ jurisdiction: snapshot.jurisdiction, origin: snapshot.origin },
    ...{ title: snapshot.title, topic: snapshot.topic, sensitivity: snapshot.sensitivity, kind: snapshot.kind },
    ...{ level_low: snapshot.level.low, level_high: snapshot.level.high, colour: snapshot.opinion.colour },
    ...{ score: snapshot.opinion.score, stage: snapshot.stage, heat: snapshot.heat },
    ...{ mentions: snapshot.counts.mentions, voices: snapshot.counts.voices, history: snapshot.history },
    places: [...new Set(snapshot.places.flatMap((place) => [place.code, ...placePath(place)]))],
    first_published_at: new Date(snapshot.firstPublishedAt),
    outbreak_published_at: new Date(snapshot.outbreakPublishedAt),
    last_published_at: new Date(snapshot.lastPublishedAt),
    occurred_at: snapshot.occurredAt ? new Date(snapshot.occurredAt.at) : null,
    detected_at: snapshot.detected ? new Date(snapshot.detected.at) : null,
    detected_by: snapshot.detected?.by ?? null,
    snapshot,
  } satisfies Partial<EventRow>;
}
