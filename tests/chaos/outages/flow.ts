import { setTimeout as pause } from 'node:timers/promises';
import { SOURCE } from '../../../cli/bench/latency/installation.ts';
import { inventPost } from '../../../cli/bench/latency/posts.ts';
import { push, type Pushed } from '../../../cli/bench/latency/push.ts';

/** A vendor's program that pushes on and on, and repeats what was not acknowledged. */
export interface Flow {
  /** Ids, as the vendor names them, of all posts that were acknowledged. */
  acknowledged: string[];
  /** What was answered since the last `take`, by status; 0 = no answer within 15 s or a broken connection. */
  take(): Answers;
  /** Resolves at the next acknowledgement. */
  next(): Promise<void>;
  /** Ends after what was pushed is acknowledged. */
  stop(): Promise<void>;
}

export interface Answers {
  byStatus: Record<number, number>;
  slowestMs: number;
  /** Refusals that do not say when to come again. */
  withoutRetryAfter: number;
}

const LANES = 4;
const POSTS = 5;
const GAP_MS = 80;
const ANSWER_LIMIT_MS = 15_000;

export function startFlow(url: string, secret: string, run: string): Flow {
  const state = { serial: 0, stopped: false, answers: none(), waiting: new Set<() => void>() };
  const acknowledged: string[] = [];
  const once = async (serial: number): Promise<Pushed> => {
    const posts = Array.from({ length: POSTS }, (_unused, index) => inventPost(serial + index, run, new Date()));
    const from = performance.now();
    const pushed = await push(url, SOURCE, secret, posts, ANSWER_LIMIT_MS).catch(() => ({
      ...{ status: 0, ids: [], retryAfter: null, ms: performance.now() - from },
    }));
    note(state.answers, pushed);
    if (pushed.ids.length === POSTS) {
      acknowledged.push(...posts.map(({ id }) => id));
      for (const tell of state.waiting) tell();
      state.waiting.clear();
    }
    return pushed;
  };
  const lane = async (): Promise<void> => {
    while (!state.stopped) {
      const serial = (state.serial += POSTS);
      for (;;) {
        const { ids, retryAfter } = await once(serial);
        if (ids.length === POSTS) break;
        await pause(Math.min(retryAfter ?? 1, 1) * 1000);
      }
      await pause(GAP_MS);
    }
  };
  const lanes = Array.from({ length: LANES }, lane);
  return {
    acknowledged,
    take: () => {
      const { answers } = state;
      state.answers = none();
      return answers;
    },
    next: () => new Promise((resolve) => state.waiting.add(resolve)),
    async stop() {
      state.stopped = true;
      await Promise.all(lanes);
    },
  };
}

const none = (): Answers => ({ byStatus: {}, slowestMs: 0, withoutRetryAfter: 0 });

function note(answers: Answers, { status, retryAfter, ms }: Pushed): void {
  answers.byStatus[status] = (answers.byStatus[status] ?? 0) + 1;
  answers.slowestMs = Math.max(answers.slowestMs, Math.round(ms));
  if ((status === 503 || status === 429) && retryAfter === null) answers.withoutRetryAfter += 1;
}
