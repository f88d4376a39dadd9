import { sql, type Kysely } from 'kysely';
import type { Time } from '../ports/time.ts';
import { AppError } from './errors.ts';
import type { Logger } from './log.ts';
import { PublicTrouble } from './ready.ts';

/** More than this and deadlines would come out early or late. */
const WRONG_MS = 5_000;

/** The time of the one witness all machines share. */
export type AskTime = () => Promise<Date>;

export const askDatabaseTime =
  <T>(db: Kysely<T>): AskTime =>
  async () => {
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
    return rows[0]!.at;
  };

/** Whole seconds between this machine and the witness, however long he took to answer; 0 = they agree well enough. */
async function secondsOff(time: Time, ask: AskTime): Promise<number> {
  const asked = time.now().getTime();
  const there = (await ask()).getTime();
  const off = Math.max(asked - there, there - time.now().getTime());
  return off > WRONG_MS ? Math.round(off / 1000) : 0;
}

/**
 * Processes on several machines must agree on the time, and the database is their witness. @throws AppError 'misconfigured' naming how far off
 * this machine is
 */
export async function checkMachineClock(time: Time, ask: AskTime): Promise<void> {
  const seconds = await secondsOff(time, ask);
  if (seconds > 0)
    throw new AppError(
      'misconfigured',
      `本机时钟与数据库服务器相差 ${seconds} 秒，时限会提前或推后。请先校准时钟（如 NTP）。`,
    );
}

export interface MachineClock {
  /** Asked before every sweep: a clock that went wrong after the start must fire nothing early. */
  isRight(): Promise<boolean>;
  /** For /readyz. @throws PublicTrouble how far off it is */
  check(): Promise<void>;
}

/** The same question while the process runs; told once when it goes wrong and once when it is right again. */
export function watchMachineClock({ time, log }: { time: Time; log: Logger }, ask: AskTime): MachineClock {
  let wasWrong = false;
  const look = async (): Promise<number> => {
    const seconds = await secondsOff(time, ask);
    if (seconds > 0 && !wasWrong)
      log.error({ seconds }, 'the clock of this machine is off the database: deadlines wait');
    if (seconds === 0 && wasWrong) log.info('the clock of this machine is right again: deadlines go on');
    wasWrong = seconds > 0;
    return seconds;
  };
  return {
    isRight: async () => (await look()) === 0,
    async check() {
      const seconds = await look();
      if (seconds > 0)
        throw new PublicTrouble(`本机时钟与数据库服务器相差 ${seconds} 秒，时限暂停触发，请校准时钟（如 NTP）`);
    },
  };
}
