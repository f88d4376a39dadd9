import { ENGINES } from '../../../tools/engines/index.ts';
import { silent, type Note } from '../journal.ts';
import type { PointReport } from '../report.ts';
import { goThrough, type Outage, type OutageReport } from './outage.ts';
import { settle } from './settle.ts';
import { openWorld } from './world.ts';

/** Every engine in every way; Redis also forgets. */
export const allOutages = (seconds: number): Outage[] => [
  ...ENGINES.flatMap((engine) => (['stop', 'kill', 'freeze'] as const).map((how) => ({ engine, how, seconds }))),
  { engine: 'redis', how: 'flush', seconds: 0 },
];

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
    for (const outage of outages) {
      const report = await goThrough(world, outage);
      note(`${outage.engine} ${outage.how} is over`, { ...report });
      reports.push(report);
    }
    const settled = await settle(world);
    const codes = Object.entries(await world.stop()).filter(([, code]) => code !== 0);
    const violations = [
      ...reports.flatMap(({ engine, how, violations, exceeded }) =>
        [...violations, ...(timed ? exceeded : [])].map((text) => `${engine} ${how}: ${text}`),
      ),
      ...settled.violations,
      ...codes.map(([name, code]) => `${name} ended with ${String(code)} after Ctrl-C`),
    ];
    return {
      ...{ what: 'outages', seed: 0, kills: [], ms: Math.round(performance.now() - from) },
      ...{ facts: { posts: settled.posts, drainMs: settled.drainMs, outages: reports }, violations },
    };
  } finally {
    await world.remove();
  }
}
