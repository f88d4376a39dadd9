import { join } from 'node:path';
import fc from 'fast-check';
import { cut, cutForSearch, load, tag } from 'nodejs-jieba';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../../config/load.ts';
import { searchTokens } from '../../brains/search-tokens.ts';
import { loadSegmenter } from '../segmenter.ts';

// The native library itself is what ours must agree with, word for word.
const userDict = join(shippedConfigFolder(), 'dictionaries', 'user.dict');
load({ userDict });
const segmenter = loadSegmenter(shippedConfigFolder());

const native = (text: string): string[] => (text === '' ? [] : cut(text, true));

/** What the search index was given by the native library. */
function nativeTokens(text: string): string[] {
  const words = text === '' ? [] : cutForSearch(text, true);
  return [...new Set(words.filter((word) => word.length <= 40 && /[\p{L}\p{N}]/u.test(word)))].slice(0, 3000);
}
const tokens = (text: string): string[] => searchTokens(segmenter.segment(text), segmenter.distinct);

const ORDERS = [
  '市民来电反映：江城市城东区和平街道路灯不亮、井盖丢失，已投诉三次无人处理，请职能局核实处理。',
  '我们小区停水三天了，物业说是自来水公司的问题，自来水公司又说是物业二次供水的问题，互相推诿！',
  '2026-02-24 10:30 城东区环保局: 经核实，该搅拌站夜间施工扬尘超标，已责令其停工整改。电话138****0000',
  '网易杭研大厦附近的黑臭水体什么时候治理？占道经营、飞线充电、拖欠工资，三件事一件没办。',
  '滨江区第三中学食堂饭菜发霉，20余名学生出现呕吐、腹泻等症状，家长质疑学校瞒报',
  'AT&T手机信号差，B超室排队两小时，C++培训班退费难，网址http://example.com/a?b=1.5',
  '张建国、欧阳震华和古力娜扎到云山县人民医院看病，挂号费12.5元',
];

describe('our cutter', () => {
  it.each(ORDERS)('cuts as the native library does: %s', (text) => {
    expect(segmenter.cut(text)).toEqual(native(text));
    expect(tokens(text)).toEqual(nativeTokens(text));
  });

  it.each([
    ['nothing', ''],
    ['marks alone', '，。！？；：“”'.repeat(50)],
    ['borders side by side', ' \n\t，。 。，'],
    ['unknown characters', '龘𠮷野家的𪚥字\u0000\u0001\ue000'],
    ['emoji and joiners', '着火🔥了👨‍👩‍👧快来'],
    ['half of a surrogate pair', '停\ud83d水\ude00'],
    ['letters and digits', 'aAbB1２3.5.6x9'],
    ['one character again and again', '一'.repeat(3000)],
    ['words in words', '死亡人数死亡人死亡'.repeat(300)],
    ['places in places', '江城市城东区江城市城'.repeat(200)],
  ])('cuts %s alike', (_, text) => {
    const wellFormed = (text as string & { toWellFormed(): string }).toWellFormed();
    expect(segmenter.cut(wellFormed)).toEqual(native(wellFormed));
    expect(tokens(text)).toEqual(nativeTokens(wellFormed));
  });

  const pieces = fc.oneof(
    fc.constantFrom(
      '停水',
      '自来水',
      '公司',
      '城东区',
      '的',
      '了',
      '一',
      '2026',
      'a1',
      '.',
      ' ',
      '，',
      '。',
      '\n',
      '🔥',
      '龘',
    ),
    fc.constantFrom(...'我们市民来电反映投诉处理学生家长医院道路噪音扬尘'),
    fc.constantFrom(...ORDERS),
  );
  it('cuts any mixture alike', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
        const text = parts.join('');
        expect(segmenter.cut(text)).toEqual(native(text));
        expect(tokens(text)).toEqual(nativeTokens(text));
      }),
    );
  });

  it('cuts any run of Chinese characters alike, words or not', () => {
    const chars = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((unit) => String.fromCharCode(unit));
    fc.assert(
      fc.property(fc.array(chars, { maxLength: 40 }), (units) => {
        expect(segmenter.cut(units.join(''))).toEqual(native(units.join('')));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the text back, whatever it is, and up to its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(segmenter.cut(text).join('')).toBe(text);
      }),
    );
    const { count, ends } = segmenter.segment('水'.repeat(30_000));
    expect(ends[count - 1]).toBe(20_000);
  });

  it('keeps nothing of the text before', () => {
    for (const text of [...ORDERS, ...[...ORDERS].reverse()]) expect(tokens(text)).toEqual(nativeTokens(text));
  });
});

it.each(['张建国', '欧阳', '李小龙', '停水', '建国', '某某', '龘', 'a', ''])(
  'knows whether %s is a name of a person',
  (word) => {
    const first = word === '' ? undefined : tag(word)[0];
    expect(segmenter.isPerson(word)).toBe(first?.word === word && first.tag.startsWith('nr'));
  },
);
