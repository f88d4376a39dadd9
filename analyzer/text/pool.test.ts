import { afterEach, describe, expect, it } from 'vitest';
import { workerEntry } from '../../platform/runtime/worker-entry.ts';
import { createPool, type WorkerPool } from './pool.ts';

let pool: WorkerPool<string, string>;
const open = (
  options: { size?: number; maxQueue?: number; onCrash?: (error: Error) => void; broken?: boolean } = {},
) => {
  const { size = 2, broken = false, ...rest } = options;
  pool = createPool<string, string>({
    entry: workerEntry(import.meta.url, './pool-test-worker'),
    workerData: { broken, lives: new Int32Array(new SharedArrayBuffer(4)) },
    size,
    ...rest,
  });
  return pool;
};
afterEach(() => pool.close());

describe('pool of threads', () => {
  it('answers every batch', async () => {
    open();
    const words = Array.from({ length: 40 }, (_, i) => `路灯${i}`);
    expect(await Promise.all(words.map((word) => pool.run(word)))).toEqual(words.map((word) => `${word}!`));
  });

  it('lets callers wait when the queue is full and loses nothing', async () => {
    open({ size: 1, maxQueue: 2 });
    const words = Array.from({ length: 30 }, (_, i) => `井盖${i}`);
    expect(await Promise.all(words.map((word) => pool.run(word)))).toEqual(words.map((word) => `${word}!`));
  });

  it('gives an error of the work to the caller and goes on', async () => {
    open({ size: 1 });
    await expect(pool.run('throw')).rejects.toThrow('refused');
    expect(await pool.run('积水')).toBe('积水!');
  });

  it('replaces a thread that dies and runs its batch again', async () => {
    const crashes: Error[] = [];
    open({ size: 1, onCrash: (error) => crashes.push(error) });
    const others = ['停水', '停电'].map((word) => pool.run(word));
    expect(await pool.run('die once')).toBe('die once!');
    expect(await Promise.all(others)).toEqual(['停水!', '停电!']);
    expect(crashes).toHaveLength(1);
  });

  it('gives up a batch that kills every thread it meets', async () => {
    open({ size: 1 });
    await expect(pool.run('die always')).rejects.toThrow('code 7');
    expect(await pool.run('扬尘')).toBe('扬尘!');
  });

  it('says at once when a thread cannot even load', async () => {
    open({ broken: true });
    await expect(pool.ready()).rejects.toThrow('no dictionary');
    await expect(pool.run('停气')).rejects.toThrow('no dictionary');
  });

  it('finishes what it accepted before it closes, and then refuses', async () => {
    open({ size: 1 });
    const accepted = Array.from({ length: 10 }, (_, i) => pool.run(`噪音${i}`));
    await pool.close();
    expect(await Promise.all(accepted)).toHaveLength(10);
    await expect(pool.run('迟到')).rejects.toThrow('closed');
  });
});
