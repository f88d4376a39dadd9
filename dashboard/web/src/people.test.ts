import { describe, expect, it } from 'vitest';
import { namesToOffer } from './people.ts';

const of = (id: string, unit: string) => ({ id, name: id, unit: { id: unit, name: unit } });
const people = [of('me', 'housing'), of('far', 'culture'), of('accused', 'education'), of('near', 'housing')];
const matter = {
  ticket: { lead: { id: 'housing', name: '住建' }, coHandlers: [], coordinator: null },
  event: { accused: [{ id: 'education', name: '教育局' }] },
} as unknown as Parameters<typeof namesToOffer>[2];

describe('whom a form may name', () => {
  it('not oneself, nobody of the unit the matter is about; those who handle it first', () => {
    expect(namesToOffer(people, 'me', matter).map(({ id }) => id)).toEqual(['near', 'far']);
  });
});
