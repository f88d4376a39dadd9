import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { EngineMissing, type Engine } from './engine.ts';
import { javaOrThrow, kafkaJars, loggerConfig } from './kafka-jars.ts';
import { freePort, serverProcess } from './server-process.ts';

export interface KafkaOptions {
  folder: string;
  port?: number;
  /** server.properties on top of ours, for instance a SASL listener. */
  properties?: Record<string, string>;
  /** More options of the JVM, for instance -Djava.security.auth.login.config. */
  jvm?: string[];
  /** Asks the broker whether it serves; default: kafkajs without login. */
  ready?: (broker: string) => Promise<void>;
}

/** One broker that is its own controller (KRaft). @throws EngineMissing without Java 17 or without the jars. */
export async function createKafka(options: KafkaOptions): Promise<Engine> {
  javaOrThrow();
  const jars = kafkaJars();
  if (jars === null) throw new EngineMissing('Kafka has not been fetched yet: npm run engines -- --fetch');
  const folder = join(options.folder, 'kafka');
  mkdirSync(folder, { recursive: true });
  const port = options.port ?? (await freePort());
  const file = join(folder, 'server.properties');
  const settings = { ...ownProperties(folder, port, await freePort()), ...options.properties };
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
  format(jars, file, folder);
  const broker = `127.0.0.1:${port}`;
  const memory = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', `-Dlog4j2.configurationFile=${loggerConfig()}`];
  return serverProcess({
    ...{ name: 'kafka', folder, port, command: 'java' },
    env: { KAFKA_BROKERS: broker },
    args: [...memory, ...(options.jvm ?? []), '-cp', jars, 'kafka.Kafka', file],
    ready: () => (options.ready ?? untilServing)(broker),
  });
}

function ownProperties(folder: string, port: number, controllerPort: number): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
    'num.partitions': '4',
  };
}

/** Once for a folder; a cluster id marks whose data these are. */
function format(jars: string, file: string, folder: string): void {
  if (existsSync(join(folder, 'data', 'meta.properties'))) return;
  const id = randomBytes(16).toString('base64url');
  // In one word: an id may begin with a hyphen.
  const tool = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', `--cluster-id=${id}`, '-c', file];
  const { status, stdout, stderr } = spawnSync('java', ['-XX:TieredStopAtLevel=1', '-cp', jars, ...tool], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Kafka's storage could not be formatted:\n${stdout}${stderr}`);
}

/** The port answers before the broker knows who leads what. */
async function untilServing(broker: string): Promise<void> {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
  for (const until = Date.now() + 60_000; ; await pause(100)) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      await admin.listTopics();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
