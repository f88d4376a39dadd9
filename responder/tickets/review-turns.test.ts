import { describe, expect, it } from 'vitest';
import { firstReviewer, reviewer, reviewerAbove, reviewerBelow } from './review-turns.ts';

const way = (via: string[], turn: string | null = null) => ({
  ...{ lead_unit: 'heping_street', via_units: via, review_unit: turn },
});

describe('a report comes up the way the order went down', () => {
  it.each([
    ['not passed down: its own head', way([]), 'heping_street', null, null],
    ['one hop: the district', way(['chengdong']), 'chengdong', null, null],
    ['two hops: the district first', way(['education', 'chengdong']), 'chengdong', 'education', null],
    ['then the bureau', way(['education', 'chengdong'], 'education'), 'education', null, 'chengdong'],
    ['three hops, the middle one', way(['a', 'b', 'c'], 'b'), 'b', 'a', 'c'],
  ])('%s', (_name, ticket, now, above, below) => {
    expect(reviewer(ticket)).toBe(now);
    expect(reviewerAbove(ticket)).toBe(above);
    expect(reviewerBelow(ticket)).toBe(below);
  });

  it('begins with the unit directly above, whoever had it before', () => {
    expect(firstReviewer(way(['education', 'chengdong'], 'education'))).toBe('chengdong');
  });
});
