import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { askDatabaseTime, checkMachineClock, watchMachineClock } from './machine-clock.ts';
import { askReady } from './ready.ts';
import { createSimulatedTime } from './simulated-time.ts';
import { systemTime } from './system-time.ts';

let database: TestDatabase<unknown>;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());

describe('the clock of the machine at the start', () => {
  it.each([
    [0, true],
    [4_000, true],
    [60_000, false],
    [-3_600_000, false],
  ])('%i ms off the database: passes %s', async (offMs, passes) => {
    const time = { ...systemTime, now: () => new Date(Date.now() + offMs) };
    const check = checkMachineClock(time, askDatabaseTime(database.db));
    if (passes) await expect(check).resolves.toBeUndefined();
    else await expect(check).rejects.toThrow('请先校准时钟');
  });

  it('is not called wrong because the database answers late', async () => {
    const time = createSimulatedTime(new Date('2026-02-24T09:00:00+08:00'));
    const slow = async (): Promise<Date> => {
      await time.advance(30_000);
      const at = time.now();
      await time.advance(30_000);
      return at;
    };
    await expect(checkMachineClock(time, slow)).resolves.toBeUndefined();
  });
});

describe('the clock of the machine while it runs', () => {
  function machine() {
    const [here, there] = [at('09:00'), at('09:00')].map(createSimulatedTime) as [Simulated, Simulated];
    const said: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void said.push(line) });
    const clock = watchMachineClock({ time: here, log }, async () => there.now());
    return { here, there, clock, levels: () => said.map((line) => (JSON.parse(line) as { level: number }).level) };
  }

  it.each([
    ['ahead', 3_600_000, 0],
    ['behind', 0, 3_600_000],
  ])('%s of the database: said once, and once when it is right again', async (_, here, there) => {
    const { clock, levels, ...times } = machine();
    expect(await clock.isRight()).toBe(true);
    await times.here.advance(here);
    await times.there.advance(there);
    for (let asked = 0; asked < 3; asked += 1) expect(await clock.isRight()).toBe(false);
    expect(levels()).toEqual([50]);
    await times.here.advance(there);
    await times.there.advance(here);
    for (let asked = 0; asked < 3; asked += 1) expect(await clock.isRight()).toBe(true);
    expect(levels()).toEqual([50, 30]);
  });

  it('is named by /readyz with its seconds', async () => {
    const { here, clock } = machine();
    await here.advance(90_000);
    const { ready, parts } = await askReady({ database: () => sql`select 1`.execute(database.db), clock: clock.check });
    expect([ready, parts['database']]).toEqual([false, { ok: true }]);
    const detail = '本机时钟与数据库服务器相差 90 秒，时限暂停触发，请校准时钟（如 NTP）';
    expect(parts['clock']).toEqual({ ok: false, detail });
  });
});

describe('a machine that stands alone, its database on the same clock', () => {
  function alone() {
    const wall = createSimulatedTime(at('09:00'));
    let steadyMs = 0;
    const clock = watchMachineClock({ time: wall, log: pino({ level: 'silent' }), steady: () => steadyMs }, async () =>
      wall.now(),
    );
    return {
      clock,
      /** Time passes as it should, and the clock is set ahead by so much besides; back by less than nothing. */
      async passes(ms: number, setMs = 0) {
        steadyMs += ms;
        if (ms + setMs >= 0) await wall.advance(ms + setMs);
      },
      setBack: (ms: number) => void (steadyMs += ms),
    };
  }

  it('doubts a clock that jumps ahead, and trusts it at once when it is set right', async () => {
    const { clock, passes, setBack } = alone();
    await passes(1_000);
    expect(await clock.isRight()).toBe(true);
    await passes(1_000, 259_200_000);
    expect(await clock.isRight()).toBe(false);
    await expect(clock.check()).rejects.toThrow(/突然快了 259200 秒.+3 分钟内校准/);
    // The steady count goes on while the wall stands: as if it had been set back.
    setBack(259_200_000);
    expect(await clock.isRight()).toBe(true);
  });

  it('believes it after three minutes: the machine slept, and no deadline may wait longer', async () => {
    const { clock, passes } = alone();
    await passes(1_000, 3_600_000);
    expect(await clock.isRight()).toBe(false);
    await passes(179_000);
    expect(await clock.isRight()).toBe(false);
    await passes(1_000);
    expect(await clock.isRight()).toBe(true);
    await passes(60_000);
    expect(await clock.isRight()).toBe(true);
  });

  it('takes a clock that is slewed or set back as it is', async () => {
    const { clock, passes, setBack } = alone();
    for (let second = 0; second < 20; second += 1) {
      await passes(1_000, 500);
      expect(await clock.isRight()).toBe(true);
    }
    setBack(7_200_000);
    expect(await clock.isRight()).toBe(true);
  });
});

type Simulated = ReturnType<typeof createSimulatedTime>;
const at = (clock: string): Date => new Date(`2026-02-24T${clock}:00+08:00`);
