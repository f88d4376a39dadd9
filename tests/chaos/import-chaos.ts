import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from './child.ts';
import { judgeImport, readImport, type ImportOutcome } from './import-outcome.ts';
import { inventFile, type InventedFile } from './invented-file.ts';
import { seeded, type Random } from './random.ts';
import { Findings, type KillReport, type PointReport, type Victim } from './report.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

export interface ImportPoint {
  /** Decides victims and moments. */
  seed: number;
  /** Decides the file; an odd one makes CSV, an even one JSONL. */
  fileSeed: number;
  rows: number;
}

const BATCH_ROWS = 1000;
const END_LIMIT_MS = 120_000;
const VICTIMS: Victim[] = ['program', 'program', 'program+database', 'database'];

/** Imports an invented file, is killed one to three times on the way, imports to the end, and looks at what became of every row. */
export async function importPoint({ seed, fileSeed, rows }: ImportPoint): Promise<PointReport> {
  const from = performance.now();
  const random = seeded(seed);
  const file = inventFile(seeded(fileSeed), rows, fileSeed % 2 === 0 ? 'jsonl' : 'csv');
  const undisturbed = await calmOutcome(`${fileSeed} ${rows}`, file);
  const kills: KillReport[] = [];
  const found = new Findings();
  const outcome = await inSandbox('import', file, async (sandbox, path) => {
    let done = 0;
    for (let left = 1 + random.int(3); left > 0; left -= 1) {
      const kill = await importAndKill(sandbox, path, file.rows - done, random);
      done = Math.max(done, kill.done);
      kills.push(kill.report);
    }
    return importToEnd(sandbox, path);
  });
  judgeImport(found, file, outcome, undisturbed);
  const facts = { format: file.name, rows: file.rows, posts: outcome.posts.length, refused: outcome.refused.length };
  return { what: 'import', seed, kills, ms: Math.round(performance.now() - from), facts, violations: found.list };
}

const calm = new Map<string, ImportOutcome>();

/** The same file imported without any disturbance; points with one file share it. */
async function calmOutcome(key: string, file: InventedFile): Promise<ImportOutcome> {
  const known = calm.get(key) ?? (await inSandbox('calm', file, importToEnd));
  calm.set(key, known);
  return known;
}

async function inSandbox<R>(
  name: string,
  file: InventedFile,
  work: (sandbox: Sandbox, path: string) => Promise<R>,
): Promise<R> {
  const sandbox = openSandbox(name);
  try {
    const path = join(sandbox.folder, file.name);
    writeFileSync(path, file.content);
    return await work(sandbox, path);
  } finally {
    await sandbox.remove();
  }
}

const startImport = (sandbox: Sandbox, path: string): Child =>
  startChild('cli.js', ['import', path, '--source', 'chaos', '--json'], { HUIYING_DATA: sandbox.data });

async function importToEnd(sandbox: Sandbox, path: string): Promise<ImportOutcome> {
  const child = startImport(sandbox, path);
  const code = await child.exit(END_LIMIT_MS);
  if (code !== 0) throw new Error(`the import ended with ${String(code)}:\n${child.stderr().slice(-3000)}`);
  const jsonl = path.endsWith('.jsonl');
  return sandbox.inDatabase((db) => readImport(db, `${path}.refused.${jsonl ? 'jsonl' : 'csv'}`));
}

const progress = (stderr: string): number[] => [...stderr.matchAll(/已处理 (\d+) 行/g)].map(([, rows]) => Number(rows));

/** `left`: rows that are certainly still to be imported. */
async function importAndKill(
  sandbox: Sandbox,
  path: string,
  left: number,
  random: Random,
): Promise<{ report: KillReport; done: number }> {
  const victim = random.pick(VICTIMS);
  // Before the first batch lies the start of the database: a stretch of its own.
  const batches = random.int(Math.max(1, Math.ceil(left / BATCH_ROWS)));
  const more = batches === 0 ? random.int(2500) : random.int(150);
  const child = startImport(sandbox, path);
  await child.said((_, stderr) => progress(stderr).length >= batches);
  await pause(more);
  const ended = child.ended();
  if (victim !== 'program') sandbox.killDatabase();
  if (victim !== 'database') child.kill();
  await child.exit(END_LIMIT_MS); // without its database it says so and ends, or goes on with the revived one
  const done = progress(child.stderr()).at(-1) ?? 0;
  return { report: { victim, at: `${batches} batches + ${more} ms, row ${done}${ended ? ', had ended' : ''}` }, done };
}
