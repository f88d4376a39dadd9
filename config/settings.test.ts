import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../platform/runtime/errors.ts';
import { readSettings, SETTINGS_HELP } from './settings.ts';
import { ALLOWED, isSecret, KEY_COMMAND } from './settings-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'huiying-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const file = (text: string): string => {
  const path = join(folder, `file-${++files}`);
  writeFileSync(path, text);
  return path;
};
const KEY = 'ab'.repeat(32);
const DISTRIBUTED = {
  HUIYING_PROFILE: 'distributed',
  HUIYING_KEY: KEY,
  DATABASE_URL: 'postgres://app:pw@db/huiying',
  KAFKA_BROKERS: 'k1:9092,k2:9092',
  REDIS_URL: 'redis://:pw@redis:6379/0',
};

describe('where a setting may stand', () => {
  it('in the environment, in a settings file, or as a file with a secret; the environment wins', () => {
    const HUIYING_SETTINGS = file('PORT: 4000\nHUIYING_HOST: 0.0.0.0\nKAFKA_BROKERS: [k1:9092, k2:9092]\n');
    const settings = readSettings(
      { HUIYING_SETTINGS, PORT: '5000', DATABASE_URL_FILE: file('postgres://a@b/c\n') },
      '/',
    );
    expect(settings).toMatchObject({ port: 5000, host: '0.0.0.0', databaseUrl: 'postgres://a@b/c' });
    expect(settings.kafka?.brokers).toEqual(['k1:9092', 'k2:9092']);
  });

  it('also as NAME_FILE of a secret in the settings file, weaker than the secret itself in the environment', () => {
    const secret = basename(file('postgres://a@b/c\n'));
    const HUIYING_SETTINGS = file(`DATABASE_URL_FILE: ${secret}\n`);
    expect(readSettings({ HUIYING_SETTINGS }, folder).databaseUrl).toBe('postgres://a@b/c');
    const DATABASE_URL_FILE = file('postgres://d@e/f');
    expect(readSettings({ HUIYING_SETTINGS, DATABASE_URL_FILE }, folder).databaseUrl).toBe('postgres://d@e/f');
    expect(() => readSettings({ HUIYING_SETTINGS: file('PORT_FILE: x') }, folder)).toThrow('不认识的设置：PORT_FILE');
  });

  it('an empty value counts as not set', () => {
    expect(readSettings({ PORT: '', HUIYING_SETTINGS: '' }, '/').port).toBe(3000);
  });

  it.each([
    ['PROT: 4000', '不认识的设置：PROT'],
    ['- PORT', '名称: 值'],
    ['PORT: [', '不是合法的 YAML'],
  ])('a file with %j is refused', (text, message) => {
    expect(() => readSettings({ HUIYING_SETTINGS: file(text) }, '/')).toThrow(message);
  });

  it.each(['HUIYING_SETTINGS', 'REDIS_URL_FILE'])('%s that points nowhere is refused by name', (name) => {
    expect(() => readSettings({ [name]: '/nowhere/at-all' }, '/')).toThrow(
      new AppError('misconfigured', `${name} 所指的文件不存在：/nowhere/at-all`),
    );
  });

  it('a stage nobody knows is refused like any other wrong value', () => {
    expect(() => readSettings({ HUIYING_STAGES: 'ingest,dashbord' }, '/')).toThrow(
      '设置 HUIYING_STAGES（--stages）：没有名为“dashbord”的环节，可用：ingest、analyzer、responder、dashboard',
    );
  });

  it('a name that looks like a setting and is none is warned of, one read elsewhere is not', () => {
    const names = ['HUIYING_STAGE', 'KAFKA_BROKER', 'REDIS_URI', 'KAFKA_USERNAME_FILE'];
    const fine = ['HUIYING_SECRET_VENDOR', 'HUIYING_CORPUS', 'HUIYING_PICTURES', 'REDIS_SERVICE_HOST', 'HOME'];
    const env = Object.fromEntries([...names, ...fine].map((name) => [name, 'hush']));
    const { warnings } = readSettings({ ...env, REDIS_URL_FILE: file('redis://x:1') }, '/');
    expect(warnings).toHaveLength(names.length);
    for (const [i, name] of names.entries()) expect(warnings[i]).toContain(`不认识环境变量 ${name}，`);
    expect(warnings.join()).not.toContain('hush');
    expect(readSettings(DISTRIBUTED, '/').warnings).toEqual([]);
  });
});

describe('the distributed profile', () => {
  it('knows its engines', () => {
    const { kafka, redis } = readSettings(DISTRIBUTED, '/');
    expect(kafka).toEqual({
      ...{ brokers: ['k1:9092', 'k2:9092'], tls: null, sasl: null, prefix: 'huiying.' },
      ...{ replication: 1, retentionDays: 7, compression: 'gzip' },
    });
    expect(redis).toEqual({ url: 'redis://:pw@redis:6379/0', tls: null, sentinel: null, prefix: 'huiying' });
  });

  it('is refused with all that is missing', () => {
    expect(() => readSettings({ HUIYING_PROFILE: 'distributed' }, '/')).toThrow(
      'DATABASE_URL、KAFKA_BROKERS、REDIS_URL、HUIYING_KEY',
    );
  });

  it('says how to make the key it needs, and such a key is taken', () => {
    const { HUIYING_KEY: _, ...keyless } = DISTRIBUTED;
    expect(() => readSettings(keyless, '/')).toThrow(`HUIYING_KEY 以 ${KEY_COMMAND} 生成一次`);
    expect(() => readSettings({ ...keyless, HUIYING_KEY: KEY, REDIS_URL: '' }, '/')).not.toThrow(KEY_COMMAND);
    const { meaning } = SETTINGS_HELP.find(({ name }) => name === 'HUIYING_KEY')!;
    expect(meaning).toContain(`distributed 必设，各进程相同：以 ${KEY_COMMAND} 生成一次`);
    const [program, ...args] = KEY_COMMAND.split(' ');
    const made = execFileSync(program!, args, { encoding: 'utf8' }).trim();
    expect(readSettings({ ...keyless, HUIYING_KEY: made }, '/').masterKey).toBe(made);
  });

  it('reads certificates, accounts and sentinels', () => {
    const { kafka, redis } = readSettings(
      {
        ...DISTRIBUTED,
        ...{ KAFKA_TLS: 'on', KAFKA_CA_FILE: file('CA'), KAFKA_SASL: 'scram-sha-512', KAFKA_USERNAME: 'u' },
        ...{ KAFKA_PASSWORD_FILE: file('secret\n'), REDIS_URL: 'rediss://u:p@x:1/2', REDIS_CA_FILE: file('CA2') },
        ...{ REDIS_SENTINELS: 's1:26379,s2:26379', REDIS_SENTINEL_NAME: 'main' },
      },
      '/',
    );
    expect(kafka).toMatchObject({
      tls: { ca: 'CA', cert: null, key: null },
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'secret' },
    });
    expect(redis).toMatchObject({
      tls: { ca: 'CA2' },
      sentinel: {
        hosts: [
          { host: 's1', port: 26379 },
          { host: 's2', port: 26379 },
        ],
        name: 'main',
        password: null,
      },
    });
  });

  it.each([
    [{ KAFKA_SASL: 'plain' }, 'KAFKA_USERNAME'],
    [{ KAFKA_TLS: 'on', KAFKA_CA_FILE: '/nowhere' }, 'KAFKA_CA_FILE'],
    [{ KAFKA_BROKERS: 'k1' }, 'KAFKA_BROKERS'],
    [{ REDIS_URL: 'http://x' }, 'REDIS_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  ])('%o is refused by name', (wrong, name) => {
    expect(() => readSettings({ ...DISTRIBUTED, ...wrong }, '/')).toThrow(name);
  });
});

describe('what is shown of the settings', () => {
  it('holds no secret, neither on the page nor in a complaint', () => {
    const { shown } = readSettings(
      { ...DISTRIBUTED, KAFKA_SASL: 'plain', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'hush' },
      '/',
    );
    expect(JSON.stringify(shown)).not.toMatch(/pw|hush|abab/);
    expect(shown).toMatchObject({
      DATABASE_URL: '（已设置，不显示）',
      KAFKA_BROKERS: 'k1:9092,k2:9092',
      REDIS_SENTINELS: '',
    });
    expect(() => readSettings({ ...DISTRIBUTED, REDIS_URL: 'hush://pw' }, '/')).not.toThrow('pw');
  });

  it('explains every setting', () => {
    for (const { name, meaning, allowed } of SETTINGS_HELP)
      expect([name, meaning === '', allowed === '']).toEqual([name, false, false]);
    expect(SETTINGS_HELP.map(({ name }) => name)).toEqual(Object.keys(ALLOWED));
    expect(SETTINGS_HELP.filter(({ secret }) => secret).every(({ name }) => isSecret(name))).toBe(true);
  });
});
