import { describe, expect, it } from 'vitest';
import { createStandstill } from './analysis-watch.ts';

type Look = [at: number, stored: number, done: number];

const longest = (looks: Look[]): number => {
  const standstill = createStandstill();
  for (const [at, stored, done] of looks) standstill.look(at, { stored, done });
  return standstill.take(looks.at(-1)![0]);
};

describe('the longest pause of the analysis', () => {
  it.each<[string, number, Look[]]>([
    [
      'nothing to do is no pause',
      0,
      [
        [0, 5, 5],
        [9_000, 5, 5],
      ],
    ],
    [
      'from the first look with a post that waits to its analysis',
      700,
      [
        [0, 5, 5],
        [100, 6, 5],
        [800, 6, 6],
      ],
    ],
    [
      'progress begins it anew, though others still wait',
      400,
      [
        [0, 9, 1],
        [300, 9, 2],
        [700, 9, 3],
        [900, 9, 9],
      ],
    ],
    [
      'one that still lasts counts',
      5_000,
      [
        [0, 9, 1],
        [2_000, 9, 1],
        [5_000, 9, 1],
      ],
    ],
    [
      'new posts do not end it',
      3_000,
      [
        [0, 9, 1],
        [1_000, 20, 1],
        [3_000, 40, 40],
      ],
    ],
  ])('%s', (_what, ms, looks) => {
    expect(longest(looks)).toBe(ms);
  });

  it('is measured anew after each asking, and one that lasts goes on', () => {
    const standstill = createStandstill();
    standstill.look(0, { stored: 2, done: 1 });
    expect(standstill.take(4_000)).toBe(4_000);
    expect(standstill.take(5_000)).toBe(5_000);
    standstill.look(6_000, { stored: 2, done: 2 });
    expect(standstill.take(6_000)).toBe(6_000);
    expect(standstill.take(9_000)).toBe(0);
  });
});
