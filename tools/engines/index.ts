import type { Engine, EngineName } from './engine.ts';
import { fetchKafkaJars } from './kafka-jars.ts';
import { createKafka } from './kafka.ts';
import { createPostgres } from './postgres.ts';
import { createRedis } from './redis.ts';

export { EngineMissing, type Engine, type EngineName } from './engine.ts';
export { createKafka, createPostgres, createRedis, fetchKafkaJars };
export { freePort } from './server-process.ts';

export const ENGINES: readonly EngineName[] = ['postgres', 'redis', 'kafka'];

const MAKERS: Record<EngineName, (options: { folder: string; port?: number }) => Promise<Engine>> = {
  kafka: createKafka,
  redis: createRedis,
  postgres: createPostgres,
};

/** A real server in `folder`/NAME, not yet started. @throws EngineMissing saying what is missing and how to get it. */
export const createEngine = (name: EngineName, folder: string, port?: number): Promise<Engine> =>
  MAKERS[name]({ folder, ...(port !== undefined && { port }) });
