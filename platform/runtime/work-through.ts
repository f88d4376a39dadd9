import type { Outcome } from './outcome.ts';
import { isOutage } from './transient-errors.ts';

/** What a batch needs from its surroundings. `I` is a message with where it came from. */
export interface WorkContext<I> {
  /** Tries of the same messages before they are divided. */
  attempts: number;
  handle(items: I[]): Promise<void | Outcome<unknown>[]>;
  park(item: I, reason: string, detail: string): Promise<void>;
  count(outcome: Outcome<unknown>['kind'], reason: string, n: number): void;
  /** Pause after the n-th failure in a row; an outage has no end of tries. */
  backOff(failures: number, error: unknown): Promise<void>;
  /** A pause a handler asked for, in its own time. */
  pause(ms: number): Promise<void>;
  /** Rejects when this consumer should let go (stopped, partition lost). */
  stillOurs(): Promise<void>;
}

/**
 * Works on messages in order until each is done, dropped or parked. A failing batch is repeated, then halved until the
 * message that fails stands alone; its neighbours are done, it is parked.
 */
export async function workThrough<I>(items: I[], context: WorkContext<I>, divided = false): Promise<void> {
  let rest = items;
  let part = divided;
  while (rest.length > 0) {
    // A part failed as part of the whole already, so it is tried once; a message alone gets its full number of tries.
    const result = await tryHandle(rest, context, part && rest.length > 1 ? 1 : context.attempts);
    if (result.kind === 'done') {
      rest = rest.slice(result.upTo);
      if (rest.length > 0) await context.pause(result.pauseMs);
    } else if (rest.length === 1) {
      return context.park(rest[0]!, 'failed', describe(result.error));
    } else {
      const middle = Math.ceil(rest.length / 2);
      await workThrough(rest.slice(0, middle), context, true);
      rest = rest.slice(middle);
      part = true;
    }
  }
}

type Result = { kind: 'done'; upTo: number; pauseMs: number } | { kind: 'failed'; error: unknown };

async function tryHandle<I>(items: I[], context: WorkContext<I>, tries: number): Promise<Result> {
  for (let failures = 0, outages = 0; ;) {
    await context.stillOurs();
    try {
      return await apply(items, await context.handle(items), context);
    } catch (error) {
      await context.stillOurs();
      if (isOutage(error)) outages++;
      else if (++failures >= tries) return { kind: 'failed', error };
      await context.backOff(failures + outages, error);
    }
  }
}

/** Carries the outcomes out, in order, up to the first retry. */
async function apply<I>(items: I[], outcomes: void | Outcome<unknown>[], context: WorkContext<I>): Promise<Result> {
  if (!outcomes) {
    context.count('next', 'done', items.length);
    return { kind: 'done', upTo: items.length, pauseMs: 0 };
  }
  if (outcomes.length !== items.length)
    throw new Error(`a handler answered ${outcomes.length} outcomes for ${items.length} messages`);
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === 'retry') {
      context.count('retry', outcome.reason, 1);
      return { kind: 'done', upTo: index, pauseMs: outcome.afterMs };
    }
    if (outcome.kind === 'park') await context.park(items[index]!, outcome.reason, outcome.detail);
    else context.count(outcome.kind, outcome.kind === 'drop' ? outcome.reason : 'done', 1);
  }
  return { kind: 'done', upTo: items.length, pauseMs: 0 };
}

const describe = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
