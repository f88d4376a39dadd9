import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';
import { MODEL_VOICE } from './labels.ts';
import { wholeWords } from './whole-words.ts';

const folder = shippedConfigFolder();
const segmenter = loadSegmenter(folder);
const shown = (view: string, run: string): string => {
  const start = view.indexOf(run);
  const span = wholeWords(view, { start, end: start + run.length }, segmenter);
  return view.slice(span.start, span.end);
};

describe('words shown for what the model heard', () => {
  it.each([
    ['小区自来水停水三天', '来水停', '自来水停水'],
    ['食堂午餐后多名学生呕吐', '名学', '多名学生'],
    ['请相关部门处理', '关部门', '相关部门'],
    ['请相关部门处理', '处理', '处理'],
    ['路灯坏了，请维修', '坏了', '坏了'],
    ['编号20260224000000000123号', '号2', '编号2'],
  ])('%s: %s is shown as %s', (view, run, whole) => expect(shown(view, run)).toBe(whole));

  it('hold what was heard, within the text, and stay the same when asked again', () => {
    const texts = fc.string({
      unit: fc.constantFrom(...'自来水停水三天，没人管 abc12学生呕吐\n'),
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (view, one, other) => {
        const [start, last] = [one % view.length, other % view.length].sort((a, b) => a - b) as [number, number];
        const span = wholeWords(view, { start, end: last + 1 }, segmenter);
        expect([span.start <= start, span.end > last, span.start >= 0, span.end <= view.length]).toEqual(
          Array.from({ length: 4 }, () => true),
        );
      }),
    );
  });

  it('begin and end where words of the text do', () => {
    const texts = [
      '滨江区阳光小区自来水停水三天，物业推诿没人管，业主们多次投诉一直没有解决。',
      '云山县某中学强制周末补课收费，家长反映教育局不处理，请有关部门调查。',
      '城西区工地半夜施工噪音扰民，拨打热线多次都没有人来处理，孩子整夜睡不着。',
    ];
    const inputs = texts.map((text) => ({ title: '', text }));
    const heard = analyzeBatch(inputs, loadAnalyzerBooks(folder), segmenter).flatMap(({ evidence }, at) =>
      evidence
        .filter(({ by }) => by?.startsWith(MODEL_VOICE))
        .map(({ start, end }) => ({ text: texts[at]!, start, end })),
    );
    expect(heard.length).toBeGreaterThan(2);
    for (const { text, start, end } of heard) {
      let at = 0;
      const borders = new Set([0, ...segmenter.cut(text).map((word) => (at += word.length))]);
      expect([text.slice(start, end), borders.has(start), borders.has(end)]).toEqual([
        text.slice(start, end),
        true,
        true,
      ]);
    }
  });
});
