import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Time } from '../platform/ports/time.ts';
import { assetPath } from '../platform/runtime/assets.ts';
import type { AnalyzerPool } from './brains/analyzer-pool.ts';
import type { Analysis } from './messages.ts';
import { WEIGHTS_FILE, WEIGHTS_VERSION } from './model/weights.ts';

/** One text read as a stored post would be, and forgotten. */
export interface Trial {
  analyze(input: { title: string; text: string; publishedAt: string }): Promise<Analysis>;
  /** Digest of the rulebooks and the model in force, e.g. R-3fa9c1d2e0b4. */
  version(): string;
  /** Ends the thread, if one runs; the next text starts another. */
  close(): Promise<void>;
}

export interface TrialOptions {
  /** Threads of the stage while it runs in this process: no second dictionary then. */
  running(): AnalyzerPool | null;
  /** One thread of our own, for a process without the stage. About 1.5 s and 240 MB resident, of them 40 the dictionaries. */
  open(): AnalyzerPool;
  configFolder: string;
  time: Time;
}

/** A page that nobody has used for so long holds no dictionary. */
export const IDLE_MS = 10 * 60_000;
const LOOK_EVERY_MS = 60_000;

export function createTrial({ running, open, configFolder, time }: TrialOptions): Trial {
  let own: AnalyzerPool | null = null;
  let usedAt = 0;
  let busy = 0;
  let stopLooking: () => void = () => undefined;
  let version: string | null = null;
  const close = async (): Promise<void> => {
    stopLooking();
    const pool = own;
    own = null;
    await pool?.close();
  };
  const lookIdle = (): Promise<void> | void => {
    if (busy === 0 && time.now().getTime() - usedAt >= IDLE_MS) return close();
  };
  const ownPool = (): AnalyzerPool => {
    if (own === null) {
      own = open();
      stopLooking = time.every(LOOK_EVERY_MS, lookIdle);
    }
    return own;
  };
  return {
    async analyze(input) {
      usedAt = time.now().getTime();
      busy += 1;
      try {
        const [analysis] = await (running() ?? ownPool()).analyze([input]);
        return analysis!;
      } finally {
        busy -= 1;
      }
    },
    version: () => (version ??= rulebooksDigest(configFolder)),
    close,
  };
}

function rulebooksDigest(configFolder: string): string {
  const folder = join(configFolder, 'rulebooks');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.yaml')) hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  }
  hash.update(WEIGHTS_VERSION).update(readFileSync(assetPath(...WEIGHTS_FILE)));
  return `R-${hash.digest('hex').slice(0, 12)}`;
}
