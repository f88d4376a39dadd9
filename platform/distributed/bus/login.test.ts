import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaSettings } from '../../../config/engine-settings.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { kafkaSettings, kafkaWorld, numbers, readNumbers, type Got } from '../../../tests/harness/kafka.ts';
import { createKafka, fetchKafkaJars, freePort, type Engine } from '../../../tools/engines/index.ts';

const engines = await testEngines('kafka');
const JAAS = 'org.apache.kafka.common.security';
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

describe.skipIf(engines.missing !== null)('login to Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-kafka-login-'));
  let kafka: Engine;
  let door: string;

  beforeAll(async () => {
    const [port, loginPort, controllerPort] = [await freePort(), await freePort(), await freePort()];
    door = `127.0.0.1:${loginPort}`;
    const listeners = `PLAINTEXT://127.0.0.1:${port},SASL_PLAINTEXT://${door}`;
    const login = 'listener.name.sasl_plaintext';
    kafka = await createKafka({
      ...{ folder, port },
      properties: {
        listeners: `${listeners},CONTROLLER://127.0.0.1:${controllerPort}`,
        'advertised.listeners': listeners,
        'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
        'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
        [`${login}.plain.sasl.jaas.config`]: `${JAAS}.plain.PlainLoginModule required user_chief="secret" user_guest="guest";`,
        [`${login}.scram-sha-256.sasl.jaas.config`]: `${JAAS}.scram.ScramLoginModule required;`,
        [`${login}.scram-sha-512.sasl.jaas.config`]: `${JAAS}.scram.ScramLoginModule required;`,
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:ANONYMOUS;User:chief',
      },
    });
    await kafka.start();
    // One at a time: the broker takes no two credentials of a user in one request.
    for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
      const what = ['--alter', '--add-config', `${mechanism}=[password=secret]`, '--entity-type', 'users'];
      const tool = ['-cp', fetchKafkaJars(), 'kafka.admin.ConfigCommand', '--bootstrap-server', `127.0.0.1:${port}`];
      const { status, stdout, stderr } = spawnSync('java', [...tool, ...what, '--entity-name', 'chief'], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stdout + stderr);
    }
  }, 120_000);
  afterAll(async () => {
    await kafka?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const as = (mechanism: (typeof MECHANISMS)[number], username: string, password: string) =>
    kafkaWorld(kafkaSettings(door, { sasl: { mechanism, username, password } satisfies KafkaSettings['sasl'] }));

  it.each(MECHANISMS)(
    'carries messages after a login by %s',
    async (mechanism) => {
      const world = as(mechanism, 'chief', 'secret');
      const [topic, got] = [await world.newTopic(), [] as Got[]];
      const bus = world.open();
      await bus.publish(numbers(topic, 0, 10, String));
      await readNumbers(bus, topic, got);
      await expect.poll(() => got.length, { timeout: 30_000 }).toBe(10);
      await world.close();
    },
    60_000,
  );

  it.each(MECHANISMS)(
    'says that the password is wrong (%s)',
    async (mechanism) => {
      const world = as(mechanism, 'chief', 'wrong');
      const refused = await world.newTopic().catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'misconfigured' });
      expect((refused as Error).message).toContain('请核对 KAFKA_SASL、KAFKA_USERNAME、KAFKA_PASSWORD');
      expect((refused as Error).message).not.toContain('wrong');
      await world.close();
    },
    60_000,
  );

  it('says that the account may not make topics', async () => {
    const world = as('plain', 'guest', 'guest');
    const refused = await world.newTopic().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'misconfigured' });
    expect((refused as Error).message).toMatch(/Kafka 账号没有.*权限/);
    await world.close();
  }, 60_000);
});
