import type { Origin } from '../platform/runtime/kernel.ts';
import type { Defaulted, JsonNullable, Person } from './table-types.ts';

export type DeliveryState = 'waiting' | 'sent' | 'retrying' | 'given_up' | 'suppressed';

/** Ledger reason × recipient × channel of what leaves the house. */
export interface DeliveriesTable {
  id: string;
  notification_id: string;
  reason: string;
  recipient: string;
  channel: string;
  /** Name of the setting that holds the address; null where none is configured. */
  target: string | null;
  origin: Origin;
  lane: 'now' | 'shift' | 'digest';
  urgent: boolean;
  why: string;
  state: DeliveryState;
  state_why: string | null;
  attempts: Defaulted<number>;
  due_at: Date;
  message_id: Defaulted<string | null>;
  tried_at: Defaulted<Date | null>;
  sent_at: Defaulted<Date | null>;
  created_at: Date;
  resent_by: JsonNullable<Person>;
  resent_at: Defaulted<Date | null>;
}

/** One destination: the setting `target` of a channel. */
export interface DeliveryQueuesTable {
  channel: string;
  target: string;
  failures: Defaulted<number>;
  hold_until: Defaulted<Date | null>;
  claim: Defaulted<string | null>;
  claimed_until: Defaulted<Date | null>;
  last_success_at: Defaulted<Date | null>;
  failing_since: Defaulted<Date | null>;
  last_error: Defaulted<string | null>;
}
