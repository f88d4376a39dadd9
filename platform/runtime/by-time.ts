import type { Kernel } from './kernel.ts';

/**
 * Work whose only cause is that time has passed (deadlines, sweeps, polls, deletions): on a machine whose clock is wrong it is left out,
 * because what it would end, forget or put off does not come back with the right time. The clock itself says so in the log, and the
 * next round or job does what is due. @returns null when it was left out
 */
export const byTime =
  <A extends unknown[], R>({ mayActByTime }: Pick<Kernel<never>, 'mayActByTime'>, work: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R | null> =>
    (await mayActByTime()) ? work(...args) : null;
