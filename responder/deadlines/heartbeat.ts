import type { Kernel } from '../../platform/runtime/kernel.ts';
import { startRound, type Round } from '../../platform/runtime/round.ts';
import type { Outgoing } from '../../platform/runtime/outgoing.ts';
import type { ResponderTables } from '../tables.ts';
import { watchdog } from './watchdog.ts';

const EVERY_MS = 60_000;

export interface HeartbeatParts extends Pick<Kernel<ResponderTables>, 'db' | 'time' | 'log'> {
  /** Address of a service outside that rings when it is not called for some minutes. */
  url: string;
  outgoing: Outgoing;
}

/**
 * One call outside, only when the watchdog found every open ticket with a valid next moment and nothing late: a dead sweep, a dead process and a
 * dead machine are all told by the call that does not come. Nothing of any matter is sent.
 * @returns whether it called; @throws AppError when the other side was not reached or refused
 */
export async function beat({ db, time, url, outgoing }: HeartbeatParts): Promise<boolean> {
  const { state } = await watchdog(db, time.now());
  if (state !== 'ok') return false;
  const { status } = await outgoing(url, { method: 'GET', timeoutMs: 10_000, maxBytes: 64 * 1024 });
  if (status >= 400) throw new Error(`the heartbeat was answered with ${status}`);
  return true;
}

/** Each process that sweeps calls by itself; the outside service only asks whether anybody did. */
export const startHeartbeat = (parts: HeartbeatParts): Round =>
  startRound(parts, { name: 'responder.heartbeat', everyMs: EVERY_MS, work: () => beat(parts) });
