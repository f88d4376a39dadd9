import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../config/settings.ts';
import { ROOT_FOLDER } from '../../platform/runtime/assets.ts';
import { checkCompose } from '../../tools/deploy/check-compose.ts';
import { checkDockerfile, isIgnored } from '../../tools/deploy/check-dockerfile.ts';
import { checkEnvExample } from '../../tools/deploy/check-env-example.ts';
import { readDeployFiles, resolved, type Compose, type DeployFiles } from '../../tools/deploy/deploy-files.ts';
import { askRealTools } from '../../tools/deploy/real-tools.ts';

const files = readDeployFiles(ROOT_FOLDER);
const composeText = readFileSync(join(ROOT_FOLDER, 'docker-compose.yml'), 'utf8');

/** The whole deployment with one word of docker-compose.yml changed. */
function damaged(from: string | RegExp, to: string): DeployFiles {
  const text = composeText.replace(from, to);
  expect(text, `${String(from)} stands in docker-compose.yml`).not.toBe(composeText);
  const broken = parse(text, { merge: true }) as Compose;
  return { ...files, compose: { 'docker-compose.yml': broken } };
}

describe('the container files as they are', () => {
  it('hold every rule of ours', () => {
    expect(checkCompose(files)).toEqual([]);
    expect(checkDockerfile(files)).toEqual([]);
    expect(checkEnvExample(files)).toEqual([]);
  });

  it('are understood by docker compose and hadolint, where this machine has them', () => {
    expect(askRealTools(ROOT_FOLDER).problems).toEqual([]);
  });

  it('give every process of a distributed installation settings it can start with', () => {
    const folder = secretsFolder();
    for (const [name, { environment = {}, command = [] }] of resolved(files.compose, 'docker-compose.yml')) {
      if (command[1] !== 'dist/main.js') continue;
      const paths = Object.entries(environment).map(([key, value]): [string, string] => [
        key,
        String(value)
          .replace(/^\/secrets\//, `${folder}/huiying/`)
          .replace(/\$\{\w+:-(.*?)\}/, '$1'),
      ]);
      const flags = { HUIYING_STAGES: command[command.indexOf('--stages') + 1]!, HUIYING_PROFILE: 'distributed' };
      const settings = readSettings({ ...Object.fromEntries(paths), ...flags });
      expect(settings.stages, name).toEqual([name]);
      expect(settings.kafka?.brokers).toEqual(['kafka:9092']);
      expect(settings.redis?.url).toMatch(/^redis:\/\/:[0-9a-f]{64}@redis:6379$/);
      expect(settings.databaseUrl).not.toBe(settings.databaseOwnerUrl);
    }
  });
});

describe('what is noticed in docker-compose.yml', () => {
  it.each([
    [
      'a port open to the network',
      "'127.0.0.1:${HUIYING_PORT:-3000}:3000'",
      "'${HUIYING_PORT:-3000}:3000'",
      'bound to 127.0.0.1',
    ],
    ['a mistyped setting', 'HUIYING_LOG: $', 'HUIYING_LOGS: $', 'HUIYING_LOGS'],
    ['a setting of a wrong value', '${HUIYING_LOG:-info}', '${HUIYING_LOG:-loud}', 'loud'],
    ['a mistyped broker property', 'KAFKA_AUTO_CREATE_TOPICS_ENABLE', 'KAFKA_AUTO_CREATE_TOPIC_ENABLE', 'nobody knows'],
    ['a secret that nobody makes', '/secrets/redis-url', '/secrets/redis-uri', 'nobody makes this secret'],
    [
      'a secret from a volume that is not mounted',
      'HUIYING_KEY_FILE: /secrets',
      'HUIYING_KEY_FILE: /keys',
      'no mounted volume',
    ],
    ['a writable volume of secrets', 'secrets-redis:/secrets:ro', 'secrets-redis:/secrets', 'read-only'],
    [
      'a password in the file',
      'POSTGRES_PASSWORD_FILE: /docker-entrypoint-initdb.d/owner-password',
      'POSTGRES_PASSWORD: letmein',
      'use POSTGRES_PASSWORD_FILE',
    ],
    [
      'a password in an address',
      'DATABASE_URL_FILE: /secrets/database-url',
      'DATABASE_URL: postgres://a:b@postgres/x',
      'use DATABASE_URL_FILE',
    ],
    ['another broker than the tested one', /apache\/kafka:[\d.]+/, 'apache/kafka:3.9.0', 'another version'],
    ['an image without a tag', 'redis:7-bookworm', 'redis', 'no fixed tag'],
    ['the newest image whatever it is', 'postgres:18-bookworm', 'postgres:latest', 'no fixed tag'],
    ['a writable root', '  read_only: true\n  tmpfs', '  tmpfs', 'read_only'],
    ['kept capabilities', '  cap_drop: [ALL]\n', '', 'cap_drop'],
    ['no limit of memory', '    mem_limit: 1536m\n', '', 'mem_limit'],
    ['no health check', /\n {2}healthcheck: &ready[\s\S]*?retries: 4\n/, '\n', 'healthcheck'],
    ['a health check of something else', "3000/readyz'", "3000/'", '/readyz'],
    ['no restart', '  restart: unless-stopped\n  stop_grace_period: 40s', '  stop_grace_period: 40s', 'restart'],
    ['a name that hinders a second one', '  analyzer:\n', '  analyzer:\n    container_name: analyzer\n', '--scale'],
    [
      'a port that hinders a second one',
      '  responder:\n',
      "  responder:\n    ports: ['127.0.0.1:3009:3000']\n",
      '--scale',
    ],
    ['a stage that nobody runs', '--stages, responder', '--stages, analyzer', 'no service runs responder'],
    ['engines reachable from outside', 'internal: true', 'internal: false', 'internal'],
    ['a volume nobody declared', '\n  kafka:\n  data:', '\n  data:', 'volume kafka is not declared'],
    [
      'waiting for a service that is not there',
      'kafka: {condition: service_healthy}',
      'queue: {condition: service_healthy}',
      'no service',
    ],
    [
      'waiting in the wrong way',
      'redis: {condition: service_healthy}',
      'redis: {condition: service_started}',
      'waits for redis',
    ],
    ['a service that would fetch our image', 'pull_policy: never', 'pull_policy: always', 'pull_policy'],
    ['a key that compose does not know', 'stop_grace_period: 40s', 'stop_grace_time: 40s', 'no such key'],
  ])('%s', (_what, from, to, said) => {
    expect(checkCompose(damaged(from, to)).join('\n')).toContain(said);
  });
});

describe('what is noticed in the Dockerfile and beside it', () => {
  it.each([
    ['root', 'USER 1000:1000', 'USER root', 'run as root'],
    ['no user at all', 'USER 1000:1000', '', 'run as root'],
    ['a mistyped instruction', 'EXPOSE 3000', 'EXPORT 3000', 'no such instruction'],
    ['a stage of another name', '--from=build /app/dist', '--from=builder /app/dist', 'no such stage'],
    ['a file that is not there', 'COPY package.json package-lock.json', 'COPY package.json yarn.lock', 'no such file'],
    ['a file that the builder does not see', 'COPY package.json package-lock.json', 'COPY README.md', 'kept out'],
    ['an image without a tag', 'node:24-bookworm-slim', 'node', 'no fixed tag'],
    ['no health check', 'HEALTHCHECK', 'LABEL', 'HEALTHCHECK is missing'],
    [
      'the maker of secrets left behind',
      ' /app/scripts/make-secrets.mjs',
      '',
      'does not carry scripts/make-secrets.mjs',
    ],
  ])('%s', (_what, from, to, said) => {
    const dockerfile = files.dockerfile.replace(from, to);
    expect(dockerfile).not.toBe(files.dockerfile);
    expect(checkDockerfile({ ...files, dockerfile }).join('\n')).toContain(said);
  });

  it('a .dockerignore that lets secrets in or keeps sources out', () => {
    const without = (line: string): string => files.dockerignore.replace(`${line}\n`, '');
    expect(checkDockerfile({ ...files, dockerignore: without('*') }).join()).toContain('lets .git/config in');
    expect(checkDockerfile({ ...files, dockerignore: without('**/.env*') }).join()).toContain('lets config/.env in');
    expect(checkDockerfile({ ...files, dockerignore: without('!platform') }).join()).toContain('keeps platform/');
  });

  it('an .env.example that tells too little, too much, or sets something', () => {
    const told = (envExample: string): string => checkEnvExample({ ...files, envExample }).join('\n');
    expect(told(files.envExample.replace('# HUIYING_PORT=3000\n', ''))).toContain('does not tell of HUIYING_PORT');
    expect(told(`${files.envExample}# HUIYING_COLOUR=red\n`)).toContain('nobody asks for');
    expect(told(`${files.envExample}HUIYING_PORT=80\n`)).toContain('by itself');
  });
});

it.each([
  ['*\n!a', 'a/b', false],
  ['*\n!a', 'ab', true],
  ['*\n!a\n**/*.test.ts', 'a/b/c.test.ts', true],
  ['**/dist', 'dist/x.js', true],
  ['**/dist', 'a/distance', false],
  ['# a\n', 'a', false],
])('.dockerignore %j says of %s: ignored %s', (ignore, path, ignored) => {
  expect(isIgnored(ignore, path)).toBe(ignored);
});

describe('the maker of secrets', () => {
  it('makes passwords that only their reader can open, and no two alike', () => {
    const folder = secretsFolder();
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim();
    for (const name of files.secrets.filter((each) => !each.endsWith('.sh')))
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o400);
    expect(statSync(join(folder, 'postgres/create-app-role.sh')).mode & 0o100).toBe(0o100);
    const words = ['seed/seed', 'postgres/owner-password', 'postgres/app-password', 'redis/password', 'huiying/key'];
    expect(new Set(words.map(read)).size).toBe(words.length);
    expect(read('huiying/database-url')).toContain(`huiying_app:${read('postgres/app-password')}@`);
    expect(read('huiying/database-owner-url')).toContain(`huiying_owner:${read('postgres/owner-password')}@`);
    expect(read('redis/redis.conf')).toBe(`requirepass ${read('redis/password')}`);
    expect(readFileSync(join(secretsFolder(), 'seed/seed'), 'utf8').trim()).not.toBe(read('seed/seed'));
  });

  it('run again leaves what is there, brings back what was lost, and keeps a password put there by hand', () => {
    const folder = secretsFolder();
    const all = (): Record<string, string> =>
      Object.fromEntries(files.secrets.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    const first = all();
    rmSync(join(folder, 'huiying/database-url'));
    rmSync(join(folder, 'huiying/key'));
    writeFileSync(join(folder, 'huiying/key'), 'ab'.repeat(32));
    make(folder);
    expect(all()).toEqual({ ...first, 'huiying/key': 'ab'.repeat(32) });
  });

  it('takes the master key of the installation whose backup will be restored, if it is one', () => {
    const key = '0f'.repeat(32);
    expect(readFileSync(join(secretsFolder({ HUIYING_KEY: key }), 'huiying/key'), 'utf8')).toBe(`${key}\n`);
    expect(make(tmpdir(), { HUIYING_KEY: 'not a key' })).toMatchObject({ status: 1 });
  });

  it('does not go on with a damaged seed', () => {
    const folder = secretsFolder();
    rmSync(join(folder, 'seed/seed'));
    writeFileSync(join(folder, 'seed/seed'), 'abc');
    expect(make(folder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('64 hexadecimal digits') as string,
    });
  });
});

function make(folder: string, env: Record<string, string> = {}): { status: number | null; stderr: string } {
  const script = join(ROOT_FOLDER, 'scripts/make-secrets.mjs');
  return spawnSync(process.execPath, [script, folder], { encoding: 'utf8', env: { ...process.env, ...env } });
}

function secretsFolder(env: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(make(folder, env).status).toBe(0);
  return folder;
}
