import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { disguisesSchema } from '../../config/schema/disguises.ts';
import { createMatcher } from './aho-corasick.ts';
import { createUnmask } from './disguise.ts';
import { loadPinyin, spellings } from './pinyin.ts';
import { viewOf } from './view.ts';

const folder = shippedConfigFolder();
const book = loadRulebook(folder, 'disguises', disguisesSchema);
const pinyin = loadPinyin(folder);
const words = ['食物中毒', '中毒', '停水', '停电', '电网', '爆炸', '死亡', '不作为', '城管', '重伤', '门禁'];
const unmask = createUnmask(book, pinyin, [createMatcher(words)]);
const read = (text: string): string => unmask(viewOf(text)).text;

describe('reading through a disguise', () => {
  it.each([
    ['停|水了', '停水了'],
    ['停 水了', '停水了'],
    ['食.物.中.毒', '食物中毒'],
    ['食、物、中、毒', '食物中毒'],
    ['食物zhong毒', '食物中毒'],
    ['shi物中du', '食物中毒'],
    ['zhong伤一人', '重伤一人'],
    ['men禁坏了', '门禁坏了'],
    ['火暴火乍了', '爆炸了'],
    ['火暴|炸了', '爆炸了'],
    ['被zf强拆', '被政府强拆'],
  ])('%s → %s', (text, plain) => {
    expect(read(text)).toBe(plain);
  });

  it.each(['停电 网络断了', '停、水', '水 电 气', 'men口', 'app坏了', '火 暴', '中-毒蛇', '3.5万', '停\n水'])(
    'leaves %s alone, or no word comes out',
    (text) => {
      expect(words.filter((word) => read(text).includes(word) && !viewOf(text).text.includes(word))).toEqual(
        text === '中-毒蛇' ? ['中毒'] : [],
      );
    },
  );

  it('gives back the view itself where nothing is disguised', () => {
    const view = viewOf('城东区路灯不亮');
    expect(unmask(view)).toBe(view);
  });

  it('leads back to all of what was written', () => {
    const field = '昨天食.物.zhong毒了';
    const view = unmask(viewOf(field));
    const at = view.text.indexOf('食物中毒');
    const { start, end } = view.source(at, at + 4);
    expect(field.slice(start, end)).toBe('食.物.zhong毒');
  });

  it('maps every span to a non-empty one inside the field, in order', () => {
    const piece = fc.constantFrom(
      '停',
      '水',
      '|',
      ' ',
      '火乍',
      '火暴',
      'zhong',
      '毒',
      '食',
      '物',
      '.',
      '、',
      '💥',
      'ab',
      '\u200b',
      'Ｚ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        const field = parts.join('');
        const { text, source } = unmask(viewOf(field));
        let last = 0;
        for (let at = 0; at < text.length; at += 1) {
          const { start, end } = source(at, at + 1);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(field.length);
          expect(start).toBeGreaterThanOrEqual(last);
          last = start;
        }
      }),
    );
  });

  it('stays cheap on what is all gaps and letters', () => {
    expect(read('停 '.repeat(25_000)).length).toBeGreaterThan(0);
    expect(read('水zhong'.repeat(8_000)).length).toBeGreaterThan(0);
  });
});

describe('letters as syllables', () => {
  it.each([
    ['zhong', [['zhong']]],
    ['zhongdu', [['zhong', 'du']]],
    ['xian', [['xian'], ['xi', 'an']]],
    ['wifi', []],
    ['zh', []],
  ])('%s', (letters, ways) => {
    expect(spellings(letters, pinyin)).toEqual(ways);
  });
});
