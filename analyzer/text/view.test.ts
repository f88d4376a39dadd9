import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_UNITS, viewOf } from './view.ts';

describe('the view of a field', () => {
  it.each([
    ['full width digits and letters', '死亡１２人ＡＢ', '死亡12人ab'],
    ['traditional characters', '自來水發黃', '自来水发黄'],
    ['zero-width characters inside a word', '停\u200b水\ufeff了', '停水了'],
    ['emoji, also joined ones', '着火🔥了👨‍👩‍👧快来', '着火了快来'],
    ['compatibility signs', '２０㎡①', '20m21'],
    ['plain text stays as it is', '城东区路灯不亮', '城东区路灯不亮'],
    ['half of a surrogate pair', '水\ud83d管', '水管'],
  ])('%s', (_, field, view) => {
    expect(viewOf(field).text).toBe(view);
  });

  it('is bounded also where one character stands for eighteen', () => {
    const field = '停水' + '\ufdfa'.repeat(20_000) + '爆炸';
    const { text, source } = viewOf(field);
    expect(text.startsWith('停水')).toBe(true);
    expect(text).toHaveLength(MAX_UNITS);
    const { start, end } = source(MAX_UNITS - 1, MAX_UNITS);
    expect(field.slice(start, end)).toBe('\ufdfa');
  });

  it('leads back to the field as given', () => {
    const field = '🔥着\u200b火了';
    const { text, source } = viewOf(field);
    const at = text.indexOf('着火');
    const span = source(at, at + 2);
    expect(field.slice(span.start, span.end)).toBe('着\u200b火');
  });

  it('maps every non-empty span of the view to a non-empty span inside the field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (field) => {
        const { text, source } = viewOf(field);
        for (let start = 0; start < text.length; start += 1) {
          const span = source(start, start + 1);
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(field.length);
        }
      }),
    );
  });
});
