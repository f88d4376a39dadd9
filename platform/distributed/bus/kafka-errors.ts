import { AppError } from '../../runtime/errors.ts';

const FORBIDDEN: Record<string, string> = {
  TOPIC_AUTHORIZATION_FAILED: '没有该主题的权限',
  GROUP_AUTHORIZATION_FAILED: '没有该消费组的权限',
  CLUSTER_AUTHORIZATION_FAILED: '没有集群权限（如新建主题）',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: '没有幂等写入的权限',
};

/** OpenSSL's words for an untrusted, missing or wrong certificate. A handshake cut off says nothing: a broker that restarts does it too. */
const TLS = /certificate|SSL routines|wrong version number|altname/iu;

interface KafkajsError {
  name?: string;
  type?: string;
  code?: string;
  message?: string;
  cause?: unknown;
  errors?: unknown[];
}

/** The error itself and what it was made from, outermost first. */
function chain(error: unknown): KafkajsError[] {
  const found: KafkajsError[] = [];
  for (let next = error as KafkajsError | undefined; next && !found.includes(next);) {
    found.push(next);
    next = (next.cause ?? next.errors?.[0]) as KafkajsError | undefined;
  }
  return found;
}

/** The protocol's name of what went wrong, empty when it says none. */
export const typeIn = (error: unknown): string => chain(error).find(({ type }) => type !== undefined)?.type ?? '';

/**
 * What an administrator can act on: 'misconfigured' for account, rights and missing topics, 'too_large' for a message
 * above the broker's limit, 'unavailable' for all that may pass by waiting.
 */
export function explained(error: unknown, what: string): AppError {
  if (error instanceof AppError) return error;
  const all = chain(error);
  const detail = all.at(-1)?.message ?? String(error);
  const type = typeIn(error);
  if (all.some(({ name }) => name === 'KafkaJSSASLAuthenticationError') || type === 'SASL_AUTHENTICATION_FAILED')
    return new AppError(
      'misconfigured',
      `Kafka 拒绝登录：请核对 KAFKA_SASL、KAFKA_USERNAME、KAFKA_PASSWORD（${what}：${detail}）`,
    );
  if (FORBIDDEN[type]) return new AppError('misconfigured', `Kafka 账号${FORBIDDEN[type]}（${what}：${detail}）`);
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION')
    return new AppError('misconfigured', `Kafka 中没有要用的主题（${what}：${detail}）`);
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE')
    return new AppError('too_large', `消息超过 Kafka 主题的 max.message.bytes（${what}：${detail}）`);
  if (all.some(({ message }) => TLS.test(message ?? '')))
    return new AppError(
      'misconfigured',
      `与 Kafka 的 TLS 连接未能建立：请核对 KAFKA_CA_FILE、KAFKA_CERT_FILE、KAFKA_KEY_FILE 和主机名（${what}：${detail}）`,
    );
  return new AppError(
    'unavailable',
    `Kafka 连接不上或没有应答：请确认地址无误、服务已启动，端口与 KAFKA_TLS、KAFKA_SASL 相符（${what}：${detail}）`,
  );
}

/** kafkajs gave up for want of an answer, and not for a fault that waiting cannot mend. */
export const isKafkaAway = (error: unknown): boolean =>
  chain(error).some(({ name }) => name?.startsWith('KafkaJS') === true) && explained(error, '').code === 'unavailable';

/** The group has gone on without us. A coordinator that moved is none of these: the next try finds the new one. */
const FENCED = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'];
export const isFenced = (error: unknown): boolean => FENCED.includes((error as { type?: string } | null)?.type ?? '');

/** Settles with the promise, or rejects after so many milliseconds; the promise's own late failure is swallowed. */
export async function within<T>(ms: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer to ${what} in ${ms} ms`)), ms);
  });
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
