import { expect, it } from 'vitest';
import { byTime } from './by-time.ts';
import { silentLog } from './log.ts';
import { watchMachineClock } from './machine-clock.ts';
import { createSimulatedTime } from './simulated-time.ts';

const DAY = 24 * 3_600_000;

it('what time alone causes is left out while the two clocks differ, and done again when they agree', async () => {
  const start = new Date('2026-02-24T09:00:00+08:00');
  const [here, witness] = [createSimulatedTime(start), createSimulatedTime(start)];
  const clock = watchMachineClock({ time: here, log: silentLog }, async () => witness.now());
  const seen: [string, Date][] = [];
  const work = byTime({ mayActByTime: clock.isRight }, async (what: string) => seen.push([what, here.now()]));

  expect(await work('sweep')).toBe(1);
  await here.advance(30 * DAY);
  expect(await work('sweep')).toBeNull();
  expect(await work('purge')).toBeNull();
  await witness.advance(30 * DAY);
  expect(await work('purge')).toBe(2);
  expect(seen).toEqual([
    ['sweep', start],
    ['purge', witness.now()],
  ]);
});
