import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaSettings } from '../../../config/engine-settings.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { kafkaSettings, kafkaWorld } from '../../../tests/harness/kafka.ts';
import { createKafka, freePort, type Engine } from '../../../tools/engines/index.ts';

const engines = await testEngines('kafka');
const JAAS = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_chief="secret";';

/** A broker with a port of each kind; whoever comes to the wrong one is told which setting to change. */
describe.skipIf(engines.missing !== null)('a port of Kafka of another kind than the settings say', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-kafka-door-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (line: string): void =>
    void execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });
  const doors: Record<'plain' | 'login' | 'tls' | 'tlsLogin', string> = { plain: '', login: '', tls: '', tlsLogin: '' };
  let kafka: Engine;

  beforeAll(async () => {
    openssl(
      'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout b.key -out b.crt',
    );
    writeFileSync(path('b.pem'), readFileSync(path('b.key'), 'utf8') + readFileSync(path('b.crt'), 'utf8'));
    const [port, login, tls, tlsLogin, controller] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    Object.assign(doors, {
      plain: `localhost:${port}`,
      login: `localhost:${login}`,
      tls: `localhost:${tls}`,
      tlsLogin: `localhost:${tlsLogin}`,
    });
    const listeners = `PLAINTEXT://127.0.0.1:${port},SASL_PLAINTEXT://localhost:${login},SSL://localhost:${tls},SASL_SSL://localhost:${tlsLogin}`;
    kafka = await createKafka({
      ...{ folder, port },
      properties: {
        listeners: `${listeners},CONTROLLER://127.0.0.1:${controller}`,
        'advertised.listeners': listeners,
        'controller.quorum.voters': `1@127.0.0.1:${controller}`,
        'listener.security.protocol.map':
          'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
        'sasl.enabled.mechanisms': 'PLAIN',
        'listener.name.sasl_plaintext.plain.sasl.jaas.config': JAAS,
        'listener.name.sasl_ssl.plain.sasl.jaas.config': JAAS,
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': path('b.pem'),
      },
    });
    await kafka.start();
  }, 120_000);
  afterAll(async () => {
    await kafka?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const tls = (): KafkaSettings['tls'] => ({ ca: readFileSync(path('b.crt'), 'utf8'), cert: null, key: null });
  const sasl = (mechanism: 'plain' | 'scram-sha-512') => ({ mechanism, username: 'chief', password: 'secret' });
  const atDoor = async (door: keyof typeof doors, settings: Partial<KafkaSettings>): Promise<unknown> => {
    const world = kafkaWorld(kafkaSettings(doors[door], settings));
    const said = await world.newTopic().then(
      () => 'let in',
      (error: unknown) => error,
    );
    await world.close();
    return said;
  };

  it.each<[string, keyof typeof doors, () => Partial<KafkaSettings>, string]>([
    ['a login where none is asked', 'plain', () => ({ sasl: sasl('plain') }), 'KAFKA_SASL 为 plain：请改用要求登录'],
    ['no login where one is asked', 'login', () => ({}), '要求登录（PLAIN），而 KAFKA_SASL 为 off'],
    [
      'a mechanism that is not offered',
      'login',
      () => ({ sasl: sasl('scram-sha-512') }),
      '不提供 KAFKA_SASL 所设的 scram-sha-512，只提供 PLAIN',
    ],
    ['TLS at a plain port', 'plain', () => ({ tls: tls() }), '是明文，而 KAFKA_TLS 为 on'],
    [
      'TLS at a plain port with login',
      'login',
      () => ({ tls: tls(), sasl: sasl('plain') }),
      '是明文，而 KAFKA_TLS 为 on',
    ],
    ['plain words at a TLS port', 'tls', () => ({}), '使用 TLS，而 KAFKA_TLS 为 off'],
    ['a plain login at a TLS port', 'tlsLogin', () => ({ sasl: sasl('plain') }), '使用 TLS，而 KAFKA_TLS 为 off'],
    [
      'no login at a TLS port that asks for one',
      'tlsLogin',
      () => ({ tls: tls() }),
      '要求登录（PLAIN），而 KAFKA_SASL 为 off',
    ],
    [
      'a login at a TLS port that asks for none',
      'tls',
      () => ({ tls: tls(), sasl: sasl('plain') }),
      'KAFKA_SASL 为 plain：请改用要求登录',
    ],
  ])(
    '%s',
    async (_name, door, settings, words) => {
      const said = await atDoor(door, settings());
      expect(said).toMatchObject({ code: 'misconfigured', message: expect.stringContaining(words) as string });
      expect((said as Error).message).not.toContain('secret');
    },
    60_000,
  );

  it.each<[keyof typeof doors, () => Partial<KafkaSettings>]>([
    ['plain', () => ({})],
    ['login', () => ({ sasl: sasl('plain') })],
    ['tls', () => ({ tls: tls() })],
    ['tlsLogin', () => ({ tls: tls(), sasl: sasl('plain') })],
  ])(
    'lets in who comes as it wants (%s)',
    async (door, settings) => {
      expect(await atDoor(door, settings())).toBe('let in');
    },
    60_000,
  );

  it('cannot tell when nobody answers, but names the possibility', async () => {
    const world = kafkaWorld(kafkaSettings('127.0.0.1:1'));
    await expect(world.newTopic()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('KAFKA_TLS、KAFKA_SASL') as string,
    });
    await world.close();
  }, 60_000);
});
