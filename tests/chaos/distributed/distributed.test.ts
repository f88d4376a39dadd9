import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { assetPath } from '../../../platform/runtime/assets.ts';
import { testEngines } from '../../harness/engines.ts';
import { killAllChildren } from '../child.ts';
import { removeAllSandboxes } from '../sandbox.ts';
import { removeAllClusters } from './cluster.ts';
import { unseenDamages } from './damage.ts';
import { flowRun } from './flow-chaos.ts';
import { shiftsRun } from './shifts-chaos.ts';

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

const apart = describe.skipIf(engines.missing !== null);

apart('stages apart on Kafka, Redis and PostgreSQL', () => {
  it(
    'lose no post and double nothing when killed at 8 points of a flow: all as in one process that nobody disturbed',
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

  it(
    'do every clock action once and no effect twice while analyzers join and leave and a responder is frozen',
    async () => {
      const report = await shiftsRun({
        seed: 4,
        posts: 400,
        flowMs: 30_000,
        frozenMs: 6_000,
        maxPush: 4,
        timed: false,
      });
      expect(report.violations, JSON.stringify(report.facts)).toEqual([]);
      expect(report.facts).toMatchObject({
        frozen: { firings: { warn: expect.any(Number), due: expect.any(Number) } },
      });
    },
    LIMIT_MS,
  );
});
