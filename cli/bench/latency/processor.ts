import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';

/** Of every Linux that runs Node; getconf CLK_TCK. */
const TICKS_A_SECOND = 100;

/** Processor time (all threads, user and system) since its start, in ms; 0 where there is no /proc or no such process. */
function processorMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold anything, also brackets and spaces: fields are counted from behind it (utime and stime are 14 and 15 of all).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}

/** Processor time by name of process; `database` is the sum of the server's sessions that are open now. */
export async function processorTimes(
  programs: { name: string; pid: number }[],
  pool: Pool,
): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ pid: number }>('select pid from pg_stat_activity');
  const database = rows.reduce((sum, { pid }) => sum + processorMs(pid), 0);
  return Object.fromEntries([...programs.map(({ name, pid }) => [name, processorMs(pid)]), ['database', database]]);
}

/** What was spent between two looks, a post; two digits. */
export function spentAPost(
  before: Record<string, number>,
  after: Record<string, number>,
  posts: number,
): Record<string, number> {
  const each = Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / Math.max(1, posts)]);
  return Object.fromEntries(each.map(([name, ms]) => [name, Math.round(Number(ms) * 100) / 100]));
}
