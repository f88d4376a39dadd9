import { describe, expect, it } from 'vitest';
import { awaitEngine } from './await-engine.ts';
import { AppError } from './errors.ts';

const quick = { firstMs: 1, maxMs: 2 };
const away = (): never => {
  throw new AppError('unavailable', '连不上');
};

function listener() {
  const told: [string, string | null][] = [];
  const stopping = new AbortController();
  return {
    told,
    stopping,
    waiting: { signal: stopping.signal, tell: (...line: [string, string | null]) => told.push(line) },
  };
}

describe('a start whose engine is not there yet', () => {
  it('tries until it serves and says so meanwhile', async () => {
    const { told, waiting } = listener();
    let tries = 0;
    expect(await awaitEngine('kafka', waiting, async () => (++tries < 3 ? away() : 'connected'), quick)).toBe(
      'connected',
    );
    expect(told).toEqual([
      ['kafka', '连不上'],
      ['kafka', '连不上'],
      ['kafka', null],
    ]);
  });

  it('does not wait for what waiting cannot mend', async () => {
    const { told, waiting } = listener();
    const wrong = new AppError('misconfigured', '口令不对');
    await expect(awaitEngine('kafka', waiting, () => Promise.reject(wrong), quick)).rejects.toBe(wrong);
    expect(told).toEqual([]);
  });

  it('ends when the process is asked to stop', async () => {
    const { waiting, stopping } = listener();
    const trying = awaitEngine('kafka', waiting, async () => away(), { firstMs: 60_000, maxMs: 60_000 });
    setTimeout(() => stopping.abort(new Error('stopping')), 10);
    await expect(trying).rejects.toThrow('stopping');
  });
});
