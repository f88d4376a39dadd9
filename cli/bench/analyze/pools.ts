import type { AnalyzerInput } from '../../../analyzer/brains/analyze.ts';
import { createAnalyzerPool, type AnalyzerPool } from '../../../analyzer/brains/analyzer-pool.ts';
import { cpuSince, round, speedOf, sum, textOf, type Speed } from './measure.ts';

/** The pool as the consumer uses it, with one thread and with two; both exist at once, so that they share what else the machine does. */
export async function measurePools(
  configFolder: string,
  posts: readonly AnalyzerInput[],
  rounds: number,
): Promise<{ one: Speed; two: Speed; gain: number }> {
  const pools = [1, 2].map((workers) => createAnalyzerPool({ configFolder, workers }));
  try {
    const taken = pools.map(() => [] as { wall: number; cpu: number }[]);
    for (const pool of pools) {
      await pool.ready();
      await pool.analyzeForSearch(posts.slice(0, 4_000));
    }
    for (let turn = 0; turn < rounds; turn += 1)
      for (const [at, pool] of pools.entries()) taken[at]!.push(await timedPool(pool, posts));
    const bytes = sum(posts.map((post) => Buffer.byteLength(textOf(post))));
    const [one, two] = taken.map((times) => speedOf(times, posts.length, bytes)) as [Speed, Speed];
    return { one, two, gain: round(two.postsASecond / one.postsASecond) };
  } finally {
    for (const pool of pools) await pool.close();
  }
}

async function timedPool(pool: AnalyzerPool, posts: readonly AnalyzerInput[]): Promise<{ wall: number; cpu: number }> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await pool.analyzeForSearch(posts);
  return { wall: (performance.now() - begun) / 1000, cpu: cpuSince(before) };
}
