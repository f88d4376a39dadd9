import { describe, expect, it } from 'vitest';
import { spread } from './figures.ts';
import { inventPost } from './posts.ts';

describe('what the latency bench measures with', () => {
  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_unused, index) => 100 - index);
    expect(spread(hundred)).toEqual({ p50: 50, p90: 90, p99: 99, max: 100 });
    expect(spread([7])).toEqual({ p50: 7, p90: 7, p99: 7, max: 7 });
    expect(spread([])).toEqual({ p50: null, p90: null, p99: null, max: null });
  });

  it('invents posts that repeat by serial and differ from each other', () => {
    const at = new Date('2026-11-22T08:00:00+08:00');
    const posts = Array.from({ length: 2_000 }, (_unused, serial) => inventPost(serial, 'a', at));
    expect(inventPost(7, 'a', at)).toEqual(posts[7]);
    expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
    expect(new Set(posts.map(({ text }) => text)).size).toBe(posts.length);
  });

  it('lets most posts be about few matters, as in a hot hour', () => {
    const at = new Date('2026-11-22T08:00:00+08:00');
    const matters = Array.from(
      { length: 2_000 },
      (_unused, serial) => inventPost(serial, 'a', at).text.split('，我家')[0]!,
    );
    const counts = new Map<string, number>();
    for (const matter of matters) counts.set(matter, (counts.get(matter) ?? 0) + 1);
    const shared = [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
    expect(shared / matters.length).toBeGreaterThan(0.6);
    expect(shared / matters.length).toBeLessThan(0.8);
  });
});
