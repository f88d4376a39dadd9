import { pino, destination, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Structured logs on stderr: stdout belongs to data. Never log texts of posts, only ids. */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination(2));
}

export const silentLog: Logger = pino({ level: 'silent' });
