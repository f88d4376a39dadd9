import { createRedisBackend, type ConnectionOptions, type RedisQueueBackend } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import type { BullBackend } from '../../runtime/bull-backend.ts';
import type { Logger } from '../../runtime/log.ts';
import { pause } from '../../runtime/system-time.ts';
import { COMMAND_MS, endRedis, openRedis, pingRedis } from '../redis/connect.ts';
import { missingRule } from '../redis/rights.ts';

export interface RedisJobsBackend extends BullBackend<RedisQueueBackend, ConnectionOptions> {
  /** For /readyz. @throws when Redis does not answer. */
  ping(): Promise<void>;
}

/** Schedules lost by a flush are back after this at the latest. */
const RECONCILE_MS = 1_500;
/**
 * What the asking connection itself says when its time is up before ours: on a loaded machine either clock may run out first, and a start
 * that took the one for an outage and the other for a fault would end the process.
 */
const SILENCE =
  /^(Command timed out|Connection is closed\.|Stream isn't writeable|Reached the max retries per request)/u;
/** What a worker says while Redis is away, hangs or loads its data. */
const OUTAGE =
  /\bE(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOST|NET)|^(LOADING|MASTERDOWN|Socket timeout)|sentinels are unreachable/u;
/** Leaving while Redis is away: the longest wait for the connections to give up. */
const LEAVE_MS = 3_000;

/**
 * BullMQ on Redis. Callers (runAt, schedule) use a connection that refuses at once while Redis is away; workers use one that waits for it.
 * A job whose process died or whose answer got lost in a broken connection is taken up again within some 10 s.
 */
export function redisJobsBackend(settings: RedisSettings, log: Logger): RedisJobsBackend {
  const asking = openRedis(settings, log, { name: 'jobs', waits: false });
  const working = openRedis(settings, log, { name: 'jobs worker', waits: true });
  const blocking = new Set<Redis>();
  const prefix = `${settings.prefix}:jobs`;
  follow(working, blocking);
  // Not yet connected is not away: the first callers wait a moment.
  let isAway = false;
  asking.on('close', () => (isAway = true)).on('ready', () => (isAway = false));
  const all = (): Redis[] => [asking, working, ...blocking];
  return {
    factory: (name, options, extra = {}) => {
      const connection = extra.withBlockingConnection ? working : asking;
      return createRedisBackend(name, { ...options, prefix, connection } as never, extra);
    },
    connection: {},
    ...{ limitMs: COMMAND_MS - 100, reconcileMs: RECONCILE_MS, standsIn: true },
    worker: { lockDuration: 10_000, stalledInterval: 3_000, runRetryDelay: 500, drainDelay: 1 },
    isAway: () => isAway,
    isSilence: (error) => error instanceof Error && SILENCE.test(error.message),
    isOutage: (error) =>
      isAway || (error instanceof Error && (SILENCE.test(error.message) || OUTAGE.test(error.message))),
    faultOf: (error) => {
      const rule = missingRule(error, settings.prefix);
      return rule === null
        ? null
        : `Redis 账号缺少权限 ${rule}，定时任务改由各进程自行执行，即时任务停顿：请用 ACL SETUSER 为该账号加上 ${rule}。`;
    },
    onReturn: (listener) => void asking.on('ready', listener),
    // One that answers but takes nothing (full, read-only, rights withdrawn) is of no use either.
    ping: async () => {
      await pingRedis(asking);
      await asking.set(`${settings.prefix}:ready`, '1', 'PX', 1_000);
    },
    leave: () => leave([working, ...blocking]),
    close: () => Promise.resolve(endRedis(...all())),
  };
}

/** BullMQ makes a connection of its own for each worker from ours; whoever ends ours has to know them. */
function follow(working: Redis, blocking: Set<Redis>): void {
  const duplicate = working.duplicate.bind(working);
  working.setMaxListeners(0);
  working.duplicate = (override) => {
    const copy = duplicate(override);
    copy.on('error', () => undefined); // BullMQ tells the worker, which tells the log
    copy.on('end', () => blocking.delete(copy));
    // It comes back to life when BullMQ connects it again.
    copy.on('connect', () => blocking.add(copy));
    blocking.add(copy);
    return copy;
  };
}

/**
 * A worker that closes waits for the end of its connections, which one without a socket never tells. So what is away is ended first.
 * What answers is left alone: its workers finish their jobs.
 */
async function leave(connections: Redis[]): Promise<void> {
  const away = connections.filter(({ status }) => status !== 'ready' && status !== 'end');
  if (away.length === 0) return;
  const ended = away.map((redis) => new Promise((resolve) => redis.once('end', resolve)));
  endRedis(...away);
  await Promise.race([Promise.all(ended), pause(LEAVE_MS)]);
}
