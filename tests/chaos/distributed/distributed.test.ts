import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { assetPath } from '../../../platform/runtime/assets.ts';
import { testEngines } from '../../harness/engines.ts';
import { killAllChildren } from '../child.ts';
import { removeAllSandboxes } from '../sandbox.ts';
import { removeAllClusters } from './cluster.ts';
import { unseenDamages } from './damage.ts';
import { flowRun } from './flow-chaos.ts';

/** Generous: a loaded machine takes many times as long as an idle one. */
const LIMIT_MS = 600_000;
const engines = await testEngines('kafka', 'redis');

afterAll(async () => {
  killAllChildren();
  await removeAllClusters();
  await removeAllSandboxes();
}, LIMIT_MS);

it('has the built program at hand', () => {
  expect(existsSync(assetPath('dist', 'main.js')), 'run npm run build first').toBe(true);
});

describe.skipIf(engines.missing !== null)(
  'stages apart on Kafka, Redis and PostgreSQL, killed while posts flow',
  () => {
    it(
      'lose no post and double nothing: all as in one process that nobody disturbed (8 points)',
      async () => {
        let unseen: string[] | undefined;
        const report = await flowRun({
          ...{ seed: 7, posts: 300, points: 8, pointMs: 2_500 },
          inspect: async (db, stream, calm) => void (unseen = await unseenDamages(db, stream, calm)),
        });
        expect(report.violations, JSON.stringify(report.kills)).toEqual([]);
        expect(report.kills.length).toBeGreaterThanOrEqual(8);
        expect(report.facts).toMatchObject({ mentions: expect.any(Number), tickets: expect.any(Number) });
        expect(unseen, 'damages the judge did not see').toEqual([]);
      },
      LIMIT_MS,
    );
  },
);
