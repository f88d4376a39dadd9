import pg, { type Client, type Pool, type PoolConfig, type QueryResultRow } from 'pg';

/**
 * One PostgreSQL connection held for long: it carries what belongs to a session (advisory locks, LISTEN).
 * When it is lost, everything it carried is gone, and its owner starts over. Needs a direct connection, not a
 * transaction-pooling proxy.
 */
export interface PgSession {
  /** Statements run one after the other, in call order. */
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  onNotification(listener: (channel: string, payload: string) => void): void;
  /** Rejects when the connection is lost; never resolves. */
  readonly lost: Promise<never>;
  readonly alive: boolean;
  close(): Promise<void>;
}

export type NewClient = () => Client;

/** Both ends notice within half a minute that the other has vanished without a word; on a unix socket it means nothing. */
const ALIVE = {
  keepAlive: true,
  options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
};

/** Unconnected clients of one database. Keep-alive, or a connection cut silently would be noticed after hours. */
export const clientsOf =
  (config: PoolConfig, name: string): NewClient =>
  () =>
    new pg.Client({ connectionTimeoutMillis: 10_000, ...config, ...ALIVE, application_name: name });

/**
 * A connection that breaks while it is checked out of a pool tells so by an event nobody hears, which would end the process.
 * Its statement rejects as well, and that is the answer that counts.
 */
export function guardCheckedOut(pool: Pool): Pool {
  return pool.on('connect', (client) => void client.on('error', () => undefined));
}

export async function openSession(newClient: NewClient): Promise<PgSession> {
  const client = newClient();
  let alive = true;
  let fail: (reason: Error) => void = () => undefined;
  const lost = new Promise<never>((_resolve, reject) => {
    fail = (reason) => {
      alive = false;
      reject(reason);
    };
  });
  lost.catch(() => undefined); // read by whoever races on it; losing nobody's interest is no crash
  client.on('error', fail);
  client.on('end', () => fail(new Error('the database connection ended')));
  await client.connect();

  let tail: Promise<unknown> = Promise.resolve();
  return {
    query<R extends QueryResultRow>(text: string, values?: unknown[]) {
      const run = tail.then(() => client.query<R>(text, values)).then((result) => result.rows);
      tail = run.catch(() => undefined);
      return run;
    },
    onNotification: (listener) => void client.on('notification', (m) => listener(m.channel, m.payload ?? '')),
    lost,
    get alive() {
      return alive;
    },
    async close() {
      alive = false;
      await client.end().catch(() => undefined); // already broken: closed is what we wanted
    },
  };
}
