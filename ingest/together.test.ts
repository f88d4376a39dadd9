import { describe, expect, it } from 'vitest';
import { createTogether } from './together.ts';

/** A store whose calls end when the test lets them. */
function slowStore(fails: (items: number[]) => boolean = () => false, lanes = 1) {
  const calls: number[][] = [];
  const gates: (() => void)[] = [];
  const store = async (items: number[]): Promise<string[]> => {
    calls.push(items);
    await new Promise<void>((open) => gates.push(open));
    if (fails(items)) throw new Error(`refused ${items.join()}`);
    return items.map((item) => `stored ${item}`);
  };
  const letOne = async (): Promise<void> => {
    gates.shift()!();
    await new Promise((turn) => setImmediate(turn));
  };
  return { calls, letOne, add: createTogether({ store, weightOf: (item) => item, limit: 10, lanes }) };
}

describe('storing together', () => {
  it('lets one alone wait for nobody, and stores what came meanwhile at once', async () => {
    const { add, calls, letOne } = slowStore();
    const first = add(1);
    expect(calls).toEqual([[1]]);
    const others = [add(2), add(3)];
    expect(calls).toHaveLength(1);
    await letOne();
    expect(calls).toEqual([[1], [2, 3]]);
    await letOne();
    expect(await Promise.all([first, ...others])).toEqual(['stored 1', 'stored 2', 'stored 3']);
  });

  it('stores in several lanes, so that a big delivery does not hold up all others', async () => {
    const { add, calls, letOne } = slowStore(() => false, 2);
    for (const item of [9, 1, 2, 3]) void add(item);
    expect(calls).toEqual([[9], [1]]);
    await letOne();
    expect(calls).toEqual([[9], [1], [2, 3]]);
    await letOne();
    await letOne();
    void add(4);
    expect(calls.at(-1)).toEqual([4]);
  });

  it('keeps to the limit, though a single one may be heavier', async () => {
    const { add, calls, letOne } = slowStore();
    for (const item of [1, 4, 5, 6, 20, 3]) void add(item);
    for (let n = 0; n < 5; n++) await letOne();
    expect(calls).toEqual([[1], [4, 5], [6], [20], [3]]);
  });

  it('lets only the bad one of a group hear of its failure', async () => {
    const { add, calls, letOne } = slowStore((items) => items.includes(3));
    const all = [add(1), add(2), add(3)].map((each) => each.catch((error: Error) => error.message));
    await letOne();
    await letOne();
    expect(calls).toEqual([[1], [2, 3], [2], [3]]);
    await letOne();
    await letOne();
    expect(await Promise.all(all)).toEqual(['stored 1', 'stored 2', 'refused 3']);
    const after = add(4);
    await letOne();
    expect(await after).toBe('stored 4');
  });
});
