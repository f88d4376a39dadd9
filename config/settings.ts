import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { AppError } from '../platform/runtime/errors.ts';
import {
  checkDistributed,
  kafkaSettings,
  redisSettings,
  type KafkaSettings,
  type RedisSettings,
} from './engine-settings.ts';
import { shippedConfigFolder } from './load.ts';
import { readSettingFile } from './setting-file.ts';
import { ALLOWED, isSecret, SECRETS, settingsSchema, type SettingName } from './settings-schema.ts';
import { isSetting, unknownNames } from './setting-names.ts';

const STAGES = ['ingest', 'analyzer', 'responder', 'dashboard'] as const;
export type StageName = (typeof STAGES)[number];
export type SettingValues = z.infer<typeof settingsSchema>;

/** Everything a process needs to know, parsed once in main.ts / cli.ts and passed on. Paths are absolute. */
export interface Settings {
  dataFolder: string;
  configFolder: string;
  host: string;
  port: number;
  /** Origins people see, scheme and host; empty = the address a request came to. */
  publicOrigins: string[];
  /** Addresses and networks whose X-Forwarded-For is believed; empty = nobody's. */
  trustedProxies: string[];
  profile: 'embedded' | 'distributed';
  /** A person confirmed that the other form has nothing left to do. */
  mayChangeProfile: boolean;
  stages: StageName[];
  databaseUrl: string | null;
  databaseOwnerUrl: string | null;
  /** Reads that may be a little old; null = the primary. */
  databaseReplicaUrl: string | null;
  jurisdiction: string;
  logLevel: string;
  historyDays: number;
  workers: number;
  masterKey: string | null;
  /** Called each minute while the deadline watchdog is content; null = nobody outside watches. */
  heartbeatUrl: string | null;
  /** Never null in the distributed profile. */
  kafka: KafkaSettings | null;
  /** Never null in the distributed profile. */
  redis: RedisSettings | null;
  /** Every setting as text for the administrator; a secret only as being set. */
  shown: Record<SettingName, string>;
  /** Sentences for the administrator: names in the environment that look like settings and are none. */
  warnings: string[];
}

type Env = Record<string, string | undefined>;
const NAMES = Object.keys(settingsSchema.shape) as SettingName[];

/**
 * Environment over NAME_FILE over the settings file. Relative paths resolve from `cwd` (INIT_CWD of npm, so where the user stands).
 * @throws AppError 'misconfigured' naming each wrong setting.
 */
export function readSettings(env: Env, cwd = env['INIT_CWD'] ?? process.cwd()): Settings {
  const given = gather(env, cwd);
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => path[0] as SettingName))];
    throw new AppError('misconfigured', names.map((name) => complaint(name, given)).join('\n'));
  }
  const raw = absolute(parsed.data, cwd);
  if (raw.HUIYING_PROFILE === 'distributed') checkDistributed(raw);
  return {
    dataFolder: resolve(cwd, raw.HUIYING_DATA),
    configFolder: raw.HUIYING_CONFIG ? resolve(cwd, raw.HUIYING_CONFIG) : shippedConfigFolder(),
    host: raw.HUIYING_HOST,
    port: raw.PORT,
    publicOrigins: listOf(raw.HUIYING_PUBLIC_URL),
    trustedProxies: listOf(raw.HUIYING_TRUSTED_PROXIES),
    profile: raw.HUIYING_PROFILE,
    mayChangeProfile: raw.HUIYING_CHANGE_PROFILE === 'yes',
    stages: stagesOf(raw.HUIYING_STAGES),
    databaseUrl: raw.DATABASE_URL ?? null,
    databaseOwnerUrl: raw.DATABASE_OWNER_URL ?? raw.DATABASE_URL ?? null,
    databaseReplicaUrl: raw.DATABASE_REPLICA_URL ?? null,
    jurisdiction: raw.HUIYING_JURISDICTION,
    logLevel: raw.HUIYING_LOG,
    historyDays: raw.HUIYING_HISTORY_DAYS,
    workers: raw.HUIYING_WORKERS,
    masterKey: raw.HUIYING_KEY ?? null,
    heartbeatUrl: raw.HUIYING_HEARTBEAT_URL ?? null,
    kafka: kafkaSettings(raw),
    redis: redisSettings(raw),
    shown: shownOf(raw),
    warnings: unknownNames(env),
  };
}

function shownOf(raw: SettingValues): Record<SettingName, string> {
  const show = (name: SettingName): string =>
    raw[name] === undefined ? '' : isSecret(name) ? '（已设置，不显示）' : String(raw[name]);
  return Object.fromEntries(NAMES.map((name) => [name, show(name)])) as Record<SettingName, string>;
}

/** All values by name, from the weakest place to the strongest. An empty value counts as not set. */
function gather(env: Env, cwd: string): Env {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const inFile = set['HUIYING_SETTINGS'] === undefined ? {} : settingsFile(resolve(cwd, set['HUIYING_SETTINGS']));
  return { ...secretsOf(inFile, cwd), ...inFile, ...secretsOf(set, cwd), ...set };
}

/** What NAME_FILE points to; a NAME in the same place wins over it. */
function secretsOf(values: Env, cwd: string): Env {
  const secrets: Env = {};
  for (const name of SECRETS) {
    const path = values[`${name}_FILE`];
    if (path !== undefined) secrets[name] = readSettingFile(resolve(cwd, path), `${name}_FILE`).trim();
  }
  return secrets;
}

/** A name nobody knows is refused: a mistyped one would silently leave its setting at the default. */
function settingsFile(path: string): Env {
  let content: unknown;
  try {
    content = parse(readSettingFile(path, 'HUIYING_SETTINGS')) ?? {};
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('misconfigured', `设置文件 ${path} 不是合法的 YAML：${(error as Error).message}`);
  }
  const isMap = typeof content === 'object' && content !== null && !Array.isArray(content);
  if (!isMap) throw new AppError('misconfigured', `设置文件 ${path} 应为“名称: 值”的列表。`);
  const entries = Object.entries(content as Record<string, unknown>);
  const unknown = entries.map(([name]) => name).filter((name) => !isSetting(name));
  if (unknown.length > 0)
    throw new AppError(
      'misconfigured',
      `设置文件 ${path} 中有不认识的设置：${unknown.join('、')}；可用 check-config --settings 查看全部设置。`,
    );
  const filled = entries.filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(
    filled.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

function absolute(raw: SettingValues, cwd: string): SettingValues {
  const paths = ['KAFKA_CA_FILE', 'KAFKA_CERT_FILE', 'KAFKA_KEY_FILE', 'REDIS_CA_FILE'] as const;
  const resolved = paths.flatMap((name) => (raw[name] === undefined ? [] : [[name, resolve(cwd, raw[name])]]));
  return { ...raw, ...Object.fromEntries(resolved) };
}

const listOf = (text: string | undefined): string[] => text?.split(',').map((each) => each.trim()) ?? [];

function stagesOf(text: string): StageName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !STAGES.includes(name as StageName));
  if (unknown !== undefined)
    throw new AppError(
      'misconfigured',
      `设置 ${titleOf('HUIYING_STAGES')}：没有名为“${unknown}”的环节，可用：${STAGES.join('、')}`,
    );
  return [...new Set(names)] as StageName[];
}

const FLAGS: Partial<Record<SettingName, string>> = {
  HUIYING_DATA: '--data',
  HUIYING_PROFILE: '--profile',
  HUIYING_SETTINGS: '--settings',
  HUIYING_STAGES: '--stages',
  PORT: '--port',
};

/** The value itself is told unless it may be a secret. */
function complaint(name: SettingName, given: Env): string {
  const shown = isSecret(name) ? '' : `，现为“${given[name] ?? ''}”`;
  return `设置 ${titleOf(name)}应为 ${ALLOWED[name]}${shown}`;
}

/** With its flag where it has one; no space after a full-width bracket, one after a bare name. */
function titleOf(name: SettingName): string {
  return FLAGS[name] === undefined ? `${name} ` : `${name}（${FLAGS[name]}）`;
}

const DEFAULTS: Partial<Record<SettingName, unknown>> = settingsSchema.parse({});

/** For check-config: every setting with its meaning, what it may be and what it is when not set (null: nothing). */
export const SETTINGS_HELP = NAMES.map((name) => ({
  name,
  meaning: settingsSchema.shape[name].description ?? '',
  allowed: ALLOWED[name],
  default: DEFAULTS[name] ?? null,
  flag: FLAGS[name] ?? null,
  secret: isSecret(name),
}));
