import { ENGINES } from '../../../tools/engines/index.ts';
import { silent, type Note } from '../journal.ts';
import type { PointReport } from '../report.ts';
import { growthOf, pilesUp, type MemoryStory } from './memory.ts';
import { goThrough, goThroughCalm, type Outage, type OutageReport } from './outage.ts';
import { settle } from './settle.ts';
import { openWorld } from './world.ts';

/** Every engine in every way; Redis also forgets. */
export const allOutages = (seconds: number): Outage[] =>
  ENGINES.flatMap((engine) => [
    ...(['stop', 'kill', 'freeze'] as const).map((how) => ({ engine, how, seconds })),
    ...(engine === 'redis' ? [{ engine, how: 'flush' as const, seconds: 0 }] : []),
  ]);

export interface OutagesRun {
  outages: Outage[];
  /** Judge times and memory as well; not in CI, whose machine decides them. Default true. */
  timed?: boolean;
  /** Told of each outage's report as soon as it is over. */
  note?: Note;
}

/** One installation goes through all of them, one after the other, while posts flow; then all that was acknowledged is looked for. */
export async function outagesRun({ outages, timed = true, note = silent }: OutagesRun): Promise<PointReport> {
  const from = performance.now();
  const world = await openWorld('outage');
  try {
    const reports: OutageReport[] = [];
    const calm: MemoryStory[] = [];
    const piled: string[] = [];
    for (const outage of outages) {
      // Before the first outage of each engine as long a calm, to tell what grows by load alone.
      if (timed && outage.engine !== reports.at(-1)?.engine) {
        calm.push(await goThroughCalm(world, outage.seconds));
        note(`calm before ${outage.engine}`, { memory: calm.at(-1) });
      }
      const report = await goThrough(world, outage);
      note(`${outage.engine} ${outage.how} is over`, { ...report });
      reports.push(report);
      if (timed) piled.push(...pilesUp(calm, report.memory).map((text) => `${outage.engine} ${outage.how}: ${text}`));
    }
    note('no outage any more, the flow ends');
    const settled = await settle(world);
    note('settled', { drainMs: settled.drainMs, posts: settled.posts });
    const codes = Object.entries(await world.stop()).filter(([, code]) => code !== 0);
    const violations = [
      ...reports.flatMap(({ engine, how, violations, exceeded }) =>
        [...violations, ...(timed ? exceeded : [])].map((text) => `${engine} ${how}: ${text}`),
      ),
      ...piled,
      ...settled.violations,
      ...codes.map(([name, code]) => `${name} ended with ${String(code)} after Ctrl-C`),
    ];
    return {
      ...{ what: 'outages', seed: 0, kills: [], ms: Math.round(performance.now() - from) },
      ...{
        facts: {
          posts: settled.posts,
          drainMs: settled.drainMs,
          growthMb: growths(calm, reports),
          calm,
          outages: reports,
        },
        violations,
      },
    };
  } finally {
    await world.remove();
  }
}

/** In MB, by span and process: what each calm and each outage added. */
const growths = (calm: readonly MemoryStory[], reports: readonly OutageReport[]): Record<string, unknown> =>
  Object.fromEntries([
    ...calm.map((memory, index) => [`calm ${index + 1}`, growthOf(memory)]),
    ...reports.map(({ engine, how, memory }) => [`${engine} ${how}`, growthOf(memory)]),
  ]) as Record<string, unknown>;
