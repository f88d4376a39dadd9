import { describe, expect, it } from 'vitest';
import { createSimulatedTime } from './simulated-time.ts';
import { systemTime } from './system-time.ts';
import { fromLocal, toLocalIso } from './local-time.ts';

const START = fromLocal('2026-02-24', '09:00');

describe('simulated time', () => {
  it('stands still until advanced', async () => {
    const time = createSimulatedTime(START);
    expect(time.now()).toEqual(START);
    await time.advance(60_000);
    expect(toLocalIso(time.now())).toBe('2026-02-24T09:01:00+08:00');
    await time.advanceTo(fromLocal('2026-02-25'));
    expect(toLocalIso(time.now())).toBe('2026-02-25T00:00:00+08:00');
  });

  it('wakes sleepers in the order of their times, each at its own instant', async () => {
    const time = createSimulatedTime(START);
    const seen: string[] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await time.sleep(ms);
      seen.push(`${name} ${toLocalIso(time.now()).slice(11, 19)}`);
    };
    const all = [sleeper('late', 3_600_000), sleeper('early', 60_000), sleeper('same', 60_000)];
    await time.advance(7_200_000);
    await Promise.all(all);
    expect(seen).toEqual(['early 09:01:00', 'same 09:01:00', 'late 10:00:00']);
  });

  it('lets a loop sleep again inside one advance', async () => {
    const time = createSimulatedTime(START);
    let rounds = 0;
    const stop = new AbortController();
    const loop = (async () => {
      for (;;) {
        await time.sleep(1_000, stop.signal);
        rounds++;
      }
    })();
    await time.advance(10_000);
    expect(rounds).toBe(10);
    stop.abort(new Error('stop'));
    await expect(loop).rejects.toThrow('stop');
    expect(time.waiting()).toEqual([]);
  });

  it('awaits the work of a stop before the clock goes on', async () => {
    const time = createSimulatedTime(START);
    const seen: number[] = [];
    time.at(new Date(START.getTime() + 1_000), async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(time.now().getTime() - START.getTime());
    });
    await time.advance(100_000);
    expect(seen).toEqual([1_000]);
  });

  it('coalesces periodic work to one run a stop, and runs it at every stop that is due', async () => {
    const time = createSimulatedTime(START);
    let sweeps = 0;
    time.every(1_000, () => void sweeps++);
    await time.advance(86_400_000);
    expect(sweeps).toBe(1);
    time.at(new Date(time.now().getTime() + 5_000), () => undefined);
    await time.advance(10_000);
    expect(sweeps).toBe(3);
    await time.advance(500);
    expect(sweeps).toBe(3);
  });

  it('refuses to go back', async () => {
    const time = createSimulatedTime(START);
    await expect(time.advanceTo(fromLocal('2026-02-23'))).rejects.toThrow('does not go back');
  });
});

describe('system time', () => {
  it('sleeps, and an abort ends the sleep with its reason', async () => {
    await systemTime.sleep(1);
    const stop = new AbortController();
    const long = systemTime.sleep(60 * 86_400_000, stop.signal);
    stop.abort(new Error('enough'));
    await expect(long).rejects.toThrow('enough');
    await expect(systemTime.sleep(5, stop.signal)).rejects.toThrow('enough');
  });
});
