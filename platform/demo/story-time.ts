import type { Responder } from '../../responder/index.ts';
import type { Time } from '../ports/time.ts';

/** The story's clock, moved forward by the replay. */
export type StoryTime = Time & { set(at: Date): void };

interface Due {
  responder: Pick<Responder, 'sweep' | 'nextMoment'>;
  storyTime: Pick<StoryTime, 'set'>;
  signal: AbortSignal;
}

/**
 * Moves the story's clock to `until` and stops at every moment on the way, so that what fell due is told at its own second and not at the
 * next step. @returns the next moment after `until`, as far as it is known now.
 */
export async function sweepUntil(until: Date, { responder, storyTime, signal }: Due): Promise<Date | null> {
  let next = await responder.nextMoment();
  let last = -Infinity;
  // A moment that does not come out (its row is busy elsewhere) is left for the sweep at the end, so the story never stands still.
  while (!signal.aborted && next !== null && next < until && next.getTime() > last) {
    last = next.getTime();
    storyTime.set(next);
    await responder.sweep();
    next = await responder.nextMoment();
  }
  storyTime.set(until);
  await responder.sweep();
  return responder.nextMoment();
}
