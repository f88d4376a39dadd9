import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { trainCalibrated } from './calibrated-labels.ts';
import { fitPlatt, probability } from './calibration.ts';
import { generator } from './linear-svm.ts';
import { partOf } from './split.ts';

describe('a probability from a margin', () => {
  it('comes close to the one the rows were drawn by', () => {
    const random = generator(5);
    const margins = Array.from({ length: 6_000 }, () => random() * 6 - 3);
    const drawn = { slope: -1.7, offset: 0.6 };
    const scale = fitPlatt(
      margins,
      margins.map((margin) => (random() < probability(drawn, margin) ? 1 : 0)),
    );
    expect(scale.slope).toBeCloseTo(drawn.slope, 0);
    expect(scale.offset).toBeCloseTo(drawn.offset, 0);
    expect(probability(scale, 2)).toBeGreaterThan(0.9);
  });
  it('stays a probability whatever the rows', () => {
    const row = fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.double({ min: -50, max: 50, noNaN: true }), (rows, margin) => {
        const scale = fitPlatt(
          rows.map(([value]) => value),
          rows.map(([, one]) => one),
        );
        const p = probability(scale, margin);
        expect(p >= 0 && p <= 1).toBe(true);
      }),
    );
  });
  it('of a label nobody had is small', () =>
    expect(probability(fitPlatt([0.1, 0.4, -0.3], [0, 0, 0]), 0.4)).toBeLessThan(0.5));
});

describe('a calibrated model', () => {
  const matters: Record<string, string[]> = {
    供水: ['停水', '自来水', '水压低', '水管爆裂'],
    交通: ['公交晚点', '地铁拥堵', '出租车拒载', '红绿灯坏了'],
    就学: ['学校补课', '幼儿园报名', '老师收费', '小学学位'],
  };
  const rows = Object.entries(matters).flatMap(([label, words]) =>
    words.flatMap((word, index) =>
      ['反映', '请处理', '已有三天'].map((more) => ({
        text: `${word}${more}`,
        label,
        group: `${label}${index}${more}`,
      })),
    ),
  );
  it('ranks every label by probabilities that sum to one, and knows when it is unsure', () => {
    const model = trainCalibrated(rows);
    const [clear, empty] = model.rank(['公交又晚点', '']);
    expect(clear![0]!.label).toBe('交通');
    for (const answers of [clear!, empty!]) {
      expect(answers).toHaveLength(3);
      expect(answers.reduce((sum, answer) => sum + answer.probability, 0)).toBeCloseTo(1, 9);
    }
    expect(clear![0]!.probability).toBeGreaterThan(empty![0]!.probability);
    expect(model.sureFrom).toBeGreaterThan(0);
  });
});

describe('parts of a corpus', () => {
  it('hold a group together and are about equal', () => {
    const sizes = [0, 0, 0, 0, 0];
    for (let group = 0; group < 5_000; group++) sizes[partOf(String(group), 5)]! += 1;
    for (const size of sizes) expect(Math.abs(size - 1_000)).toBeLessThan(120);
    expect(partOf('甲', 5)).toBe(partOf('甲', 5));
  });
});
