import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Redis } from 'ioredis';
import type { ServerOptions } from 'socket.io';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import type { Logger } from '../../runtime/log.ts';
import { pause } from '../../runtime/system-time.ts';
import { endRedis, openRedis } from '../redis/connect.ts';

/** Whose hints may have been lost: of sockets here (we could not read), or of those everywhere (we could not write). */
export type Reach = 'here' | 'everywhere';

export interface SocketAdapter {
  /** For the constructor of a socket.io server. */
  adapter: ServerOptions['adapter'];
  /** Hints may have been lost and cross again. */
  onReturn(listener: (reach: Reach) => void): void;
  /** After the socket.io server has closed. */
  close(): Promise<void>;
}

const STREAM_LENGTH = 10_000;
/** Hints on their way to Redis; more than that are dropped, and made good by a refetch. */
const MOST_UNDER_WAY = 500;
const READ_PAUSE_MS = 1_000;

/**
 * Hints for the sockets of all dashboard processes, over one trimmed stream. Best effort: while Redis is away the sockets here still get
 * theirs at once, nothing waits and nothing is kept. Three habits of the library are set right here: it delivers locally only
 * after Redis has answered, it reads again without a pause after an error, and it lets a refused subscription end the process.
 */
export function createSocketAdapter(settings: RedisSettings, log: Logger): SocketAdapter {
  const ours: Redis[] = [];
  const listeners: ((reach: Reach) => void)[] = [];
  const state = { closed: false };
  const tell = (reach: Reach): void => listeners.forEach((listen) => !state.closed && listen(reach));
  const writer = openRedis(settings, log, { name: 'hints', waits: false });
  ours.push(writer);
  writer.duplicate = () => {
    const reader = openReader(settings, log, state);
    let wasReady = false;
    reader.on('ready', () => {
      if (wasReady) tell('here');
      wasReady = true;
    });
    ours.push(reader);
    return reader;
  };
  const stream = `${settings.prefix}:hints`;
  const options = { streamName: stream, channelPrefix: stream, maxLen: STREAM_LENGTH, onlyPlaintext: true };
  const make = createAdapter(writer, options);
  // socket.io calls it with `new`, so no arrow function.
  function adapter(namespace: unknown): ReturnType<typeof make> {
    const made = make(namespace);
    publishBeside(made, () => tell('everywhere'), writer);
    return made;
  }
  return {
    adapter: adapter as ServerOptions['adapter'],
    onReturn: (listener) => void listeners.push(listener),
    close: async () => {
      state.closed = true;
      endRedis(...ours);
    },
  };
}

type Publishing = { doPublish(message: unknown): Promise<string> };

/** Local sockets do not wait for Redis; what could not be written is remembered as one bit. */
function publishBeside(made: object, onLossMended: () => void, writer: Redis): void {
  const publishing = made as Publishing;
  const publish = publishing.doPublish.bind(publishing);
  let underWay = 0;
  let lost = false;
  const mended = (): void => {
    if (lost) onLossMended();
    lost = false;
  };
  writer.on('ready', mended);
  publishing.doPublish = async (message) => {
    if (underWay >= MOST_UNDER_WAY) {
      lost = true;
      return '';
    }
    underWay++;
    publish(message)
      .then(mended, () => (lost = true))
      .finally(() => underWay--);
    return '';
  };
}

function openReader(settings: RedisSettings, log: Logger, state: { closed: boolean }): Redis {
  const reader = openRedis(settings, log, { name: 'hints reader', waits: true });
  const read = reader.xread.bind(reader) as (...args: unknown[]) => Promise<unknown>;
  const patient = async (...args: unknown[]): Promise<unknown> => {
    try {
      return await read(...args);
    } catch (error) {
      // The library asks again at once; after the close it must not ask at all.
      if (state.closed) return new Promise(() => undefined);
      await pause(READ_PAUSE_MS);
      throw error;
    }
  };
  const subscribe = reader.subscribe.bind(reader) as (...args: unknown[]) => Promise<unknown>;
  return Object.assign(reader, {
    xread: patient as Redis['xread'],
    // Only for answers between nodes, which hints never ask for.
    subscribe: ((...args: unknown[]) => subscribe(...args).catch(() => 0)) as Redis['subscribe'],
  });
}
