import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileSource, SOURCE_ID } from './file-source.ts';

describe('the source of an unknown table', () => {
  it.each([
    ['路灯台账.xlsx', undefined, 'file-路灯台账'],
    ['/data/三月/路灯台账.csv', undefined, 'file-路灯台账'],
    ['orders-2026.02.jsonl', undefined, 'file-orders-2026.02'],
    ['路灯台账 (1).xlsx', undefined, /^file-路灯台账-1-[0-9a-f]{6}$/],
    ['路灯台账（1）.xlsx', undefined, /^file-路灯台账-1-[0-9a-f]{6}$/],
    ['路灯台账.xlsx', '二月', /^file-路灯台账-二月-[0-9a-f]{6}$/],
    ['？？.csv', undefined, /^file-[0-9a-f]{6}$/],
    [`${'很长的文件名'.repeat(20)}.csv`, undefined, /^file-很长.{45,}-[0-9a-f]{6}$/],
  ])('%s %s', (name, sheet, expected) => {
    const source = fileSource(name, sheet);
    if (typeof expected === 'string') expect(source).toBe(expected);
    else expect(source).toMatch(expected);
  });

  it('is the same however the system that wrote the name composes its letters', () => {
    expect(fileSource('café.csv'.normalize('NFD'))).toBe(fileSource('café.csv'.normalize('NFC')));
  });

  it('tells apart names that only look alike once they fit', () => {
    const names = ['a b.csv', 'a-b.csv', 'a  b.csv', 'a（b.csv', 'a_b.csv', 'A-b.csv'];
    const sources = [...names.map((name) => fileSource(name)), fileSource('a.csv', 'b'), fileSource('a-b.csv', 'c')];
    expect(new Set(sources).size).toBe(sources.length);
  });

  it('keeps no telephone number that a file is called after', () =>
    expect(fileSource('13800138000.xlsx')).not.toMatch(/13800138000/));

  it('is a valid id for every name, and the same each time', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.option(fc.string()), (name, sheet) => {
        const source = fileSource(`${name}.csv`, sheet ?? undefined);
        expect(source).toMatch(SOURCE_ID);
        expect(fileSource(`${name}.csv`, sheet ?? undefined)).toBe(source);
      }),
    ));
});
