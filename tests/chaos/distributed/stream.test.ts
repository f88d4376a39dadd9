import { describe, expect, it } from 'vitest';
import { seeded } from '../random.ts';
import { NAMES, nameOf } from './matters.ts';
import { inventStream } from './stream.ts';

describe('the invented stream', () => {
  it('gives every matter a name that no other bears, whatever kind of building it is', () => {
    const names = Array.from({ length: NAMES }, (_unused, index) => nameOf(index, ['']));
    expect(new Set(names).size).toBe(NAMES);
    expect(new Set(names.map((name) => name.length))).toEqual(new Set([2]));
  });

  it.each([1, 2, 3])('has names enough for the matters of 20,000 posts (seed %i)', (seed) => {
    const { kinds, posts } = inventStream(seeded(seed), 20_000, new Date('2026-11-22T08:00:00+08:00'), 100);
    expect(posts.size).toBeGreaterThanOrEqual(20_000);
    expect(kinds.length).toBeLessThan(NAMES);
  });

  it('is the same for the same seed', () => {
    const of = (seed: number) => inventStream(seeded(seed), 300, new Date('2026-11-22T08:00:00+08:00')).pushes;
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });
});
