import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEngines } from '../../../tests/harness/engines.ts';
import { kafkaSettings } from '../../../tests/harness/kafka.ts';
import { createRedis, type Engine } from '../../../tools/engines/index.ts';
import { claimPrefix } from './claim-prefix.ts';

const { missing } = await testEngines('redis');

describe.skipIf(missing !== null)('a prefix', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-prefix-'));
  let redis: Engine;
  const own = (user: string, prefix: string) => ({
    ...{ url: redis.env['REDIS_URL']!.replace('//', `//${user}`), tls: null, sentinel: null, prefix },
  });
  const kafka = (prefix: string) => kafkaSettings('k1:9092', { prefix });
  beforeAll(async () => {
    const user = ['--user', 'few', 'on', '>few', '~few:*', '+@all', '--user', 'default', 'on', 'nopass', '~*', '+@all'];
    redis = await createRedis({ folder, args: user });
    await redis.start();
  });
  afterAll(async () => {
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('belongs to one installation, in all its processes and at every start', async () => {
    for (const _ of [1, 2]) await claimPrefix(own('', 'one'), kafka('one.'), 'installation-1');
    await expect(claimPrefix(own('', 'one'), kafka('other.'), 'installation-2')).rejects.toThrow('REDIS_PREFIX“one”');
    await expect(claimPrefix(own('', 'two'), kafka('one.'), 'installation-2')).rejects.toThrow('KAFKA_PREFIX“one.”');
    await claimPrefix(own('', 'two'), kafka('two.'), 'installation-2');
  });

  it('is guarded as far as the account may look', async () => {
    await claimPrefix(own('few:few@', 'few'), kafka('one.'), 'installation-3');
    await expect(claimPrefix(own('few:few@', 'few'), kafka('x.'), 'installation-4')).rejects.toThrow(
      '已由另一套系统使用',
    );
  });

  it('cannot be claimed while Redis is away: the start waits', async () => {
    await redis.stop();
    await expect(claimPrefix(own('', 'one'), kafka('one.'), 'installation-1')).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
