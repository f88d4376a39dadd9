import { z } from 'zod';

const postgres = z.string().regex(/^postgres(ql)?:\/\/\S+$/);
const port = z.coerce.number().int().min(0).max(65535);
const addresses = z.string().regex(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/);

/** Makes a master key, once for an installation. */
export const KEY_COMMAND = 'openssl rand -hex 32';

/** Every setting by its environment name. A settings file (HUIYING_SETTINGS) carries the same names; the environment wins over it. */
export const settingsSchema = z.object({
  HUIYING_SETTINGS: z.string().optional().describe('设置文件（YAML，键与环境变量同名）；同名环境变量优先'),
  HUIYING_DATA: z.string().default('data').describe('数据目录'),
  HUIYING_CONFIG: z.string().optional().describe('规则与日历目录，缺省用随程序发布的 config'),
  HUIYING_HOST: z.string().default('127.0.0.1').describe('监听地址'),
  PORT: port.default(3000).describe('监听端口，0 为自动'),
  HUIYING_PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/,]+(,https?:\/\/[^\s/,]+)*$/)
    .optional()
    .describe('用户在浏览器中看到的地址；反向代理改写 Host 时必设，几个地址以英文逗号分隔，首个用于打印链接'),
  HUIYING_TRUSTED_PROXIES: z
    .string()
    .optional()
    .describe('前置反向代理的地址（IP 或网段，以英文逗号分隔）；设了才采信其转交的客户端地址'),
  HUIYING_PROFILE: z.enum(['embedded', 'distributed']).default('embedded').describe('运行方式'),
  HUIYING_CHANGE_PROFILE: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('确认更换运行方式：全部停止且积压为 0 之后，在首次以新方式启动时设为 yes'),
  HUIYING_STAGES: z.string().default('ingest,analyzer,responder,dashboard').describe('本进程运行的环节'),
  DATABASE_URL: postgres.optional().describe('外部 PostgreSQL（应用账号）；缺省启动自带的 PostgreSQL'),
  DATABASE_OWNER_URL: postgres.optional().describe('外部 PostgreSQL（迁移账号）；缺省同 DATABASE_URL'),
  DATABASE_REPLICA_URL: postgres.optional().describe('PostgreSQL 只读副本，只用于导出等允许稍旧的读取；缺省一律读主库'),
  HUIYING_JURISDICTION: z.string().default('990100').describe('本级行政区划代码（演示为虚构的江城市 990100）'),
  HUIYING_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn').describe('日志级别'),
  HUIYING_HISTORY_DAYS: z.coerce.number().int().min(0).default(7).describe('早于该天数的信息按历史数据处理'),
  HUIYING_WORKERS: z.coerce.number().int().min(1).max(64).default(1).describe('分析工作线程数，每个约 270 MB'),
  HUIYING_HEARTBEAT_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/)
    .optional()
    .describe('外部心跳服务的地址：时限看门狗正常时每分钟访问一次，中断即由该服务告警；不传送任何事项内容'),
  HUIYING_KEY: z
    .string()
    .min(32)
    .optional()
    .describe(
      `主密钥（十六进制）。distributed 必设，各进程相同：以 ${KEY_COMMAND} 生成一次，妥善保管，此后不得更换；embedded 缺省自动生成，存于数据目录的 master.key（权限 600）`,
    ),
  KAFKA_BROKERS: addresses.optional().describe('Kafka 地址，主机:端口，以英文逗号分隔（distributed 必设）'),
  KAFKA_TLS: z.enum(['off', 'on']).default('off').describe('与 Kafka 之间是否使用 TLS'),
  KAFKA_CA_FILE: z.string().optional().describe('签发 Kafka 证书的 CA（PEM 文件），缺省用系统信任的 CA'),
  KAFKA_CERT_FILE: z.string().optional().describe('双向 TLS 的客户端证书（PEM 文件）'),
  KAFKA_KEY_FILE: z.string().optional().describe('双向 TLS 的客户端私钥（PEM 文件）'),
  KAFKA_SASL: z.enum(['off', 'plain', 'scram-sha-256', 'scram-sha-512']).default('off').describe('Kafka 登录方式'),
  KAFKA_USERNAME: z.string().optional().describe('Kafka 账号（KAFKA_SASL 不为 off 时必设）'),
  KAFKA_PASSWORD: z.string().optional().describe('Kafka 口令'),
  KAFKA_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,60}$/)
    .default('huiying.')
    .describe('主题名与消费组名的前缀，几套系统共用一个 Kafka 时须各不相同'),
  KAFKA_REPLICATION: z.coerce.number().int().min(1).max(9).default(1).describe('新建主题的副本数，生产环境宜为 3'),
  KAFKA_RETENTION_DAYS: z.coerce.number().int().min(1).max(365).default(7).describe('主题保留天数'),
  KAFKA_COMPRESSION: z.enum(['none', 'gzip']).default('gzip').describe('消息压缩方式'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/)
    .optional()
    .describe('Redis（distributed 必设）；rediss 为 TLS，账号口令写在其中；用哨兵时主机名仅作占位'),
  REDIS_CA_FILE: z.string().optional().describe('签发 Redis 证书的 CA（PEM 文件）'),
  REDIS_SENTINELS: addresses.optional().describe('Redis 哨兵地址，主机:端口，以英文逗号分隔'),
  REDIS_SENTINEL_NAME: z.string().default('mymaster').describe('哨兵所管主节点的名称'),
  REDIS_SENTINEL_PASSWORD: z.string().optional().describe('哨兵口令'),
  REDIS_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,60}$/)
    .default('huiying')
    .describe('Redis 键的前缀，几套系统共用一个 Redis 时须各不相同'),
});

export type SettingName = keyof typeof settingsSchema.shape;

/** What a value may be, in words; shown by check-config and in every complaint. */
export const ALLOWED: Record<SettingName, string> = {
  HUIYING_SETTINGS: '文件路径',
  HUIYING_DATA: '目录路径',
  HUIYING_CONFIG: '目录路径',
  HUIYING_HOST: '主机名或 IP 地址',
  PORT: '0–65535 的整数',
  HUIYING_PUBLIC_URL: '如 https://huiying.example，不带末尾的斜杠',
  HUIYING_TRUSTED_PROXIES: 'IP 地址或网段，如 10.0.0.5,192.168.1.0/24',
  HUIYING_PROFILE: 'embedded、distributed 之一',
  HUIYING_CHANGE_PROFILE: 'yes、no 之一',
  HUIYING_STAGES: 'ingest、analyzer、responder、dashboard 中一个或多个，以英文逗号分隔',
  DATABASE_URL: 'postgresql:// 连接串',
  DATABASE_OWNER_URL: 'postgresql:// 连接串',
  DATABASE_REPLICA_URL: 'postgresql:// 连接串',
  HUIYING_JURISDICTION: '行政区划代码',
  HUIYING_LOG: 'trace、debug、info、warn、error、silent 之一',
  HUIYING_HISTORY_DAYS: '不小于 0 的整数',
  HUIYING_WORKERS: '1–64 的整数',
  HUIYING_HEARTBEAT_URL: 'http:// 或 https:// 地址',
  HUIYING_KEY: '至少 32 位的十六进制数',
  KAFKA_BROKERS: '主机:端口，以英文逗号分隔',
  KAFKA_TLS: 'off、on 之一',
  KAFKA_CA_FILE: '文件路径',
  KAFKA_CERT_FILE: '文件路径',
  KAFKA_KEY_FILE: '文件路径',
  KAFKA_SASL: 'off、plain、scram-sha-256、scram-sha-512 之一',
  KAFKA_USERNAME: '账号',
  KAFKA_PASSWORD: '口令',
  KAFKA_PREFIX: '字母、数字、点、横线、下划线，至多 60 个',
  KAFKA_REPLICATION: '1–9 的整数',
  KAFKA_RETENTION_DAYS: '1–365 的整数',
  KAFKA_COMPRESSION: 'none、gzip 之一',
  REDIS_URL: 'redis:// 或 rediss:// 连接串',
  REDIS_CA_FILE: '文件路径',
  REDIS_SENTINELS: '主机:端口，以英文逗号分隔',
  REDIS_SENTINEL_NAME: '名称',
  REDIS_SENTINEL_PASSWORD: '口令',
  REDIS_PREFIX: '字母、数字、点、横线、下划线，1–60 个',
};

/** Never shown in a complaint, a page or a log; each may be given as a file by NAME_FILE (secrets of a container). */
export const SECRETS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_REPLICA_URL',
  'HUIYING_HEARTBEAT_URL',
  'HUIYING_KEY',
  'KAFKA_PASSWORD',
  'REDIS_URL',
  'REDIS_SENTINEL_PASSWORD',
] as const satisfies SettingName[];

export const isSecret = (name: string): boolean => (SECRETS as readonly string[]).includes(name);
