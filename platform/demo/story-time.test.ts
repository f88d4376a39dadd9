import { describe, expect, it } from 'vitest';
import { sweepUntil } from './story-time.ts';

const at = (clock: string): Date => new Date(`2026-03-10T${clock}:00+08:00`);

/** Moments as the responder keeps them; a sweep brings out all up to the story's time. */
function house(moments: Date[], stuck: Date[] = []) {
  let now = at('00:00');
  const told: Date[] = [];
  const waiting = () => moments.filter((one) => !told.some((done) => +done === +one)).sort((a, b) => +a - +b);
  const sweeps: Date[] = [];
  const responder = {
    nextMoment: () => Promise.resolve(waiting()[0] ?? null),
    sweep() {
      sweeps.push(now);
      const out = waiting().filter((one) => one <= now && !stuck.some((held) => +held === +one));
      told.push(...out);
      return Promise.resolve(out.length);
    },
  };
  return { sweeps, due: { responder, storyTime: { set: (next: Date) => void (now = next) } } };
}
const going = new AbortController().signal;

describe('the clock of the story', () => {
  it('stops at each moment that falls due on the way, then at the step itself', async () => {
    const { sweeps, due } = house([at('08:46'), at('08:16'), at('10:00')]);
    expect(await sweepUntil(at('09:40'), { ...due, signal: going })).toEqual(at('10:00'));
    expect(sweeps).toEqual([at('08:16'), at('08:46'), at('09:40')]);
  });

  it('goes on when a moment does not come out', async () => {
    const { sweeps, due } = house([at('08:16'), at('08:46')], [at('08:16')]);
    await sweepUntil(at('09:40'), { ...due, signal: going });
    expect(sweeps).toEqual([at('08:16'), at('09:40')]);
  });

  it('ends when the program stops', async () => {
    const { sweeps, due } = house([at('08:16')]);
    await sweepUntil(at('09:40'), { ...due, signal: AbortSignal.abort() });
    expect(sweeps).toEqual([at('09:40')]);
  });
});
