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

/** Milliseconds that only ever go forward, at their own pace (CLOCK_MONOTONIC); not counted while the machine sleeps. */
export type Steady = () => number;
/**
 * So long a clock that jumped ahead is doubted. Two rounds of a time service (64 s each) would set it right by then; where nobody does, the new time
 * is the right one (the machine slept, or its clock was slow before), and a deadline must not be missed for doubting it longer. P.
 */
const DOUBT_MS = 180_000;

/**
 * The witness of a machine that stands alone: its database has the same clock. What moves against the steady count by more than a slewed clock could
 * between two looks has been set. @returns seconds ahead while in doubt; 0 = right, or set back (nothing comes out early by that)
 */
function jumpsAhead(time: Time, steady: Steady): () => number {
  const apart = (): number => time.now().getTime() - steady();
  let usual = apart();
  let since: number | null = null;
  return () => {
    const ahead = apart() - usual;
    if (ahead <= WRONG_MS || (since !== null && steady() - since >= DOUBT_MS)) {
      usual += ahead;
      since = null;
      return 0;
    }
    since ??= steady();
    return Math.round(ahead / 1000);
  };
}

interface Watch {
  time: Time;
  log: Logger;
  /** Absent: only the database is asked. */
  steady?: Steady;
}
/** The same question while the process runs; told once when it goes wrong and once when it is right again. */
export function watchMachineClock({ time, log, steady }: Watch, ask: AskTime): MachineClock {
  const ahead = steady === undefined ? () => 0 : jumpsAhead(time, steady);
  let wasWrong = false;
  const look = async (): Promise<{ seconds: number; jumped: number }> => {
    const jumped = ahead();
    const seconds = jumped > 0 ? jumped : await secondsOff(time, ask);
    if (seconds > 0 && !wasWrong)
      log.error(
        { seconds },
        jumped > 0
          ? 'the clock of this machine jumped ahead: deadlines wait three minutes for it to be set right'
          : 'the clock of this machine is off the database: deadlines wait',
      );
    if (seconds === 0 && wasWrong) log.info('the clock of this machine is right again: deadlines go on');
    wasWrong = seconds > 0;
    return { seconds, jumped };
  };
  return {
    isRight: async () => (await look()).seconds === 0,
    async check() {
      const { seconds, jumped } = await look();
      if (jumped > 0)
        throw new PublicTrouble(
          `本机时钟突然快了 ${seconds} 秒，时限暂停触发。请核对时间：有误的，3 分钟内校准（如 NTP）；无误的不必处理，3 分钟后按新时间继续`,
        );
      if (seconds > 0)
        throw new PublicTrouble(`本机时钟与数据库服务器相差 ${seconds} 秒，时限暂停触发，请校准时钟（如 NTP）`);
    },
  };
}
