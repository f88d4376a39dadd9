import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { AppError } from './errors.ts';

/** Counts and sizes fit a double exactly; a bigger value would be a bug worth hearing about. */
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of the exact range: ${text}`);
  return value;
});

/** A calendar day stays YYYY-MM-DD; as an instant it would shift with the process's zone. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface DatabaseLimits {
  /** Connections of this pool. Default 10. */
  max?: number;
  /** A statement is cancelled after this long. Default 30 s; 0 = never (dumps, migrations). */
  statementTimeoutMs?: number;
  /** Shown in pg_stat_activity. */
  name?: string;
}

/**
 * A pool that survives the server's restarts: connections are made when asked for and broken ones are dropped.
 * `date` columns come back as YYYY-MM-DD, `timestamptz` as Date, `bigint` as number, `numeric` as string.
 */
export function openPool(config: pg.PoolConfig, limits: DatabaseLimits = {}): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    max: limits.max ?? config.max ?? 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: limits.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: limits.name ?? 'huiying',
  });
  // An idle connection that breaks is removed by the pool; without a listener the process would end.
  pool.on('error', () => undefined);
  // One that breaks while checked out fails its next statement; that is what its user acts on.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** The one way to a database: typed queries over a pool. `destroy()` closes the pool. */
export function openDatabase<T>(config: pg.PoolConfig, limits: DatabaseLimits = {}): Kysely<T> {
  return new Kysely<T>({ dialect: new PostgresDialect({ pool: openPool(config, limits) }) });
}

/** For settings that carry a URL. */
export const configFromUrl = (url: string): pg.PoolConfig => ({ connectionString: url });

const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

/** True when the server could not be reached or threw us out: try again later, nothing is wrong with the statement. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as pg.DatabaseError).code ?? '';
  return (
    AWAY.has(code) ||
    /^(08|57P0[123]|53300)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

/** @throws AppError 'misconfigured' for a connection string that cannot be read */
function newCheckClient(config: pg.PoolConfig): pg.Client {
  try {
    return new pg.Client({ connectionTimeoutMillis: 10_000, ...config });
  } catch {
    throw new AppError(
      'misconfigured',
      'DATABASE_URL 或 DATABASE_OWNER_URL 不是合法的连接串：口令中的 @ / : # 等字符须写成 %40 %2F %3A %23 的形式。',
    );
  }
}

/** @returns the role we are there. @throws AppError 'unavailable' or 'misconfigured' saying which server and what to do. */
export async function checkDatabase(config: pg.PoolConfig): Promise<string> {
  const client = newCheckClient(config);
  client.on('error', () => undefined);
  // Never the connection string itself: a password may stand anywhere in it.
  const where = `${client.host}:${client.port}/${client.database ?? ''}`;
  try {
    await client.connect();
    const { rows } = await client.query('select current_user as role');
    return (rows[0] as { role: string }).role;
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    if (code?.startsWith('28') || code === '3D000')
      throw new AppError('misconfigured', `数据库拒绝连接（${where}）：${message}。请检查账号、口令和库名。`);
    throw new AppError('unavailable', `连不上数据库（${where}）：${message}。请确认数据库已启动。`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
