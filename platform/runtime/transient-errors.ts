import { isDatabaseAway } from './database.ts';
import { AppError } from './errors.ts';

/** The engine was away, the work itself may be fine: try again for as long as it takes, never blame the message. */
export function isOutage(error: unknown): boolean {
  return error instanceof AppError ? error.code === 'unavailable' : isDatabaseAway(error);
}

/** Serialisation failure or deadlock: the same transaction may well succeed the next time. */
export function isContention(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40001' || code === '40P01';
}
