import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { assetPath } from '../../platform/runtime/assets.ts';
import { killAllChildren } from './child.ts';
import { importPoint } from './import-chaos.ts';
import { judgeImport, type ImportOutcome } from './import-outcome.ts';
import { inventFile } from './invented-file.ts';
import { seeded } from './random.ts';
import { damageAndJudge } from './replay-damage.ts';
import { replayPoint } from './replay-chaos.ts';
import { Findings } from './report.ts';
import { removeAllSandboxes } from './sandbox.ts';

/** Generous: a loaded machine takes many times as long as an idle one. */
const LIMIT_MS = 300_000;

afterAll(async () => {
  killAllChildren();
  await removeAllSandboxes();
}, LIMIT_MS);

it('has the built program at hand', () => {
  expect(existsSync(assetPath('dist', 'main.js')), 'run npm run build first').toBe(true);
});

describe('an import that is killed and started again', () => {
  it.each([11, 21, 22])(
    'loses no row and doubles none (seed %i)',
    async (seed) => {
      const report = await importPoint({ seed, fileSeed: 1, rows: 2500 });
      expect(report.violations, JSON.stringify(report.kills)).toEqual([]);
      expect(report.kills.length).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );
});

describe('the whole program, killed while it tells the demonstration and started again', () => {
  it.each([52, 59])(
    'loses no post, doubles no ticket and fires every due clock once (seed %i)',
    async (seed) => {
      const report = await replayPoint({ seed, small: true, ...(seed === 52 && { inspect: damageAndJudge }) });
      expect(report.violations, JSON.stringify(report.kills)).toEqual([]);
      expect(report.facts).toMatchObject({ posts: expect.any(Number), tickets: expect.any(Number) });
    },
    LIMIT_MS,
  );
});

describe('the judge of an import', () => {
  const file = inventFile(seeded(7), 300, 'jsonl');
  const good = (): ImportOutcome => ({
    posts: [...file.marks].map(([id, mark]) => {
      return { id, text: ` ${mark}`, revision: 1, copyOf: file.copies.get(id) ?? null, told: [1] };
    }),
    refused: file.refused.map((row) => ({ row, reason: 'no_text' })),
    ...{ refusedFile: '', imports: [], auditFault: null },
  });
  const judged = (damage: (outcome: ImportOutcome) => void): string => {
    const [found, outcome] = [new Findings(), good()];
    damage(outcome);
    judgeImport(found, file, outcome, good());
    return found.list.join('\n');
  };

  it('finds nothing wrong with what the file says', () => {
    expect(judged(() => undefined)).toBe('');
  });

  it.each<[string, (outcome: ImportOutcome) => void]>([
    ['rows lost', ({ posts }) => void posts.pop()],
    ['stored twice', ({ posts }) => void posts.push(posts[0]!)],
    ['stored, but not in the file', ({ posts }) => void posts.push({ ...posts[0]!, id: 'stranger' })],
    ['not the last content', ({ posts }) => void (posts[0]!.text = '别的内容')],
    ['copy without its first', ({ posts }) => void (posts.find(({ copyOf }) => copyOf !== null)!.copyOf = null)],
    ['revisions told to the others wrongly', ({ posts }) => void (posts[0]!.told = [1, 1])],
    ['refused rows', ({ refused }) => void refused.push(refused[0]!)],
    ['audit', (outcome) => void (outcome.auditFault = 'altered')],
    ['refusedFile not as in an undisturbed import', (outcome) => void (outcome.refusedFile = '两遍')],
  ])('sees: %s', (what, damage) => {
    expect(judged(damage)).toContain(what);
  });
});
