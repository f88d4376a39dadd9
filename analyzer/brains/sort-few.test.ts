import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortFew } from './sort-few.ts';

it('sorts short lists and long ones as the built-in sort does, equal items in their order', () => {
  const items = fc.array(fc.record({ key: fc.integer({ min: 0, max: 4 }), name: fc.string() }), { maxLength: 40 });
  fc.assert(
    fc.property(items, (list) => {
      const byKey = (a: { key: number }, b: { key: number }): number => a.key - b.key;
      expect(sortFew([...list], byKey)).toEqual([...list].sort(byKey));
    }),
  );
});
