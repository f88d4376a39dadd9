import { sql, type Kysely } from 'kysely';
import type { Time } from '../ports/time.ts';
import { AppError } from './errors.ts';

/** More than this and deadlines would come out early or late. */
const WRONG_MS = 5_000;

/**
 * Processes on several machines must agree on the time, and the database is their witness. @throws AppError 'misconfigured' naming how far off
 * this machine is
 */
export async function checkMachineClock<T>(db: Kysely<T>, time: Time): Promise<void> {
  const asked = time.now().getTime();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const answered = time.now().getTime();
  const there = rows[0]!.at.getTime();
  const off = there < asked ? there - asked : Math.max(0, there - answered);
  if (Math.abs(off) > WRONG_MS)
    throw new AppError(
      'misconfigured',
      `本机时钟与数据库服务器相差 ${Math.round(Math.abs(off) / 1000)} 秒，时限会提前或推后。请先校准时钟（如 NTP）。`,
    );
}
