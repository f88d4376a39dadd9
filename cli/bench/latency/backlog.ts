import type { Pool } from 'pg';

/** What waits at each step, by "group topic" of the bus and for the outbox. */
export type Backlog = Record<string, number>;

/** Asks every process for its consumers' lag (/metrics) and the database for the outbox. */
export async function readBacklog(urls: readonly string[], pool: Pool): Promise<Backlog> {
  const backlog: Backlog = {};
  const { rows } = await pool.query<{ n: string | number }>('select count(*) as n from platform_outbox');
  backlog['outbox'] = Number(rows[0]!.n);
  for (const url of urls) {
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const [, group, topic, value] of text.matchAll(
      /^huiying_consumer_lag\{group="([^"]+)",topic="([^"]+)"\} (\d+)$/gmu,
    ))
      if (value !== '0') backlog[`${group} ${topic}`] = Number(value);
  }
  return backlog;
}
