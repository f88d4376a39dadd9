import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import { speaksTls } from '../doors.ts';
import { redisOptions } from './connect.ts';
import { missingRule } from './rights.ts';

const OLDEST = [6, 2] as const;
const CHECK_MS = 5_000;

/**
 * One look before the start: reachable, let in, allowed what we need, set up not to forget.
 * @throws AppError 'unavailable' (try again later) or 'misconfigured' (a person has to change a setting), in Chinese.
 */
export async function checkRedis(settings: RedisSettings, log: Logger): Promise<void> {
  const redis = new Redis({
    ...redisOptions(settings),
    ...{ lazyConnect: true, retryStrategy: null, sentinelRetryStrategy: () => null, maxRetriesPerRequest: 0 },
    ...{ commandTimeout: CHECK_MS, connectionName: 'huiying check' },
  });
  let lastError: Error | undefined;
  redis.on('error', (error: Error) => (lastError = error));
  try {
    await redis.connect();
    warnOf(await redis.info(), log);
    await tryRights(redis, settings.prefix);
  } catch (error) {
    // connect() itself only says that the connection was closed.
    const explained = explain(lastError ?? (error as Error), settings);
    throw (explained.code === 'unavailable' && (await wrongDoor(settings))) || explained;
  } finally {
    redis.disconnect();
  }
}

function warnOf(info: string, log: Logger): void {
  const read = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'mu').exec(info)?.[1];
  const policy = read('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction')
    log.warn({ policy }, 'Redis 的 maxmemory-policy 不是 noeviction：内存用满时会丢弃定时任务，请改为 noeviction。');
  const version = read('redis_version');
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (version !== undefined && (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])))
    log.warn({ version }, 'Redis 版本低于 6.2，未经验证，请升级。');
}

/** One of each kind of command that BullMQ, the hints and the login budget use, on keys of our own that vanish by themselves. */
async function tryRights(redis: Redis, prefix: string): Promise<void> {
  const key = (kind: string): string => `${prefix}:check:${process.pid}:${kind}`;
  const script = `redis.call('set', KEYS[1], '1', 'PX', 1000) return redis.call('incr', KEYS[1])`;
  await redis.eval(script, 1, key('script'));
  // BullMQ's scripts go by their hash first, and a server that does not know one yet gets it by EVAL.
  await redis.evalsha(createHash('sha1').update(script).digest('hex'), 1, key('script')).catch((error: Error) => {
    if (!error.message.startsWith('NOSCRIPT')) throw error;
  });
  await redis.hset(key('hash'), 'a', '1');
  await redis.zadd(key('sorted'), 1, 'a');
  await redis.bzpopmin(key('sorted'), 1);
  await redis.xadd(key('stream'), 'MAXLEN', '~', 1, '*', 'a', '1');
  await redis.xread('COUNT', 1, 'STREAMS', key('stream'), '0');
  await redis.publish(`${prefix}:hints#check`, '');
  await redis.del(key('script'), key('hash'), key('sorted'), key('stream'));
}

function explain(error: Error & { code?: string }, settings: RedisSettings): AppError {
  const said = `（${error.message}）`;
  const where = placeOf(settings);
  const wrong = (text: string): AppError => new AppError('misconfigured', `${text}${said}`);
  if (/WRONGPASS|NOAUTH|invalid username-password|invalid password|AUTH <password> called/u.test(error.message))
    return wrong(`Redis（${where}）拒绝登录：请检查 REDIS_URL 中的账号和口令。`);
  const rule = missingRule(error, settings.prefix);
  if (rule !== null)
    return wrong(
      `Redis 账号权限不足：请用 ACL SETUSER 为该账号加上 ${rule}（它须能对 ${settings.prefix}:* 的键和频道使用读写、脚本、阻塞和 INFO 命令）。`,
    );
  if (isTls(error)) return wrong(`与 Redis（${where}）的 TLS 连接未能建立：请检查证书、REDIS_CA_FILE 和主机名。`);
  if (/OOM|MISCONF|READONLY/u.test(error.message))
    return new AppError('unavailable', `Redis（${where}）目前不能写入。${said}`);
  if (settings.sentinel !== null)
    return new AppError(
      'unavailable',
      `经哨兵 ${where} 找不到可用的 Redis 主节点“${settings.sentinel.name}”：请确认 REDIS_SENTINELS、REDIS_SENTINEL_NAME 无误且服务已启动。${said}`,
    );
  return new AppError(
    'unavailable',
    `连不上 Redis（${where}）：请确认地址无误、服务已启动，端口与 REDIS_URL 的 ${settings.tls === null ? 'redis://（明文）' : 'rediss://（TLS）'}相符。${said}`,
  );
}

/** Surely another kind of port than the settings say; null when it is not, or nobody answers. */
async function wrongDoor({ url, tls, sentinel }: RedisSettings): Promise<AppError | null> {
  const { hostname, port } = new URL(url);
  const door = sentinel?.hosts[0] ?? { host: hostname.replace(/^\[|\]$/gu, ''), port: Number(port || 6379) };
  const secure = await speaksTls(door, Buffer.from('PING\r\n'));
  if (secure === null || secure === (tls !== null)) return null;
  const place = `Redis（${door.host}:${door.port}）`;
  return new AppError(
    'misconfigured',
    secure
      ? `${place}的端口使用 TLS：请把 REDIS_URL 的 redis:// 改为 rediss://，或改用明文端口。`
      : `${place}的端口是明文，不使用 TLS：请把 REDIS_URL 的 rediss:// 改为 redis://，或改用 TLS 端口。`,
  );
}

const isTls = (error: Error & { code?: string }): boolean =>
  /certificate|SSL routines|altname|tlsv1/iu.test(error.message) ||
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/u.test(error.code ?? '');

/** Never the URL itself: it holds the password. */
function placeOf({ url, sentinel }: RedisSettings): string {
  if (sentinel !== null) return sentinel.hosts.map(({ host, port }) => `${host}:${port}`).join('、');
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}
