import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInstallation } from '../../../cli/installation.ts';
import { createTransact } from '../../../platform/runtime/transact.ts';
import { systemTime } from '../../../platform/runtime/system-time.ts';
import { loadResponderBooks, type ResponderTables } from '../../../responder/index.ts';
import type { PointReport } from '../report.ts';
import { contend } from './contend.ts';
import { judgeTimelines } from './replay-timeline.ts';

interface Size {
  seed: number;
  workers: number;
  verbs: number;
}
const TICKETS = 6;
const USERS_OWN = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_URL_FILE',
  'DATABASE_OWNER_URL_FILE',
  'HUIYING_SETTINGS',
];

/** Many people at few tickets at once, in a database of its own that is removed again. */
export async function verbsRun({ seed, workers, verbs }: Size): Promise<PointReport> {
  const from = performance.now();
  const data = await mkdtemp(join(tmpdir(), 'huiying-chaos-verbs-'));
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !USERS_OWN.includes(name)));
  const context = { cwd: process.cwd(), stderr: process.stderr, env: { ...kept, HUIYING_DATA: data } };
  try {
    const { db, log, settings, close } = await openInstallation<ResponderTables>(context);
    try {
      const books = loadResponderBooks(settings.configFolder);
      const transact = createTransact(db, { time: systemTime, log, wakeRelay: () => undefined });
      const now = () => systemTime.now();
      const result = await contend({ db, transact, books, now, seed, workers, verbs, tickets: TICKETS });
      const violations = await judgeTimelines(db, result, books.ticketRules.returns.max);
      const facts = { workers, verbs, done: result.done.length, refused: result.refused, tickets: TICKETS };
      return { what: 'verbs', seed, kills: [], ms: Math.round(performance.now() - from), facts, violations };
    } finally {
      await close();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
