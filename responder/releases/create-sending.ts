import type { Kernel } from '../../platform/runtime/kernel.ts';
import { createOutgoing } from '../../platform/runtime/outgoing.ts';
import { startRound, type Round } from '../../platform/runtime/round.ts';
import { connectorSecrets } from '../../config/connector-secrets.ts';
import type { ResponderBooks } from '../books.ts';
import type { DeliveryOptions } from '../notifications/create-delivery.ts';
import type { ResponderTables } from '../tables.ts';
import { sendReleases } from './send-releases.ts';

export interface Sending {
  /** One round now. @returns what was taken by the other side. */
  send(): Promise<number>;
  start(): Round;
}

const ROUND = 'responder.releases';
const EVERY_MS = 1_000;

/** Releases on their way to the systems of their channels: a round of its own, so that a slow one holds nothing up. */
export function createSending(
  kernel: Kernel<ResponderTables>,
  books: ResponderBooks,
  { env = {}, outgoing }: Pick<DeliveryOptions, 'env' | 'outgoing'>,
  wake: (next: Date | null) => void,
): Sending {
  const { transact, time, log } = kernel;
  const deps = {
    ...{ transact, time, books, log, wake, secretOf: connectorSecrets(env) },
    outgoing: outgoing ?? createOutgoing(books.releases.allowInside),
  };
  const pushes = books.releases.channels.some(({ way }) => way === 'webhook');
  const send = (): Promise<number> => (pushes ? sendReleases(deps) : Promise.resolve(0));
  return { send, start: () => startRound(kernel, { name: ROUND, everyMs: EVERY_MS, work: send }) };
}
