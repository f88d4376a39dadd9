import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEngines } from '../../../tests/harness/engines.ts';
import { kafkaSettings, kafkaWorld, numbers, readNumbers, type Got } from '../../../tests/harness/kafka.ts';
import { createKafka, freePort, type Engine } from '../../../tools/engines/index.ts';

const engines = await testEngines('kafka');

/** A CA that signs the broker and a client; the broker takes nobody without a certificate of it. */
describe.skipIf(engines.missing !== null)('Kafka over mutual TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-kafka-tls-'));
  const path = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  const openssl = (line: string): void =>
    void execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });
  let kafka: Engine;
  let door: string;

  function sign(name: string): void {
    openssl(`req -newkey rsa:2048 -nodes -subj /CN=${name} -keyout ${name}.key -out ${name}.csr`);
    openssl(`x509 -req -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile san -out ${name}.crt`);
  }

  beforeAll(async () => {
    openssl('req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt');
    writeFileSync(path('san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    for (const name of ['broker', 'client']) sign(name);
    writeFileSync(path('broker.pem'), read('broker.key') + read('broker.crt'));
    const [port, tlsPort, controllerPort] = [await freePort(), await freePort(), await freePort()];
    door = `localhost:${tlsPort}`;
    const listeners = `PLAINTEXT://127.0.0.1:${port},SSL://${door}`;
    kafka = await createKafka({
      ...{ folder, port },
      properties: {
        listeners: `${listeners},CONTROLLER://127.0.0.1:${controllerPort}`,
        'advertised.listeners': listeners,
        'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': path('broker.pem'),
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': path('ca.crt'),
        'ssl.client.auth': 'required',
      },
    });
    await kafka.start();
  }, 120_000);
  afterAll(async () => {
    await kafka?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const world = (tls: { ca: string | null; cert: string | null; key: string | null } | null) =>
    kafkaWorld(kafkaSettings(door, { tls }));

  it('carries messages between those who know one another', async () => {
    const ours = world({ ca: read('ca.crt'), cert: read('client.crt'), key: read('client.key') });
    const [topic, got] = [await ours.newTopic(), [] as Got[]];
    const bus = ours.open();
    await bus.publish(numbers(topic, 0, 10, String));
    await readNumbers(bus, topic, got);
    await expect.poll(() => got.length, { timeout: 30_000 }).toBe(10);
    await ours.close();
  }, 60_000);

  it.each([
    ['does not know the CA', () => ({ ca: null, cert: read('client.crt'), key: read('client.key') })],
    ['has no certificate of its own', () => ({ ca: read('ca.crt'), cert: null, key: null })],
  ])(
    'says what to check when the client %s',
    async (_what, tls) => {
      const ours = world(tls());
      const refused = await ours.newTopic().catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: 'misconfigured',
        message: expect.stringContaining('KAFKA_CA_FILE') as string,
      });
      await ours.close();
    },
    60_000,
  );
});
