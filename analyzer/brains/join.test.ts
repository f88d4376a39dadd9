import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { FIRST_LEVEL, LABEL_NAMES } from '../model/label-names.ts';
import { readForTraining } from '../training/read-posts.ts';
import { loadAnalyzerBooks } from './books.ts';
import { join } from './join.ts';
import { readLabels } from './labels.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const header = { ...books.model!.header, scales: LABEL_NAMES.map(() => ({ slope: -1, offset: 0 })) };
const rulesOf = (text: string) => readForTraining(text, books).rules;
const anyMargins = fc
  .array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: LABEL_NAMES.length, maxLength: LABEL_NAMES.length })
  .map((values) => Float64Array.from(values));
const quiet = (): Float64Array => new Float64Array(LABEL_NAMES.length).fill(-6);

describe('rulebooks and model together', () => {
  it.each(['化工厂爆炸，三人死亡', '再不解决我们业主就去跳楼', '几十名工人围堵项目部讨薪'])(
    'keep grave what the rulebooks call grave, whatever the model says: %s',
    (text) => {
      const rules = rulesOf(text);
      fc.assert(
        fc.property(anyMargins, (margins) => {
          const { topic, sensitivity } = join(margins, rules, header);
          expect(sensitivity.level).toBe(3);
          expect(topic.primary).not.toBe('none');
        }),
      );
    },
  );
  it('raise a level where only the model hears it', () => {
    const margins = quiet();
    margins.fill(6, FIRST_LEVEL, FIRST_LEVEL + 3);
    expect(join(margins, rulesOf('今天去上班'), header).sensitivity.level).toBe(3);
  });
  it('let a drill be a drill', () => {
    const rules = rulesOf('今日开展消防演练，模拟两人被困');
    fc.assert(
      fc.property(anyMargins, (margins) => {
        expect(join(margins, rules, header).sensitivity.level).toBe(0);
      }),
    );
  });
  it('never give nobody’s matter a level, nor a text more than two further topics', () => {
    const rules = rulesOf('今天去上班');
    fc.assert(
      fc.property(anyMargins, (margins) => {
        const { topic, sensitivity } = join(margins, rules, header);
        if (topic.primary === 'none') expect([sensitivity.level, topic.secondary.length]).toEqual([0, 0]);
        expect(topic.secondary.length).toBeLessThanOrEqual(2);
        expect(topic.secondary).not.toContain(topic.primary);
        expect(topic.confidence).toBeGreaterThanOrEqual(0);
        expect(topic.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('who decided', () => {
  const read = (text: string) => {
    const { post, rules } = readForTraining(text, books);
    return readLabels(post, rules, books);
  };
  it('is told with its share, rulebook and model each by its words', () => {
    const { topic } = read('小区停水三天没人管');
    expect(topic.evidence.map(({ by }) => by)).toEqual(
      expect.arrayContaining(['topics:utilities', expect.stringMatching(/^模型 labels-v2（占 \d+%，其余为词表）$/u)]),
    );
  });
  it('is the rulebooks alone while a model is being trained', () => {
    const { post, rules } = readForTraining('小区停水三天没人管', books);
    const alone = readLabels(post, rules, { ...books, model: null });
    expect(alone.topic.primary).toBe(rules.topic.primary);
    expect(alone.topic.evidence).toEqual(rules.topic.evidence);
  });
});
