import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeSpent, type Span } from './time-spent.ts';

const start = new Date('2026-03-10T09:00:00+08:00');
const at = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);
const span = (unit: string, from: number, to: number | null): Span => ({
  ...{ unit, from: at(from), to: to === null ? null : at(to) },
});
const hours = (hops: Span[], reviews: Span[], until: number) =>
  timeSpent({ hops, reviews, coordinator: 'gov_office' }, at(0), at(until)).map(({ unit, seconds }) => [
    unit,
    seconds / 3600,
  ]);

describe('where the time of a missed deadline went', () => {
  it.each([
    ['never dispatched: the coordinating office', [], [], 48, [['gov_office', 48]]],
    [
      'forty hours in the district, the town had six',
      [span('chengdong', 2, 42), span('heping_street', 42, null)],
      [],
      48,
      [
        ['chengdong', 40],
        ['heping_street', 6],
        ['gov_office', 2],
      ],
    ],
    [
      'the town reported at once, the district sat on the review',
      [span('chengdong', 0, 4), span('heping_street', 4, null)],
      [span('chengdong', 10, null)],
      48,
      [
        ['chengdong', 42],
        ['heping_street', 6],
      ],
    ],
    [
      'sent back, it lies with the coordinating office again',
      [span('water', 1, 5), span('housing', 25, null)],
      [],
      48,
      [
        ['housing', 23],
        ['gov_office', 21],
        ['water', 4],
      ],
    ],
    ['what was spent before the deadline began does not count', [span('water', -9, null)], [], 5, [['water', 5]]],
  ] as const)('%s', (_name, hops, reviews, until, expected) => {
    expect(hours([...hops], [...reviews], until)).toEqual(expected);
  });

  it('every second counts once', () => {
    const spans = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -20, max: 60 }), fc.integer({ min: 0, max: 30 })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(spans, spans, (hops, reviews) => {
        const made = (rows: typeof hops) => rows.map(([unit, from, long]) => span(unit, from, from + long));
        const told = hours(made(hops), made(reviews), 48) as [string, number][];
        expect(told.reduce((sum, [, spent]) => sum + spent, 0)).toBeCloseTo(48);
      }),
    );
  });
});
