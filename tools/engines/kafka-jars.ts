import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { assetPath } from '../../platform/runtime/assets.ts';
import { EngineMissing } from './engine.ts';

const pom = (): string => assetPath('tools', 'kafka', 'pom.xml');

export const kafkaVersion = (): string => /<kafka.version>([\d.]+)</.exec(readFileSync(pom(), 'utf8'))![1]!;

/** Outside the repository, so that every clone shares it. */
const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'huiying', `kafka-${kafkaVersion()}`);

const LOGGER = 'log4j2.properties';

/** Class path of the broker, or null when the jars have not been fetched. */
export function kafkaJars(): string | null {
  const folder = cacheFolder();
  return existsSync(join(folder, 'complete')) ? join(folder, 'libs', '*') : null;
}

/**
 * Fetches the jars from Maven Central once (43 MB). Two at a time do not disturb one another: the last rename wins.
 * @throws EngineMissing when Java or Maven is missing, or the download fails.
 */
export function fetchKafkaJars(): string {
  const known = kafkaJars();
  if (known !== null) return known;
  javaOrThrow();
  if (spawnSync('mvn', ['--version']).status !== 0)
    throw new EngineMissing('Maven is not installed (it fetches Kafka): apt-get install maven');
  const folder = cacheFolder();
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  cpSync(pom(), join(draft, 'pom.xml'));
  const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'];
  const { status, stdout, stderr } = spawnSync('mvn', goal, { cwd: draft, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new EngineMissing(`Maven could not fetch Kafka:\n${`${stdout}${stderr}`.trim().slice(-1_000)}`);
  }
  writeFileSync(join(draft, 'complete'), '');
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  return join(folder, 'libs', '*');
}

export const loggerConfig = (): string => assetPath('tools', 'kafka', LOGGER);

/** @throws EngineMissing unless a Java of 17 or newer is on the PATH. */
export function javaOrThrow(): void {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
  if (major < 17)
    throw new EngineMissing(
      'Java 17 or newer is not installed (it runs Kafka): apt-get install openjdk-17-jre-headless',
    );
}
