import { MemoryStore, type Store } from 'express-rate-limit';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import type { Logger } from '../../runtime/log.ts';
import { endRedis, openRedis } from './connect.ts';

export interface RateLimits {
  /** For the limiter of express-rate-limit of this name; its keys are its own. */
  storeOf(limiter: string): Store;
  close(): Promise<void>;
}

/** The first hit of a window sets its end; a key without an end (written by hand) gets one. */
const HIT = `
local hits = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) left = tonumber(ARGV[1]) end
return {hits, left}`;
/** Never below zero, and no window of its own. */
const TAKE_BACK = `if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then return redis.call('DECR', KEYS[1]) end return 0`;

/**
 * Budgets of tries for all dashboard processes. Every try is counted here too: while Redis is away this process's own count decides,
 * so nobody is locked out by an outage and nobody gets boundless tries from it.
 */
export function createRateLimits(settings: RedisSettings, log: Logger): RateLimits {
  const redis = openRedis(settings, log, { name: 'limits', waits: false });
  const stores: Store[] = [];
  const storeOf = (limiter: string): Store => {
    const store = countingStore(redis, `${settings.prefix}:limit:${limiter}:`);
    stores.push(store);
    return store;
  };
  const close = async (): Promise<void> => {
    for (const store of stores) await store.shutdown?.();
    endRedis(redis);
  };
  return { storeOf, close };
}

function countingStore(redis: ReturnType<typeof openRedis>, prefix: string): Store {
  const here = new MemoryStore();
  let windowMs = 60_000;
  return {
    ...{ localKeys: false, prefix, shutdown: () => here.shutdown() },
    init(options) {
      windowMs = options.windowMs;
      here.init(options);
    },
    async increment(key) {
      const own = await here.increment(key);
      const counted = (await quietly(redis.eval(HIT, 1, prefix + key, windowMs))) as [number, number] | null;
      return counted ? { totalHits: counted[0], resetTime: new Date(Date.now() + counted[1]) } : own;
    },
    async decrement(key) {
      await here.decrement(key);
      await quietly(redis.eval(TAKE_BACK, 1, prefix + key));
    },
    async resetKey(key) {
      await here.resetKey(key);
      await quietly(redis.del(prefix + key));
    },
  };
}

/** null when Redis did not answer. */
const quietly = <R>(asked: Promise<R>): Promise<R | null> => asked.catch(() => null);
