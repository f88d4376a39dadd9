import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const ID = '01a1fbff-c221-7979-9920-a465eb92400b';
const AT = '2026-03-10T08:30:00.000+08:00';

describe('a cursor', () => {
  it('comes back as it was made', () => {
    expect(decodeCursor(encodeCursor([AT, ID]), 'time', 'id')).toEqual([AT, ID]);
    expect(decodeCursor(encodeCursor([1.5, ID]), 'number', 'id')).toEqual([1.5, ID]);
    expect(decodeCursor(undefined, 'id')).toBeNull();
  });

  it.each([['x', ID], [null, ID], [AT, 'x'], [AT], [AT, ID, ID], [1e308, ID], [AT, `${ID}\0`], ['9'.repeat(50), ID]])(
    'made by somebody else is refused, not handed to the database: %j %j',
    (...key) => expect(() => decodeCursor(encodeCursor(key), 'time', 'id')).toThrow('翻页标记无效'),
  );
});
