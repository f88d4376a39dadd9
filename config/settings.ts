import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../platform/runtime/errors.ts';
import { shippedConfigFolder } from './load.ts';

const settingsSchema = z.object({
  HUIYING_DATA: z.string().default('data').describe('数据目录'),
  HUIYING_CONFIG: z.string().optional().describe('规则与日历目录，缺省用随程序发布的 config'),
  HUIYING_HOST: z.string().default('127.0.0.1').describe('监听地址'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('监听端口，0 为自动'),
  HUIYING_PROFILE: z.enum(['embedded', 'distributed']).default('embedded').describe('运行方式'),
  HUIYING_STAGES: z.string().default('ingest,analyzer,responder,dashboard').describe('本进程运行的环节'),
  DATABASE_URL: z.string().optional().describe('外部 PostgreSQL（应用账号）；缺省启动自带的 PostgreSQL'),
  DATABASE_OWNER_URL: z.string().optional().describe('外部 PostgreSQL（迁移账号）；缺省同 DATABASE_URL'),
  HUIYING_JURISDICTION: z.string().default('990100').describe('本级行政区划代码（演示为虚构的江城市 990100）'),
  HUIYING_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('日志级别'),
  HUIYING_HISTORY_DAYS: z.coerce.number().int().min(0).default(7).describe('早于该天数的信息按历史数据处理'),
  HUIYING_WORKERS: z.coerce.number().int().min(1).max(64).default(1).describe('分析工作线程数，每个约 270 MB'),
  HUIYING_KEY: z.string().min(32).optional().describe('主密钥（hex），缺省存于数据目录 0600 文件'),
});

type SettingName = keyof typeof settingsSchema.shape;

/** What a value may be, in words; shown by check-config and in every complaint. */
const ALLOWED: Record<SettingName, string> = {
  HUIYING_DATA: '目录路径',
  HUIYING_CONFIG: '目录路径',
  HUIYING_HOST: '主机名或 IP 地址',
  PORT: '0–65535 的整数',
  HUIYING_PROFILE: 'embedded、distributed 之一',
  HUIYING_STAGES: 'ingest、analyzer、responder、dashboard 中一个或多个，以英文逗号分隔',
  DATABASE_URL: 'postgresql:// 连接串',
  DATABASE_OWNER_URL: 'postgresql:// 连接串',
  HUIYING_JURISDICTION: '行政区划代码',
  HUIYING_LOG: 'trace、debug、info、warn、error、silent 之一',
  HUIYING_HISTORY_DAYS: '不小于 0 的整数',
  HUIYING_WORKERS: '1–64 的整数',
  HUIYING_KEY: '至少 32 位的十六进制数',
};

const STAGES = ['ingest', 'analyzer', 'responder', 'dashboard'] as const;
export type StageName = (typeof STAGES)[number];

/** Everything a process needs to know, parsed once in main.ts / cli.ts and passed on. Paths are absolute. */
export interface Settings {
  dataFolder: string;
  configFolder: string;
  host: string;
  port: number;
  profile: 'embedded' | 'distributed';
  stages: StageName[];
  databaseUrl: string | null;
  databaseOwnerUrl: string | null;
  jurisdiction: string;
  logLevel: string;
  historyDays: number;
  workers: number;
  masterKey: string | null;
}

/** @throws AppError 'misconfigured' naming each wrong variable. Relative paths resolve from `cwd` (INIT_CWD of npm, so where the user stands). */
export function readSettings(
  env: Record<string, string | undefined>,
  cwd = env['INIT_CWD'] ?? process.cwd(),
): Settings {
  const parsed = settingsSchema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    throw new AppError(
      'misconfigured',
      parsed.error.issues.map(({ path }) => complaint(path[0] as SettingName, env)).join('\n'),
    );
  }
  const raw = parsed.data;
  const stages = raw.HUIYING_STAGES.split(',').map((name) => name.trim());
  const unknown = stages.find((name) => !STAGES.includes(name as StageName));
  if (unknown !== undefined)
    throw new AppError(
      'misconfigured',
      `环境变量 HUIYING_STAGES: 没有名为“${unknown}”的环节，可用：${STAGES.join(', ')}`,
    );
  return {
    dataFolder: resolve(cwd, raw.HUIYING_DATA),
    configFolder: raw.HUIYING_CONFIG ? resolve(cwd, raw.HUIYING_CONFIG) : shippedConfigFolder(),
    host: raw.HUIYING_HOST,
    port: raw.PORT,
    profile: raw.HUIYING_PROFILE,
    stages: stages as StageName[],
    databaseUrl: raw.DATABASE_URL ?? null,
    databaseOwnerUrl: raw.DATABASE_OWNER_URL ?? raw.DATABASE_URL ?? null,
    jurisdiction: raw.HUIYING_JURISDICTION,
    logLevel: raw.HUIYING_LOG,
    historyDays: raw.HUIYING_HISTORY_DAYS,
    workers: raw.HUIYING_WORKERS,
    masterKey: raw.HUIYING_KEY ?? null,
  };
}

const FLAGS: Partial<Record<SettingName, string>> = {
  HUIYING_DATA: '--data',
  HUIYING_STAGES: '--stages',
  PORT: '--port',
};

/** The value itself is told unless it may be a secret. */
function complaint(name: SettingName, env: Record<string, string | undefined>): string {
  const shown = name === 'HUIYING_KEY' || name.startsWith('DATABASE') ? '' : `，现为“${env[name] ?? ''}”`;
  const flag = FLAGS[name] === undefined ? '' : `（${FLAGS[name]}）`;
  return `环境变量 ${name}${flag} 应为 ${ALLOWED[name]}${shown}`;
}

const DEFAULTS: Partial<Record<SettingName, unknown>> = settingsSchema.parse({});

/** For check-config: every setting with its meaning, what it may be and what it is when not set (null: nothing). */
export const SETTINGS_HELP = (Object.keys(settingsSchema.shape) as SettingName[]).map((name) => ({
  name,
  meaning: settingsSchema.shape[name].description ?? '',
  allowed: ALLOWED[name],
  default: DEFAULTS[name] ?? null,
}));
