import pg from 'pg';
import { expect, it } from 'vitest';
import { emptyDatabase } from '../../tests/harness/database.ts';
import { announceStages } from './running-stages.ts';

it('names the process that runs the same stage already, and forgets it when it ends', async () => {
  const database = await emptyDatabase();
  const announce = (stages: string[], pid: number) => announceStages(new pg.Client(database.appConfig), stages, pid);
  const first = await announce(['ingest', 'dashboard'], 101);
  const other = await announce(['analyzer'], 102);
  const second = await announce(['dashboard'], 103);
  expect([first.others, other.others, second.others]).toEqual([[], [], [101]]);
  await Promise.all([first.close(), second.close()]);
  await expect
    .poll(async () => {
      const third = await announce(['dashboard'], 104);
      await third.close();
      return third.others;
    })
    .toEqual([]);
  await other.close();
  await database.drop();
});
