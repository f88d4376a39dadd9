import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { clocksSchema } from '../../config/schema/clocks.ts';
import { relevelDays } from './book.ts';

const book = loadRulebook(shippedConfigFolder(), 'clocks', clocksSchema);

describe('N-11: how long a changed number changes the level', () => {
  it.each([
    ['work_safety', 30],
    ['railway', 30],
    ['road', 7],
    ['fire', 7],
    ['environment', 30],
    ['food', 30],
    ['earthquake', 30],
    // Words, no numbers; and a kind without a statutory level.
    ['flood', null],
    ['infectious', null],
    ['mass_incident', null],
    [null, null],
  ])('%s: %s days', (kind, days) => {
    expect(relevelDays(book, kind)).toBe(days);
  });

  it('says of what is no accident that the days are ours', () => {
    expect(book.rules.find(({ id }) => id === 'N-11c')).toMatchObject({ locked: false, source: { grade: 'P' } });
  });
});
