import { describe, expect, it } from 'vitest';
import { growthOf, pilesUp, summarised, type Look, type MemoryStory } from './memory.ts';

const look = (name: string, rss: number, heap: number | null): Look => ({ at: 0, name, rss, heap });
/** [resident, heap] before and during. */
const story = (before: [number, number | null], during: [number, number | null]): MemoryStory => {
  const span = ([rss, heap]: [number, number | null]) => ({ analyzer: { rss, peak: rss, heap } });
  return { before: span(before), during: span(during), after: span(before) };
};

describe('memory over a span', () => {
  it('is told by process: resident in the middle and at most, the heap at least', () => {
    const looks = [look('a', 300, 90), look('a', 500, 40), look('b', 100, null), look('a', 310, null)];
    expect(summarised(looks)).toEqual({
      a: { rss: 310, peak: 500, heap: 40 },
      b: { rss: 100, peak: 100, heap: null },
    });
  });

  it('grows from before to the end of the span, the heap only where both are known', () => {
    expect(growthOf(story([400, 50], [480, 70]))).toEqual({ analyzer: { rss: 80, heap: 20 } });
    expect(growthOf(story([400, 50], [390, null]))).toEqual({ analyzer: { rss: -10, heap: null } });
  });

  const calm = story([400, 50], [480, 60]);
  it.each<[string, MemoryStory[], MemoryStory, number]>([
    ['what the load alone adds is no fault of the outage', [calm], story([480, null], [600, null]), 0],
    ['what goes beyond it is', [calm], story([480, null], [630, null]), 1],
    ['garbage that was not collected yet is nothing piled up', [calm], story([480, 60], [700, 70]), 0],
    ['what outlives collections is', [calm], story([480, 60], [700, 200]), 1],
    ['a calm in which memory shrank excuses nothing', [story([500, 9], [400, 9])], story([400, 0], [465, 80]), 1],
    ['the greatest of several calms counts', [story([500, 9], [400, 9]), calm], story([400, null], [540, null]), 0],
  ])('%s', (_what, calms, outage, faults) => {
    expect(pilesUp(calms, outage)).toHaveLength(faults);
  });
});
