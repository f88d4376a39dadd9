import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { assetPath } from '../../platform/runtime/assets.ts';
import { loadRuleBooks } from '../brains/books.ts';
import { openModel } from '../brains/labels-model.ts';
import { readExamples } from '../training/labelled-post.ts';
import { readForTraining } from '../training/read-posts.ts';
import { annotated, holds, trainLabelWeights } from '../training/train-labels.ts';
import { gramRoom, MOST_CHARACTERS, readGrams } from './grams.ts';
import { FIRST_APPEAL, LABEL_NAMES } from './label-names.ts';
import { createScorer } from './score.ts';
import { decodeWeights, encodeWeights, indexOf, loadWeights, strideOf, WEIGHTS_FILE } from './weights.ts';

const keysOf = (text: string): number[] => {
  const grams = readGrams(text, text.length, gramRoom());
  return [...grams.keys.subarray(0, grams.wholeEnd)];
};

describe('grams of a post', () => {
  it('are its characters and pairs, blanks left out', () => {
    expect(keysOf('停水了')).toHaveLength(5);
    expect(keysOf('停 水\n了')).toEqual(keysOf('停水了'));
    expect(new Set([...keysOf('停水'), ...keysOf('水停')]).size).toBe(4);
  });
  it('read head and tail once more under keys of their own', () => {
    const grams = readGrams('停水三天', 4, gramRoom());
    const [whole, head, tail] = [0, grams.wholeEnd, grams.headEnd].map((from) => grams.keys[from]);
    expect(new Set([whole, head, tail]).size).toBe(3);
    expect(grams.length).toBe(21);
  });
  it('have room for any text and stop at the end of the writer’s words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_500 }), fc.nat(1_500), (text, until) => {
        const grams = readGrams(text, Math.min(until, text.length), gramRoom());
        expect(grams.wholeEnd).toBeLessThanOrEqual(2 * MOST_CHARACTERS);
        for (let i = 0; i < grams.length; i++) expect(grams.at[i]).toBeLessThan(Math.min(until, text.length));
      }),
    );
  });
});

const books = loadRuleBooks(shippedConfigFolder());
const examples = readExamples();
const rows = examples.map((post) => annotated(readForTraining(post.text, books), post));
const raw = trainLabelWeights(rows);

describe('weights of all labels', () => {
  it('are the same bytes from the same rows, and come back from them', () => {
    const bytes = encodeWeights(raw);
    expect(
      createHash('sha256')
        .update(encodeWeights(trainLabelWeights(rows)))
        .digest('hex'),
    ).toBe(createHash('sha256').update(bytes).digest('hex'));
    const back = decodeWeights(bytes, 'test');
    expect(back.header).toEqual(raw.header);
    expect(Buffer.from(back.table.buffer).equals(Buffer.from(raw.table.buffer))).toBe(true);
    expect([...back.keys.subarray(0, 50)]).toEqual([...raw.keys.subarray(0, 50)]);
  });
  it('are refused when the file is damaged or of another program', () => {
    const bytes = encodeWeights(raw);
    for (const broken of [bytes.subarray(0, 5), bytes.subarray(0, bytes.length - 3), Buffer.from('不是模型')])
      expect(() => decodeWeights(broken, 'x.bin')).toThrow('x.bin');
    for (const at of [10, bytes.length >> 1, bytes.length - 40, bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      expect(() => decodeWeights(flipped, 'x.bin')).toThrow(
        '模型文件 x.bin 已损坏（校验和不符），请重新安装或重新训练。',
      );
    }
    const other = { ...raw, header: { ...raw.header, signals: ['something'] } };
    expect(() => openModel({ ...other, ...indexOf(raw.keys) })).toThrow('labels-v2');
  });
  it('know again what they learned', () => {
    const scorer = createScorer({ ...raw, ...indexOf(raw.keys) });
    const right = rows.filter(({ read }, index) => {
      const { margins } = scorer.score(read.post.view, read.post.replyStart, read.signals);
      const best = margins.subarray(0, FIRST_APPEAL).indexOf(Math.max(...margins.subarray(0, FIRST_APPEAL)));
      return holds(examples[index]!, best);
    });
    expect(right.length / rows.length).toBeGreaterThan(0.9);
  });
});

describe('the scorer', () => {
  const weights = { ...raw, ...indexOf(raw.keys) };
  /** The margin as its definition says: by words in a map, not by rows in a table. */
  const plain = (index: number, label: number): number => {
    const { fields, signals } = rows[index]!.read;
    const { steps, biases } = raw.header;
    const rowOf = new Map([...raw.keys].map((key, row) => [key, row]));
    const shares = Object.values(raw.header.fields);
    let sum = biases[label]!;
    fields.forEach(({ keys, times }, field) => {
      const known = [...keys].flatMap((key, at) => (rowOf.has(key) ? [{ row: rowOf.get(key)!, n: times[at]! }] : []));
      const length = Math.hypot(...known.map(({ row, n }) => (1 + Math.log(n)) * (raw.rarity[row]! / 24)));
      for (const { row, n } of known) {
        const weight = raw.table[row * strideOf(LABEL_NAMES.length) + label]! * steps[label]!;
        sum += ((1 + Math.log(n)) / length) * shares[field]! * weight;
      }
    });
    signals.forEach((value, at) => (sum += value * raw.signalTable[at * LABEL_NAMES.length + label]!));
    return sum;
  };
  it('counts as its definition says', () => {
    const scorer = createScorer(weights);
    for (const index of [0, 17, 80]) {
      const { post, signals } = rows[index]!.read;
      const { margins } = scorer.score(post.view, post.replyStart, signals);
      for (let label = 0; label < LABEL_NAMES.length; label++)
        expect(margins[label]).toBeCloseTo(plain(index, label), 4);
    }
  });
  it('shows words of the text, never torn over a blank', () => {
    const scorer = createScorer(weights);
    const piece = fc.constantFrom('停水', '业主', ' ', '三天', '没人管', '\n', '公交', '打人', 'a');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(LABEL_NAMES.length - 1), (pieces, label) => {
        const view = pieces.join('');
        scorer.score(view, view.length, new Float32Array(raw.header.signals.length));
        const span = scorer.loudest(label);
        if (span === null) return;
        const shown = view.slice(span.start, span.end);
        expect(shown.length).toBeGreaterThan(0);
        expect(shown.length).toBeLessThanOrEqual(9);
        expect(shown).toMatch(/^\S+$/u);
      }),
    );
  });
});

describe('the shipped weights', () => {
  it('fit this program and its card', () => {
    const model = openModel(loadWeights());
    expect(model.header.version).toBe('labels-v2');
    const digest = createHash('sha256')
      .update(readFileSync(assetPath(...WEIGHTS_FILE)))
      .digest('hex');
    expect(readFileSync(assetPath('analyzer', 'model', 'MODEL-CARD.md'), 'utf8')).toContain(digest);
  });
});
