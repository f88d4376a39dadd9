import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../config/load.ts';
import { createSimulatedTime } from '../platform/runtime/simulated-time.ts';
import type { AnalyzerPool } from './brains/analyzer-pool.ts';
import type { Analysis } from './messages.ts';
import { createTrial, IDLE_MS } from './trial.ts';

const TEXT = { title: '', text: '路灯不亮', publishedAt: '2026-02-24T09:00:00+08:00' };
const ANSWER = { appeal: 'complaint' } as Analysis;

/** Pools that answer at once, or when let go; what is measured is when they open and close. */
function world(stage: AnalyzerPool | null = null) {
  const opened: { closed: boolean }[] = [];
  let hold: Promise<void> = Promise.resolve();
  const open = (): AnalyzerPool => {
    const seen = { closed: false };
    opened.push(seen);
    return {
      ready: () => Promise.resolve(),
      analyze: () => hold.then(() => [ANSWER]),
      analyzeForSearch: () => Promise.reject(new Error('not asked')),
      close: () => Promise.resolve(void (seen.closed = true)),
    };
  };
  const time = createSimulatedTime(new Date('2026-02-24T09:00:00+08:00'));
  const trial = createTrial({ running: () => stage, open, configFolder: shippedConfigFolder(), time });
  const holdUntil = (until: Promise<void>): void => void (hold = until);
  return { opened, time, trial, open, holdUntil };
}

describe('the thread of a tried text', () => {
  it('starts with the first text, serves the next, and ends after idle minutes', async () => {
    const { opened, time, trial } = world();
    expect(opened).toHaveLength(0);
    expect(await trial.analyze(TEXT)).toBe(ANSWER);
    await trial.analyze(TEXT);
    expect(opened).toHaveLength(1);
    await time.advance(IDLE_MS - 60_000);
    expect(opened[0]!.closed).toBe(false);
    await trial.analyze(TEXT);
    await time.advance(IDLE_MS - 60_000);
    expect(opened[0]!.closed).toBe(false);
    await time.advance(120_000);
    expect(opened[0]!.closed).toBe(true);
    await trial.analyze(TEXT);
    expect(opened).toHaveLength(2);
    await trial.close();
    expect(opened[1]!.closed).toBe(true);
  });

  it('is not ended while a text is being read', async () => {
    const { opened, time, trial, holdUntil } = world();
    let letGo = (): void => undefined;
    holdUntil(new Promise((resolve) => (letGo = resolve)));
    const reading = trial.analyze(TEXT);
    await time.advance(IDLE_MS * 2);
    expect(opened[0]!.closed).toBe(false);
    letGo();
    expect(await reading).toBe(ANSWER);
    await trial.close();
  });

  it('is not needed where the stage runs', async () => {
    const stage = world().open();
    const { opened, trial } = world(stage);
    expect(await trial.analyze(TEXT)).toBe(ANSWER);
    expect(opened).toHaveLength(0);
    await trial.close();
  });

  it('tells the rulebooks it reads by', () => {
    expect(world().trial.version()).toMatch(/^R-[0-9a-f]{12}$/);
  });
});
