import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatcher } from './aho-corasick.ts';

interface Hit {
  word: string;
  start: number;
  end: number;
}

function found(words: string[], text: string): Hit[] {
  const matcher = createMatcher(words);
  const hits: Hit[] = [];
  matcher.scan(text, (word, start, end) => hits.push({ word: matcher.words[word]!, start, end }));
  return hits;
}

function naive(words: string[], text: string): Hit[] {
  return [...new Set(words)]
    .filter((word) => word !== '')
    .flatMap((word) => {
      const hits: Hit[] = [];
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
        hits.push({ word, start: at, end: at + word.length });
      return hits;
    });
}

const order = (a: Hit, b: Hit): number => a.end - b.end || a.start - b.start;

describe('word matcher', () => {
  it('reports overlapping words, longest first at one end', () => {
    expect(found(['停水', '大面积停水', '水'], '今晚大面积停水了')).toEqual([
      { word: '大面积停水', start: 2, end: 7 },
      { word: '停水', start: 5, end: 7 },
      { word: '水', start: 6, end: 7 },
    ]);
  });

  it('survives an empty list and an empty text', () => {
    expect(found([], '路灯')).toEqual([]);
    expect(found(['路灯', ''], '')).toEqual([]);
  });

  it('finds exactly what indexOf finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('水', '火', '灾', '停', 'a', '😀', '\ud83d'), maxLength: 5 });
    const text = fc.string({ unit: fc.constantFrom('水', '火', '灾', '停', 'a', '😀', '\ud83d', '。'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), text, (words, body) => {
        expect(found(words, body).sort(order)).toEqual(naive(words, body).sort(order));
      }),
      { numRuns: 500 },
    );
  });
});
