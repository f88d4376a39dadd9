import type { PurgeRule } from '../platform/runtime/retention.ts';

/** Tickets and all that proves them are records and stay; a repeated request is recognised for a week. */
export const RESPONDER_PURGE_RULES: readonly PurgeRule[] = [
  { table: 'responder_idempotency_keys', class: 'transient', ageColumn: 'at', days: 7 },
  // The spread of a matter is read until its evaluation; what a clarification did is kept with the claim itself.
  {
    ...{ table: 'responder_event_counts', class: 'event', ageColumn: 'at', days: 180 },
    onlyIf: `not exists (select from responder_tickets t
      where t.event_id = responder_event_counts.event_id and t.state not in ('closed', 'archived'))`,
  },
];

/** Tables that are no records and yet have no rule by age, with the reason. */
export const RESPONDER_KEPT: Readonly<Record<string, string>> = {
  responder_events: 'one row an event, overwritten; the copy of it on the ticket is the record',
  responder_notifications: 'that somebody was told is proof for as long as the ticket is',
  responder_notification_reads: 'that somebody has seen it is proof with it',
  responder_deliveries: 'that it went out is proof with it',
  responder_delivery_queues: 'one row a destination, overwritten',
  responder_sealed_keys: 'destroyed with the seal of its ticket (N-24), never by age',
  responder_sealed_values: 'unreadable once its key is destroyed',
};
