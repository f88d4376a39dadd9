import type pg from 'pg';

/** First number of the advisory locks that say which stage runs; the second is its place in STAGES. */
const LOCK = 1213549912;
const STAGES = ['ingest', 'analyzer', 'responder', 'dashboard'];

export interface RunningStages {
  /** Process ids of others that run one of our stages on the same data; empty when we are alone. */
  others: number[];
  close(): Promise<void>;
}

/**
 * Tells other processes which stages this one runs, and asks who runs them already. Only a notice: two of one stage share the work safely.
 * The lock lives in the connection, so that a killed process is forgotten by itself.
 */
export async function announceStages(client: pg.Client, stages: string[], pid: number): Promise<RunningStages> {
  client.on('error', () => undefined); // a lost connection only loses the notice
  await client.connect();
  await client.query(`select set_config('application_name', $1, false)`, [`huiying stages ${pid}`]);
  const keys = stages.map((name) => STAGES.indexOf(name)).filter((key) => key >= 0);
  const { rows } = await client.query<{ name: string }>(
    `select distinct a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.classid = $1 and l.objid::int8 = any($2::int8[]) and l.granted
       and l.database = (select oid from pg_database where datname = current_database()) and l.pid <> pg_backend_pid()`,
    [LOCK, keys],
  );
  for (const key of keys) await client.query('select pg_advisory_lock_shared($1, $2)', [LOCK, key]);
  const others = rows.map(({ name }) => Number(/^huiying stages (\d+)$/.exec(name)?.[1])).filter(Number.isInteger);
  return { others, close: () => client.end().catch(() => undefined) };
}
