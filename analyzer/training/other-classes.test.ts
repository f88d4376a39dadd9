import { describe, expect, it } from 'vitest';
import { loadRuleBooks } from '../brains/books.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { createScorer } from '../model/score.ts';
import { indexOf } from '../model/weights.ts';
import { learnVocabulary } from './gram-matrix.ts';
import { readExamples } from './labelled-post.ts';
import { learnOtherBorders, type ClassedText } from './other-classes.ts';
import { readForTraining } from './read-posts.ts';
import { annotated, trainLabelWeights } from './train-labels.ts';

const books = loadRuleBooks(shippedConfigFolder());
const rows = readExamples().map((post) => annotated(readForTraining(post.text, books), post));
const classed = (text: string, classes: string[]): ClassedText => ({
  ...{ fields: readForTraining(text, books).fields, set: 'orders', classes },
});
const orders = Array.from({ length: 90 }, () => [
  classed('自来水水压低，水管没水', ['水务']),
  classed('公交车晚点，站台等车太久', ['公交']),
]).flat();
const vocabulary = learnVocabulary(rows.map(({ read }) => read));
const others = learnOtherBorders(orders, vocabulary);

describe('borders of the classes of other sets', () => {
  const near = (text: string, border: number): number =>
    readForTraining(text, books)
      .fields.flatMap(({ keys }) => [...keys])
      .reduce((sum, key) => sum + (others.of.get(key)?.[border] ?? 0), 0);
  it('part their texts, each class with rows enough', () => {
    expect(others.count).toBe(2);
    expect(near('家里没水', 0)).toBeGreaterThan(near('家里没水', 1));
    expect(near('公交晚点', 1)).toBeGreaterThan(near('公交晚点', 0));
  });
  it('leave out classes with few texts', () => {
    const few = [...orders, ...orders.slice(0, 20).map((order) => ({ ...order, classes: ['值班室'] }))];
    expect(learnOtherBorders(few, vocabulary).count).toBe(2);
  });
});

describe('weights learned beside them', () => {
  const [alone, beside] = [trainLabelWeights(rows), trainLabelWeights(rows, others)];
  it('are other weights of the same grams: nothing more is read in a post', () => {
    expect(beside.header.signals).toEqual(alone.header.signals);
    expect(beside.table.length).toBeLessThanOrEqual(alone.table.length * 1.1);
    expect(Buffer.from(beside.table.buffer).equals(Buffer.from(alone.table.buffer))).toBe(false);
  });
  it('know again what they learned, as well as those without', () => {
    const right = (raw: typeof alone): number => {
      const scorer = createScorer({ ...raw, ...indexOf(raw.keys) });
      return rows.filter(({ read, side }) => {
        const { margins } = scorer.score(read.post.view, read.post.replyStart, read.signals);
        const topics = margins.subarray(0, 18);
        return side(topics.indexOf(Math.max(...topics))).near;
      }).length;
    };
    expect(right(beside)).toBeGreaterThanOrEqual(right(alone) - 2);
  });
});
