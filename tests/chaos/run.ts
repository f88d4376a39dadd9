import { parseArgs } from 'node:util';
import { killAllChildren } from './child.ts';
import { importPoint } from './import-chaos.ts';
import { replayPoint } from './replay-chaos.ts';
import type { PointReport } from './report.ts';
import { removeAllSandboxes } from './sandbox.ts';

const USAGE = 'usage: npm run chaos -- [--points 20] [--seed 1] [--what import|replay] [--rows 5000]';
const POINT_LIMIT_MS = 10 * 60_000;

interface Wanted {
  points: number;
  seed: number;
  rows: number;
  what: PointReport['what'][];
}

function read(): Wanted | null {
  try {
    const { values } = parseArgs({
      options: {
        points: { type: 'string', default: '20' },
        seed: { type: 'string', default: '1' },
        rows: { type: 'string', default: '5000' },
        what: { type: 'string' },
      },
    });
    const [points, seed, rows] = [values.points, values.seed, values.rows].map(Number);
    if (![points, seed, rows].every(Number.isSafeInteger)) return null;
    if (values.what !== undefined && values.what !== 'import' && values.what !== 'replay') return null;
    return { points: points!, seed: seed!, rows: rows!, what: values.what ? [values.what] : ['import', 'replay'] };
  } catch {
    return null;
  }
}

/** A point that throws or never ends is a violation like any other. */
async function onePoint(what: PointReport['what'], seed: number, rows: number): Promise<PointReport> {
  const from = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${POINT_LIMIT_MS} ms`)), POINT_LIMIT_MS);
  });
  try {
    return await Promise.race([
      what === 'import' ? importPoint({ seed, fileSeed: Math.floor(seed / 2) % 4, rows }) : replayPoint({ seed }),
      late,
    ]);
  } catch (error) {
    const ms = Math.round(performance.now() - from);
    return {
      what,
      seed,
      kills: [],
      ms,
      facts: {},
      violations: [error instanceof Error ? error.message : String(error)],
    };
  } finally {
    clearTimeout(timer);
    killAllChildren();
    await removeAllSandboxes();
  }
}

async function main(): Promise<number> {
  const wanted = read();
  if (!wanted) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const reports: PointReport[] = [];
  for (let index = 0; index < wanted.points; index += 1) {
    const what = wanted.what[index % wanted.what.length]!;
    const report = await onePoint(what, wanted.seed + index, wanted.rows);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    reports.push(report);
  }
  const broken = reports.filter((report) => report.violations.length > 0);
  const kills = reports.reduce((sum, report) => sum + report.kills.length, 0);
  const seconds = Math.round(reports.reduce((sum, report) => sum + report.ms, 0) / 1000);
  const summary = { points: reports.length, kills, seconds, broken: broken.map(({ what, seed }) => `${what} ${seed}`) };
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return broken.length === 0 ? 0 : 1;
}

for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => {
    killAllChildren();
    void removeAllSandboxes().finally(() => process.exit(130));
  });
process.exitCode = await main();
