import { AppError } from '../platform/runtime/errors.ts';
import { readSettingFile } from './setting-file.ts';
import { KEY_COMMAND } from './settings-schema.ts';
import type { SettingValues } from './settings.ts';

/** PEM texts, not paths; null where the system's own trust or no client certificate is meant. */
export interface TlsSettings {
  ca: string | null;
  cert: string | null;
  key: string | null;
}

export interface KafkaSettings {
  brokers: string[];
  /** null = plain text. */
  tls: TlsSettings | null;
  sasl: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string } | null;
  /** Before every topic and group name. */
  prefix: string;
  /** Of topics that have to be made. */
  replication: number;
  retentionDays: number;
  compression: 'none' | 'gzip';
}

export interface RedisSettings {
  /** redis:// or rediss:// with user (ACL), password and database number. With sentinels its host and port are not used. */
  url: string;
  tls: TlsSettings | null;
  sentinel: { hosts: { host: string; port: number }[]; name: string; password: string | null } | null;
  /** Before every key. */
  prefix: string;
}

/** What the distributed profile cannot start without. @throws AppError 'misconfigured' naming all that is missing. */
export function checkDistributed(raw: SettingValues): void {
  const needed = ['DATABASE_URL', 'KAFKA_BROKERS', 'REDIS_URL', 'HUIYING_KEY'] as const;
  const missing = needed.filter((name) => raw[name] === undefined);
  if (missing.length === 0) return;
  const hint = missing.includes('HUIYING_KEY') ? `HUIYING_KEY 以 ${KEY_COMMAND} 生成一次，各进程共用。` : '';
  throw new AppError('misconfigured', `distributed 运行方式还须设置：${missing.join('、')}（各进程须一致）。${hint}`);
}

export function kafkaSettings(raw: SettingValues): KafkaSettings | null {
  if (raw.KAFKA_BROKERS === undefined) return null;
  return {
    brokers: raw.KAFKA_BROKERS.split(','),
    tls: raw.KAFKA_TLS === 'on' ? tlsOf(raw, 'KAFKA_CA_FILE', 'KAFKA_CERT_FILE', 'KAFKA_KEY_FILE') : null,
    sasl: saslOf(raw),
    prefix: raw.KAFKA_PREFIX,
    replication: raw.KAFKA_REPLICATION,
    retentionDays: raw.KAFKA_RETENTION_DAYS,
    compression: raw.KAFKA_COMPRESSION,
  };
}

function saslOf(raw: SettingValues): KafkaSettings['sasl'] {
  if (raw.KAFKA_SASL === 'off') return null;
  if (raw.KAFKA_USERNAME === undefined || raw.KAFKA_PASSWORD === undefined)
    throw new AppError('misconfigured', `KAFKA_SASL 为 ${raw.KAFKA_SASL} 时须设置 KAFKA_USERNAME 和 KAFKA_PASSWORD。`);
  return { mechanism: raw.KAFKA_SASL, username: raw.KAFKA_USERNAME, password: raw.KAFKA_PASSWORD };
}

export function redisSettings(raw: SettingValues): RedisSettings | null {
  if (raw.REDIS_URL === undefined) return null;
  const hosts = raw.REDIS_SENTINELS?.split(',').map((each) => {
    const [host, port] = each.split(':');
    return { host: host!, port: Number(port) };
  });
  return {
    url: raw.REDIS_URL,
    tls: raw.REDIS_URL.startsWith('rediss:') ? tlsOf(raw, 'REDIS_CA_FILE') : null,
    sentinel: hosts ? { hosts, name: raw.REDIS_SENTINEL_NAME, password: raw.REDIS_SENTINEL_PASSWORD ?? null } : null,
    prefix: raw.REDIS_PREFIX,
  };
}

type FileSetting = 'KAFKA_CA_FILE' | 'KAFKA_CERT_FILE' | 'KAFKA_KEY_FILE' | 'REDIS_CA_FILE';

function tlsOf(raw: SettingValues, ca: FileSetting, cert?: FileSetting, key?: FileSetting): TlsSettings {
  const read = (name: FileSetting | undefined): string | null => {
    const path = name && raw[name];
    return path === undefined ? null : readSettingFile(path, name!);
  };
  return { ca: read(ca), cert: read(cert), key: read(key) };
}
