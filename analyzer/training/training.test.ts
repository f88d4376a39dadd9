import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { trainLabels } from './labels-model.ts';
import { generator, shuffle, trainSvm, decide } from './linear-svm.ts';
import { measureLabels } from './metrics.ts';
import { gatherKeys } from './key-rows.ts';
import { characterKeys, wordKeys } from './ngrams.ts';
import { pickRows, type SparseRows } from './sparse-rows.ts';
import { fitVectorizer } from './vectorizer.ts';

const keysOf = (text: string, lengths: number[], salt = 0): number[] => {
  const keys: number[] = [];
  characterKeys(text, lengths, salt, (key) => keys.push(key));
  return keys;
};

describe('character n-grams', () => {
  it('are all runs of the wanted lengths, spaces left out', () => {
    expect(keysOf('停水了', [1, 2, 3])).toHaveLength(6);
    expect(keysOf('停 水\n了', [2])).toEqual(keysOf('停水了', [2]));
    expect(keysOf('停水', [3])).toEqual([]);
  });
  it('differ by content, by length and by field', () => {
    const keys = [...keysOf('停水', [1, 2]), ...keysOf('水停', [2]), ...keysOf('停水', [1, 2], 7)];
    expect(new Set(keys).size).toBe(keys.length);
  });
  it('of words run over words', () => {
    const keys: number[] = [];
    wordKeys(['小区', '停水', '三天'], [1, 2], 0, (key) => keys.push(key));
    expect(new Set(keys).size).toBe(5);
  });
});

describe('keys of texts', () => {
  it('are counted as a plain count would', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 8 }), (texts) => {
        const rows = gatherKeys(texts, (text, each) => characterKeys(text, [1, 2], 0, each));
        texts.forEach((text, row) => {
          const plain = new Map<number, number>();
          for (const key of keysOf(text, [1, 2])) plain.set(key, (plain.get(key) ?? 0) + 1);
          const [from, to] = [rows.starts[row]!, rows.starts[row + 1]!];
          expect([...rows.keys.subarray(from, to)]).toEqual([...plain.keys()].sort((a, b) => a - b));
          for (let at = from; at < to; at++) expect(rows.times[at]).toBe(plain.get(rows.keys[at]!));
        });
      }),
      { numRuns: 50 },
    );
  });
  it('have room however long a text is', () => {
    const rows = gatherKeys(['甲'.repeat(100_000)], (text, each) => characterKeys(text, [1], 0, each));
    expect([rows.keys.length, rows.times[0]]).toEqual([1, 100_000]);
  });
});

describe('the vectorizer', () => {
  const read = (texts: string[]) => gatherKeys(texts, (text, each) => characterKeys(text, [1], 0, each));
  const length = (rows: SparseRows, row: number): number =>
    Math.hypot(...rows.values.subarray(rows.starts[row]!, rows.starts[row + 1]!));
  it('forgets what is too rare or unknown, and gives rows of unit length', () => {
    const texts = read(['停水水水', '停停水', '停电']);
    const vectorizer = fitVectorizer([{ rows: texts, weight: 1 }], { minTexts: 2 });
    expect(vectorizer.width).toBe(2);
    const rows = vectorizer.transform([read(['停水水水', '停停水', '停电', '塌方'])]);
    for (const row of [0, 1, 2]) expect(length(rows, row)).toBeCloseTo(1, 6);
    expect(length(rows, 3)).toBe(0);
    const last = pickRows(rows, [2]);
    expect([...last.columns]).toEqual([...rows.columns.subarray(rows.starts[2]!, rows.starts[3]!)]);
  });
  it('keeps fields apart and gives each its weight', () => {
    const [whole, head] = [read(['停水', '停电']), read(['停', '停'])];
    const vectorizer = fitVectorizer(
      [
        { rows: whole, weight: 1 },
        { rows: head, weight: 0.5 },
      ],
      { minTexts: 1 },
    );
    expect(vectorizer.width).toBe(4);
    const rows = vectorizer.transform([whole, head]);
    expect(length(rows, 0)).toBeCloseTo(1, 6);
    expect(rows.values[rows.starts[1]! - 1]).toBeCloseTo(0.5 / Math.hypot(1, 0.5), 6);
  });
});

describe('the linear SVM', () => {
  it('parts what can be parted, whatever the points', () => {
    const point = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0.3, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 4, maxLength: 40 }), fc.integer(), (points, seed) => {
        const signs = points.map((_, index) => (index % 2 ? 1 : 0));
        const values = Float32Array.from(points.flatMap(([x, gap], i) => [x, signs[i] ? gap : -gap]));
        const starts = Int32Array.from({ length: points.length + 1 }, (_, i) => i * 2);
        const rows = {
          count: points.length,
          width: 2,
          starts,
          columns: Int32Array.from(points.flatMap(() => [0, 1])),
          values,
        };
        const weights = trainSvm(rows, Uint8Array.from(signs), { c: 1e4, passes: 3_000, tolerance: 1e-4, seed });
        points.forEach((_, row) => expect(decide(rows, row, weights) > 0).toBe(signs[row] === 1));
      }),
      { numRuns: 40 },
    );
  });
  it('shuffles by its seed alone', () => {
    const shuffled = (seed: number): number[] => {
      const order = Int32Array.from({ length: 50 }, (_, i) => i);
      shuffle(order, generator(seed));
      return [...order];
    };
    expect(shuffled(3)).toEqual(shuffled(3));
    expect(shuffled(3)).not.toEqual(shuffled(4));
    expect([...shuffled(3)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

describe('a model of labels', () => {
  const rows = ['小区停水三天了', '自来水又停了', '水压太低用不上水'].map((text) => ({ text, label: '供水' }));
  const others = ['公交车等了一小时', '地铁口堵得走不动', '这趟公交又晚点'].map((text) => ({ text, label: '交通' }));
  it('learns from a few, ranks every label, and is the same twice', () => {
    const [one, two] = [trainLabels([...rows, ...others]), trainLabels([...rows, ...others])];
    expect(one.rank(['家里停水', '公交晚点了'])).toEqual(two.rank(['家里停水', '公交晚点了']));
    expect(one.rank(['家里停水', '公交晚点了']).map(([best]) => best!.label)).toEqual(['供水', '交通']);
    expect(one.rank([''])[0]).toHaveLength(2);
  });
  it('needs two labels', () => expect(() => trainLabels(rows)).toThrow(RangeError));
});

describe('the measures', () => {
  it('takes labels by any name', () => {
    const truth = ['__proto__', 'constructor', 'a'];
    const { perClass, confusion, accuracy } = measureLabels(truth, [['__proto__'], ['a'], ['a']]);
    expect(accuracy).toBeCloseTo(2 / 3);
    expect(Object.keys(confusion).sort()).toEqual(['__proto__', 'a', 'constructor']);
    expect(Object.entries(confusion['constructor']!)).toEqual([['a', 1]]);
    expect(Object.entries(confusion['__proto__']!)).toEqual([['__proto__', 1]]);
    expect(perClass['__proto__']).toMatchObject({ f1: 1, rows: 1 });
  });

  it('count each class the same, and say what was taken for what', () => {
    const truth = ['a', 'a', 'a', 'b'];
    const measured = measureLabels(truth, [
      ['a', 'b'],
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'b'],
    ]);
    expect(measured.perClass['a']).toEqual({ precision: 1, recall: 2 / 3, f1: 0.8, rows: 3 });
    expect(measured.perClass['b']).toMatchObject({ f1: 0, rows: 1 });
    expect(measured).toMatchObject({ macroF1: 0.4, accuracy: 0.5, top3: 1 });
    expect(measured.confusion).toEqual({ a: { a: 2, b: 1 }, b: { c: 1 } });
  });
});
