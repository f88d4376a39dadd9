import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { TOPIC_KEYS } from '../../config/schema/topics.ts';
import { assetPath } from '../../platform/runtime/assets.ts';
import { FIRST_APPEAL, FIRST_LEVEL, LABEL_NAMES } from '../model/label-names.ts';
import { distant, loadDistantBook } from './distant.ts';
import { readExamples, type LabelledPost } from './labelled-post.ts';
import { measurePosts } from './measure-posts.ts';
import type { ReadPost } from './read-posts.ts';
import { annotated } from './train-labels.ts';
import { trainShipped } from './train-shipped.ts';

describe('what the model learns from', () => {
  it('stands in the repository by name and label, never by text', () => {
    const table = readFileSync(assetPath('analyzer', 'training', 'annotations.tsv'), 'utf8');
    expect(table).toMatch(/^[\x20-\x7e\t\n]*$/u);
    const names = table
      .split('\n')
      .map((line) => line.split('\t')[0])
      .filter(Boolean);
    expect(new Set(names).size).toBe(names.length);
  });
  it('has invented examples of every topic', () =>
    expect(new Set(readExamples().map((post) => post.primary))).toEqual(new Set(TOPIC_KEYS)));
  it('maps classes of other sets to topics of ours', () => {
    const book = loadDistantBook();
    expect(book.teddy['环境保护']).toEqual(['environment']);
    expect(book.haikou_unit['公安局交通警察支队']).toEqual(['transport']);
  });
});

describe('which side of a border a row stands on', () => {
  const read = {} as ReadPost;
  const topic = (key: string): number => LABEL_NAMES.indexOf(`topic:${key}`);
  it('is clear for an annotated post, and softer for a topic it has by the side', () => {
    const post = { primary: 'housing', secondary: ['utilities'], appeal: 'complaint', sensitivity: 2, focus: [] };
    const { side } = annotated(read, post as unknown as LabelledPost);
    expect(side(topic('housing'))).toEqual({ near: true, share: 1 });
    expect(side(topic('utilities'))).toEqual({ near: false, share: 0.3 });
    expect([1, 2, 3].map((level) => side(FIRST_LEVEL + level - 1).near)).toEqual([true, true, false]);
  });
  it('is known for what a class rules out, and open for what it leaves possible', () => {
    const { side } = distant(read, { topics: ['housing', 'utilities'], most: 3 }, 0.1);
    expect(side(topic('housing')).share).toBe(0);
    expect(side(topic('transport'))).toEqual({ near: false, share: 0.1 });
    expect(side(FIRST_APPEAL).share).toBe(0);
    expect(side(FIRST_LEVEL + 1).share).toBe(0);
    const quiet = distant(read, { topics: ['none'], most: 0 }, 0.1);
    expect(quiet.side(topic('none'))).toEqual({ near: true, share: 0.1 });
    expect(quiet.side(FIRST_LEVEL)).toEqual({ near: false, share: 0.1 });
  });
});

describe('the measures of posts', () => {
  it('tell recall and precision of what needs attention, and whether the band is worth asking a person', () => {
    const post = (primary: string, sensitivity: number, source = 'hk'): LabelledPost =>
      ({
        ...{ primary, secondary: [], appeal: 'complaint', sensitivity, focus: [], source, text: '路灯不亮' },
      }) as unknown as LabelledPost;
    const answer = (primary: string, level: number, needsPerson: boolean) => ({
      ...{ topic: { primary, secondary: [] }, appeal: 'complaint', sensitivity: { level }, focus: [], needsPerson },
    });
    const measured = measurePosts(
      [post('housing', 2), post('housing', 1), post('transport', 3), post('none', 0, 'hs')],
      [
        answer('housing', 2, false),
        answer('transport', 2, true),
        answer('transport', 1, false),
        answer('none', 0, false),
      ],
    );
    expect(measured.sensitivity.atLeast2).toEqual({ precision: 0.5, recall: 0.5, rows: 2 });
    expect(measured.topic.accuracy).toBe(0.75);
    const { byForm, ...all } = measured.person;
    expect(all).toEqual({ asked: 0.25, rightWhereAsked: 0, rightElsewhere: 2 / 3 });
    expect(byForm).toEqual({
      headline: { rows: 1, asked: 0, rightWhereAsked: 0, rightElsewhere: 1 },
      hotline: { rows: 3, asked: 1 / 3, rightWhereAsked: 0, rightElsewhere: 0.5 },
    });
  });
});

const corpus = process.env['HUIYING_CORPUS'];
describe.runIf(corpus)('training on the corpus', () => {
  it('gives the same bytes twice', async () => {
    const digest = async (): Promise<string> => {
      const { bytes } = await trainShipped(corpus!, shippedConfigFolder(), 25);
      return createHash('sha256').update(bytes).digest('hex');
    };
    expect(await digest()).toBe(await digest());
  }, 600_000);
});
