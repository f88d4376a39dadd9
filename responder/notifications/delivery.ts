import type { Counter } from 'prom-client';
import type { Time } from '../../platform/ports/time.ts';
import type { Logger } from '../../platform/runtime/log.ts';
import type { Transact } from '../../platform/runtime/kernel.ts';
import type { Outgoing } from '../../platform/runtime/outgoing.ts';
import type { ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import type { SecretOf } from './channels/open-channels.ts';

/** What sending is done with. */
export interface DeliveryDeps {
  transact: Transact<ResponderTables>;
  time: Time;
  books: ResponderBooks;
  log: Logger;
  outgoing: Outgoing;
  secretOf: SecretOf;
  /** Scheme and host people see; null = notices carry no link. */
  publicOrigin: string | null;
  counted: Counter<'channel' | 'outcome'>;
}

/** Longer than any one message may take; a process that died holding a destination is waited for so long. */
export const LEASE_MS = 120_000;

export const enabledChannels = ({ books }: Pick<DeliveryDeps, 'books'>) =>
  books.notifications.channels.filter((channel) => channel.enabled);
