import { join } from 'node:path';
import { openDatabase } from '../../../platform/runtime/database.ts';
import { isQuiet } from '../../../platform/demo/matter.ts';
import { sql } from 'kysely';
import { openSandbox } from '../sandbox.ts';
import { KEY, untilTwice, type Db } from './cluster.ts';
import { chaosConfig } from './config-folder.ts';
import { feed, SECRET, SECRET_ENV } from './feeder.ts';
import { readOutcome, type Outcome } from './outcome.ts';
import { stageProcess } from './stage-process.ts';
import type { Push } from './stream.ts';

const QUIET_LIMIT_MS = 600_000;

/**
 * The oracle: the same stream through the same program in one process (embedded profile) that nobody disturbs.
 * @param look at the finished database too, as the owner of its schema
 */
export async function calmRun(
  pushes: readonly Push[],
  look: (db: Db) => Promise<void> = () => Promise.resolve(),
): Promise<Outcome> {
  const sandbox = openSandbox('calm');
  const env = {
    ...{ HUIYING_DATA: sandbox.data, HUIYING_CONFIG: chaosConfig(join(sandbox.folder, 'config')) },
    ...{ HUIYING_KEY: KEY, HUIYING_WORKERS: '1', [SECRET_ENV]: SECRET },
  };
  const program = await stageProcess('calm', ['--empty'], env);
  try {
    program.start();
    await program.ready();
    await feed(
      () => program.url,
      pushes,
      () => 0,
    ).done;
    const db = openDatabase<never>(await sandbox.appConfig(), {
      ...{ max: 2, name: 'huiying chaos', statementTimeoutMs: 600_000 },
    });
    try {
      await untilTwice(
        () => isFinished(db),
        QUIET_LIMIT_MS,
        () => Promise.resolve(program.stderr().slice(-2000)),
      );
      const outcome = await readOutcome(db);
      await sandbox.asOwner(look);
      return outcome;
    } finally {
      await db.destroy();
    }
  } finally {
    await program.kill();
    await sandbox.remove();
  }
}

async function isFinished(db: Db): Promise<boolean> {
  const { rows } = await sql<{ swept: boolean }>`
    select not exists (select from audit_unsealed) and not exists (
      select from responder_clocks where next_fire_at <= clock_timestamp() - interval '2 seconds') as swept`.execute(
    db,
  );
  return rows[0]!.swept && (await isQuiet(db));
}
