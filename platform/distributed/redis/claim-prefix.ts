import { Redis } from 'ioredis';
import type { KafkaSettings, RedisSettings } from '../../../config/engine-settings.ts';
import { AppError } from '../../runtime/errors.ts';
import { redisOptions } from './connect.ts';

/**
 * Two installations under one prefix would read one another's messages without a word. The first writes its id beside the prefix, for Redis
 * and for the Kafka it uses; another is refused. A flushed Redis forgets it until the next start.
 * @throws AppError 'misconfigured' for another's prefix, 'unavailable' when Redis went away meanwhile
 */
export async function claimPrefix(settings: RedisSettings, kafka: KafkaSettings, installation: string): Promise<void> {
  const redis = new Redis({
    ...redisOptions(settings),
    ...{ lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0, commandTimeout: 5_000 },
  });
  redis.on('error', () => undefined); // the command below rejects, and that is told
  const names = [
    [`${settings.prefix}:installation`, `REDIS_PREFIX“${settings.prefix}”`],
    [`huiying-kafka:${[...kafka.brokers].sort().join(',')}:${kafka.prefix}`, `KAFKA_PREFIX“${kafka.prefix}”`],
  ] as const;
  try {
    await redis.connect();
    for (const [key, name] of names) {
      const owner = await ownerOf(redis, key, installation);
      if (owner !== installation)
        throw new AppError(
          'misconfigured',
          `${name} 已由另一套系统使用，两套系统的消息会混在一起。请为本系统另设前缀；若另一套确已停用，请删除 Redis 键 ${key}。`,
        );
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('unavailable', `Redis 没有应答（${(error as Error).message}）`);
  } finally {
    redis.disconnect();
  }
}

/** An account that may use its own prefix only cannot look beside it; then the second name stays unguarded. */
async function ownerOf(redis: Redis, key: string, installation: string): Promise<string | null> {
  try {
    await redis.set(key, installation, 'NX');
    return await redis.get(key);
  } catch (error) {
    if ((error as Error).message.startsWith('NOPERM')) return installation;
    throw error;
  }
}
