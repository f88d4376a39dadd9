import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killAllChildren } from './child.ts';
import { removeAllClusters } from './distributed/cluster.ts';
import { flowRun } from './distributed/flow-chaos.ts';
import { shiftsRun } from './distributed/shifts-chaos.ts';
import { killPrograms } from '../../cli/bench/latency/program.ts';
import { importPoint } from './import-chaos.ts';
import { openJournal, type Note } from './journal.ts';
import { allOutages, outagesRun } from './outages/outages-run.ts';
import { replayPoint } from './replay-chaos.ts';
import type { PointReport } from './report.ts';
import { removeAllSandboxes } from './sandbox.ts';
import { verbsRun } from './verbs/verbs-chaos.ts';

const USAGE = `usage: npm run chaos -- [--points 20] [--seed 1] [--what import|replay] [--rows 5000]
       npm run chaos -- --what distributed [--points 50] [--seed 1] [--posts 20000] [--point-ms 6000]
       npm run chaos -- --what shifts [--seed 1] [--posts 20000]
       npm run chaos -- --what outages [--seconds 60]
       npm run chaos -- --what verbs [--seed 1] [--workers 64] [--verbs 10000]
each [--report FILE]: where notes and reports go as they come (default: a new file in the temporary folder)
distributed: one flow of posts with so many moments of kills; shifts: analyzers join and leave, a responder is frozen. verbs: so many people act on few tickets at once and the timelines are replayed. Real Kafka, Redis and PostgreSQL are started (npm run engines -- --fetch once)`;

interface Numbers {
  points: number;
  seed: number;
  rows: number;
  posts: number;
  pointMs: number;
  seconds: number;
  workers: number;
  verbs: number;
}
type What = PointReport['what'];

/** How one report of each kind is made, and how long it may take. */
const KINDS: Record<What, { limitMs: number; run(seed: number, numbers: Numbers, note: Note): Promise<PointReport> }> =
  {
    import: {
      limitMs: 10 * 60_000,
      run: (seed, { rows }) => importPoint({ seed, fileSeed: Math.floor(seed / 2) % 4, rows }),
    },
    replay: { limitMs: 10 * 60_000, run: (seed) => replayPoint({ seed }) },
    distributed: {
      limitMs: 90 * 60_000,
      run: (seed, { points, posts, pointMs }, note) => flowRun({ seed, points, posts, pointMs, note }),
    },
    shifts: {
      limitMs: 60 * 60_000,
      run: (seed, { posts, seconds }, note) =>
        shiftsRun({ seed, posts, flowMs: 3 * seconds * 1000, frozenMs: seconds * 1000, maxPush: 50, note }),
    },
    outages: {
      limitMs: 60 * 60_000,
      run: (_seed, { seconds }, note) => outagesRun({ outages: allOutages(seconds), note }),
    },
    verbs: {
      limitMs: 60 * 60_000,
      run: (seed, { workers, verbs }) => verbsRun({ seed, workers, verbs }),
    },
  };

/** Without --what. */
const USUAL: What[] = ['import', 'replay'];

interface Wanted {
  file: string;
  numbers: Numbers;
  reports: { what: What; seed: number }[];
}

function read(): Wanted | null {
  try {
    const text = { type: 'string' } as const;
    const numeric = { points: text, seed: text, rows: text, posts: text, 'point-ms': text, seconds: text };
    const sizes = { workers: text, verbs: text };
    const options = { ...numeric, ...sizes, what: text, report: text };
    const { values } = parseArgs({ options });
    if (values.what !== undefined && !Object.hasOwn(KINDS, values.what)) return null;
    const what = values.what as What | undefined;
    const isFlow = what !== undefined && !USUAL.includes(what);
    const numbers: Numbers = {
      points: Number(values.points ?? (isFlow ? 50 : 20)),
      ...{ seed: Number(values.seed ?? 1), rows: Number(values.rows ?? 5_000) },
      ...{ posts: Number(values.posts ?? 20_000), pointMs: Number(values['point-ms'] ?? 6_000) },
      seconds: Number(values.seconds ?? 60),
      ...{ workers: Number(values.workers ?? 64), verbs: Number(values.verbs ?? 10_000) },
    };
    if (!Object.values(numbers).every(Number.isSafeInteger)) return null;
    const whats = what ? [what] : USUAL;
    const reports = Array.from({ length: isFlow ? 1 : numbers.points }, (_, index) => ({
      what: whats[index % whats.length]!,
      seed: numbers.seed + index,
    }));
    const file = values.report ?? join(tmpdir(), `huiying-chaos-${what ?? 'usual'}-${Date.now()}.jsonl`);
    return { file, numbers, reports };
  } catch {
    return null;
  }
}

/** One that throws or never ends is a violation like any other. */
async function oneReport(what: What, seed: number, numbers: Numbers, note: Note): Promise<PointReport> {
  const from = performance.now();
  const { limitMs, run } = KINDS[what];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([run(seed, numbers, note), late]);
  } catch (error) {
    const ms = Math.round(performance.now() - from);
    const violations = [error instanceof Error ? error.message : String(error)];
    return { what, seed, kills: [], ms, facts: {}, violations };
  } finally {
    clearTimeout(timer);
    await clearUp();
  }
}

async function clearUp(): Promise<void> {
  killAllChildren();
  await killPrograms();
  await removeAllClusters();
  await removeAllSandboxes();
}

async function main(): Promise<number> {
  const wanted = read();
  if (!wanted) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const { note, keep } = openJournal(wanted.file, (line) => process.stderr.write(line));
  note('begun', { report: wanted.file, ...wanted.numbers });
  const tell = (line: unknown): void => {
    process.stdout.write(`${JSON.stringify(line)}\n`);
    keep(line);
  };
  endOnSignal(note);
  const reports: PointReport[] = [];
  for (const { what, seed } of wanted.reports) {
    const report = await oneReport(what, seed, wanted.numbers, note);
    tell(report);
    reports.push(report);
  }
  const broken = reports.filter((report) => report.violations.length > 0);
  const kills = reports.reduce((sum, report) => sum + report.kills.length, 0);
  const seconds = Math.round(reports.reduce((sum, report) => sum + report.ms, 0) / 1000);
  const summary = { points: reports.length, kills, seconds, broken: broken.map(({ what, seed }) => `${what} ${seed}`) };
  tell(summary);
  return broken.length === 0 ? 0 : 1;
}

function endOnSignal(note: Note): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => {
      note(`interrupted by ${name}: what is above is all that was seen`);
      void clearUp().finally(() => process.exit(130));
    });
}

process.exitCode = await main();
