import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Jobs } from './jobs.ts';
import type { Time } from './time.ts';

/** A job queue under test. `open()` connects as another process would. */
export interface JobsWorld {
  open(): Promise<Jobs>;
  time: Time;
  /** Lets time pass: waits, or advances a simulated clock. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

let counter = 0;
const within = { timeout: 20_000, interval: 20 };

/** What every adapter of the jobs port must do. Times are small because one adapter knows only real time. */
export function jobsContract(name: string, makeWorld: () => Promise<JobsWorld>): void {
  describe(`jobs: ${name}`, () => {
    let world: JobsWorld;
    let jobs: Jobs;
    let job: string;
    const ran: unknown[] = [];
    const later = (ms: number): Date => new Date(world.time.now().getTime() + ms);
    /** Passes time in small steps until it happened. */
    const eventually = (read: () => unknown, value: unknown): Promise<void> =>
      expect
        .poll(async () => {
          await world.pass(50);
          return read();
        }, within)
        .toEqual(value);

    beforeAll(async () => {
      world = await makeWorld();
    });
    beforeEach(async () => {
      jobs = await world.open();
      job = `job-${++counter}`;
      ran.length = 0;
    });
    afterEach(() => jobs.close());
    afterAll(() => world.close());

    const define = async (): Promise<void> => {
      jobs.define(job, async (data) => void ran.push(data));
      await jobs.start();
    };

    it('runs a job at its time with its data, not before', async () => {
      await define();
      const due = later(300);
      let at: Date | undefined;
      await jobs.runAt(job, 'ticket:1/复核', due, { ticket: 1 });
      await eventually(() => {
        if (ran.length > 0) at ??= world.time.now();
        return ran;
      }, [{ ticket: 1 }]);
      expect(at!.getTime()).toBeGreaterThanOrEqual(due.getTime());
    });

    it('runs at once what was due already', async () => {
      await define();
      await jobs.runAt(job, 'late', later(-60_000), 'late');
      await eventually(() => ran, ['late']);
    });

    it('takes the same id twice for one job, at the later of the two times', async () => {
      await define();
      // Far enough away that the next request comes before it, however busy the machine is.
      await jobs.runAt(job, 'a', later(2_000), 'first');
      const due = later(2_500);
      await jobs.runAt(job, 'a', due, 'second');
      await jobs.runAt(job, 'a', later(1_500), 'third');
      await jobs.runAt(job, 'marker', later(2_600), 'marker');
      await eventually(() => ran.toSorted(), ['marker', 'second']);
      expect(world.time.now().getTime()).toBeGreaterThanOrEqual(due.getTime());
    });

    it('runs again when asked again after it ran', async () => {
      await define();
      await jobs.runAt(job, 'a', later(10), 1);
      await eventually(() => ran, [1]);
      await jobs.runAt(job, 'a', later(10), 2);
      await eventually(() => ran, [1, 2]);
    });

    it('does not run what was cancelled; to cancel nothing is no error', async () => {
      await define();
      await jobs.runAt(job, 'a', later(2_000), 'cancelled');
      await jobs.runAt(job, 'b', later(2_100), 'kept');
      await jobs.cancel(job, 'a');
      await jobs.cancel(job, 'unknown');
      await eventually(() => ran, ['kept']);
    });

    it('tries again with a growing pause, and then gives up', async () => {
      const tries: { attempt: number; at: number }[] = [];
      jobs.define(
        job,
        async (_data, { attempt }) => {
          tries.push({ attempt, at: world.time.now().getTime() });
          throw new Error('not yet');
        },
        { attempts: 3, backoffMs: 100 },
      );
      await jobs.start();
      await jobs.runAt(job, 'a', later(0));
      await eventually(() => tries.map(({ attempt }) => attempt), [1, 2, 3]);
      await world.pass(500);
      expect(tries).toHaveLength(3);
      expect(tries[1]!.at - tries[0]!.at).toBeGreaterThanOrEqual(100);
      expect(tries[2]!.at - tries[1]!.at).toBeGreaterThanOrEqual(200);
    });

    it('repeats a schedule until it is taken off, and twice the same schedule is one', async () => {
      await define();
      await jobs.schedule(job, 'sweep', { everyMs: 100 }, 'tick');
      await jobs.schedule(job, 'sweep', { everyMs: 100 }, 'tick');
      await expect
        .poll(async () => {
          await world.pass(50);
          return ran.length;
        }, within)
        .toBeGreaterThanOrEqual(3);
      await jobs.unschedule(job, 'sweep');
      // One may be under way, and a busy machine takes its time for it.
      let before = -1;
      await eventually(() => before === (before = ran.length), true);
      await world.pass(500);
      expect(ran.length).toBeLessThanOrEqual(before + 1);
    });

    it('waits for a running job when it closes', async () => {
      let finished = false;
      let began = false;
      jobs.define(job, async () => {
        began = true;
        await new Promise((resolve) => setTimeout(resolve, 200));
        finished = true;
      });
      await jobs.start();
      await jobs.runAt(job, 'slow', later(0));
      const passing = world.pass(100);
      await expect.poll(() => began, within).toBe(true);
      await jobs.close();
      expect(finished).toBe(true);
      await passing;
    });
  });
}
