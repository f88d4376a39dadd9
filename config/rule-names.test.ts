import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from './load.ts';
import { ruleNames } from './rule-names.ts';
import { loadRulebooks } from './rulebooks.ts';

describe('names of rules', () => {
  const { promotion, warnings, clocks, ...rest } = loadRulebooks(shippedConfigFolder());
  const names = new Map(ruleNames({ promotion, warnings, clocks, ...rest }).map((row) => [row.id, row]));

  it.each([
    ['the clocks', clocks.rules.map(({ id }) => id)],
    ['the warnings', warnings.rules.map(({ id }) => id)],
    ['the levels of events', rest['event-levels'].kinds.map(({ id }) => id)],
  ])('every rule of %s has one, with its paper', (_book, ids) => {
    for (const id of ids) {
      expect([id, names.get(id)?.name]).toEqual([id, expect.stringMatching(/[\u4e00-\u9fff]/)]);
      expect([id, names.get(id)?.doc]).toEqual([id, expect.any(String)]);
    }
  });
  it('names of units and channels are no rules', () => {
    expect(names.has('gov_office')).toBe(false);
  });
});
