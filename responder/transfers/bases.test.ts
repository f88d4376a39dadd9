import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks } from '../books.ts';
import { basisOn, isUnverified } from './bases.ts';

describe('the bases a matter is handed over on', () => {
  const { transfers } = loadResponderBooks(shippedConfigFolder());

  it('are marked as unread by their grade: no A, B or C is, every M is', () => {
    for (const row of transfers.bases)
      expect([row.id, basisOn(row).unverified, isUnverified(row.id, transfers)]).toEqual([
        row.id,
        row.source.grade === 'M',
        row.source.grade === 'M',
      ]);
    expect(transfers.bases.filter(({ id }) => isUnverified(id, transfers)).map(({ id }) => id)).toEqual([
      'T-public-order',
      'T-suspected-crime',
      'T-internet-content',
    ]);
  });

  it('name the article they were read at, and one that left the list counts as unread', () => {
    expect(basisOn(transfers.bases.find(({ id }) => id === 'T-petition')!)).toMatchObject({
      doc: '信访工作条例第二十二条',
      unverified: false,
    });
    expect(isUnverified('T-of-last-year', transfers)).toBe(true);
  });
});
