import { Redis, type RedisOptions as AllOptions } from 'ioredis';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import type { Logger } from '../../runtime/log.ts';
import { noticeFor, type OutageNotice } from '../outage-notice.ts';

export interface RedisPurpose {
  /** Shown in CLIENT LIST and in the log. */
  name: string;
  /**
   * true: commands wait as long as Redis is away and are sent when it is back (workers, blocking reads).
   * false: they reject at once while it is away and within COMMAND_MS when it hangs (hints, counters: nobody may wait for them).
   */
  waits: boolean;
}

/** Without replyMapping, which changes the type of the client. */
export type RedisOptions = Omit<AllOptions, 'replyMapping'>;

/** The longest a caller of an impatient connection is kept. */
export const COMMAND_MS = 1_500;
const CONNECT_MS = 3_000;
/** A host that vanished without a word is noticed after this; longer than the longest blocking read (10 s). */
const SILENCE_MS = { waits: 15_000, impatient: 4_000 };
const LONGEST_PAUSE_MS = 1_000;

/**
 * A connection that repairs itself for ever, through sentinels when they are set. It never throws on its own: what goes wrong is told
 * once an outage, for all connections together. Duplicates have the same policy. @see checkRedis for a start that explains itself.
 */
export function openRedis(settings: RedisSettings, log: Logger, purpose: RedisPurpose): Redis {
  const redis = new Redis({
    ...redisOptions(settings),
    ...policyOf(purpose),
    connectionName: `huiying ${purpose.name}`,
  });
  return watch(redis, noticeFor(settings, 'Redis', log));
}

/** Address, account, TLS and sentinels, without any policy. */
export function redisOptions({ url, tls, sentinel }: RedisSettings): RedisOptions {
  const { hostname, port, username, password, pathname } = new URL(url);
  const secure = tls && {
    ...(tls.ca !== null && { ca: tls.ca }),
    ...(tls.cert !== null && { cert: tls.cert }),
    ...(tls.key !== null && { key: tls.key }),
  };
  const account = {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    db: Number(pathname.slice(1)) || 0,
  };
  const common = { ...account, connectTimeout: CONNECT_MS, keepAlive: 10_000, noDelay: true };
  if (sentinel === null) {
    // Brackets of an IPv6 address belong to the URL only.
    const host = hostname.replace(/^\[|\]$/gu, '');
    return { ...common, host, port: Number(port || 6379), ...(secure && { tls: secure }) };
  }
  return {
    ...common,
    sentinels: sentinel.hosts,
    name: sentinel.name,
    ...(sentinel.password !== null && { sentinelPassword: sentinel.password }),
    ...(secure && { tls: secure, enableTLSForSentinelMode: true, sentinelTLS: secure }),
    sentinelCommandTimeout: CONNECT_MS,
    sentinelRetryStrategy: pauseBefore,
  };
}

/** 100 ms doubled up to a second, with some spread so that a hundred connections do not come back as one. */
const pauseBefore = (attempt: number): number =>
  Math.min(100 * 2 ** Math.min(attempt - 1, 10), LONGEST_PAUSE_MS) * (0.8 + Math.random() * 0.4);

function policyOf({ waits }: RedisPurpose): RedisOptions {
  const always: RedisOptions = {
    retryStrategy: pauseBefore,
    // A connection to a master that became a replica: go and find the new one, then send the command again.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  };
  if (waits) return { ...always, maxRetriesPerRequest: null, socketTimeout: SILENCE_MS.waits };
  return {
    ...always,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: COMMAND_MS,
    socketTimeout: SILENCE_MS.impatient,
  };
}

/** Also keeps an 'error' nobody listens to from ending the process. */
function watch(redis: Redis, notice: OutageNotice): Redis {
  redis.on('error', (error: unknown) => notice.away(redis, error));
  redis.on('ready', () => notice.back(redis));
  redis.on('end', () => notice.gone(redis));
  return redis;
}

/** @throws when Redis does not answer within COMMAND_MS; never queues. */
export async function pingRedis(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') throw new Error(`not connected (${redis.status})`);
  await redis.ping();
}

/** Ends connections now and for good, whatever state they are in. Commands under way and waiting ones reject. */
export function endRedis(...connections: Redis[]): void {
  for (const redis of connections) {
    redis.options.retryStrategy = () => null;
    redis.disconnect();
    // Between two attempts there is no socket whose end could settle what waits: one last attempt gives it one.
    if (redis.status === 'reconnecting')
      redis.connect().then(
        () => redis.disconnect(),
        () => undefined,
      );
  }
}
