import { describe, expect, it } from 'vitest';
import { silentLog } from './log.ts';
import { startRound } from './round.ts';
import { createSimulatedTime } from './simulated-time.ts';
import { systemTime } from './system-time.ts';

const log = silentLog;

describe('a round', () => {
  it('comes again by the clock, first after one period, and ends with its stop', async () => {
    const time = createSimulatedTime(new Date('2026-02-24T09:00:00+08:00'));
    let came = 0;
    const round = startRound({ time, log }, { name: 'sweep', everyMs: 1_000, work: async () => void came++ });
    await time.advance(999);
    expect(came).toBe(0);
    await time.advance(1);
    await time.advance(1_000);
    expect(came).toBe(2);
    await round.stop();
    await time.advance(5_000);
    expect(came).toBe(2);
  });

  it('comes again after it failed, and tells a lasting trouble once', async () => {
    const time = createSimulatedTime(new Date('2026-02-24T09:00:00+08:00'));
    const told: string[] = [];
    const listening = {
      ...log,
      warn: (_: object, text: string) => told.push(text),
      info: (_: object, text: string) => told.push(text),
    } as unknown as typeof log;
    let failures = 3;
    let done = 0;
    const work = async (): Promise<void> => {
      if (failures-- > 0) throw new Error('the database is away');
      done++;
    };
    const round = startRound({ time, log: listening }, { name: 'sweep', everyMs: 1_000, work });
    for (let second = 0; second < 5; second++) await time.advance(1_000);
    await round.stop();
    expect(done).toBe(2);
    expect(told).toEqual(['a round failed, the next one comes', 'a round works again']);
  });

  it('never overlaps itself on the real clock, and stop waits for the one under way', async () => {
    let inside = 0;
    let most = 0;
    let finished = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 30));
      inside--;
      finished++;
    };
    const round = startRound({ time: systemTime, log }, { name: 'sweep', everyMs: 1, work });
    await expect.poll(() => inside).toBe(1);
    await round.stop();
    expect([inside, most]).toEqual([0, 1]);
    const before = finished;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(finished).toBe(before);
  });
});
