import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { factsBookSchema } from '../../config/schema/facts.ts';
import { viewOf } from '../text/view.ts';
import { readMagnitude } from './magnitude.ts';
import { readFacts } from './read-facts.ts';
import { compileFactWords } from './words.ts';

const words = compileFactWords(loadRulebook(shippedConfigFolder(), 'facts', factsBookSchema));
const facts = (text: string, year: number | null = null) => readFacts(viewOf(text).text, 0, year, words).facts;
const exactly = (n: number) => ({ low: n, high: n });

describe('who is counted without the word for people', () => {
  it.each([
    ['食堂吃完午饭，三十七个送了县医院', 37],
    ['婚宴上的凉菜有问题，已经有十九个住院', 19],
    ['我们俩吃了外卖都肚子疼', 2],
  ])('%s', (text, ill) => expect(facts(text).poisoned).toEqual(exactly(ill)));
  it.each(['昨晚吃了俩冰西瓜肚子疼了一夜', '就吃了仨包子，肚子疼', '冰箱里有俩馒头馊了，吃完肚子疼'])(
    'things are no people: %s',
    (text) => expect(facts(text).poisoned).toBeUndefined(),
  );
});

describe('numbers in every spelling', () => {
  it.each([
    ['车祸造成3人死亡', exactly(3)],
    ['车祸造成三人死亡', exactly(3)],
    ['车祸造成１２人死亡', exactly(12)],
    ['车祸已致二十一人遇难', exactly(21)],
    ['死亡人数上升至1,204人', exactly(1204)],
    ['至少造成八人死亡', { low: 8, high: null }],
    ['不少于三人死亡', { low: 3, high: null }],
    ['少于三人死亡', { low: 0, high: 3 }],
    ['死亡人数已经突破300人', { low: 300, high: null }],
    ['事故造成10余人死亡', { low: 10, high: 19 }],
    ['事故造成三十多人死亡', { low: 30, high: 39 }],
    ['大约50人死亡', { low: 45, high: 55 }],
    ['近百人遇难', { low: 90, high: 100 }],
    ['数十人遇难', { low: 20, high: 99 }],
    ['上百人遇难', { low: 100, high: null }],
    ['百余人遇难', { low: 100, high: 199 }],
    ['数人死亡', { low: 3, high: 9 }],
    ['多人死亡', { low: 3, high: null }],
    ['10人以上死亡', { low: 10, high: null }],
    ['3至5人死亡', { low: 3, high: 5 }],
  ])('%s', (text, deaths) => {
    expect(facts(text).deaths).toEqual(deaths);
  });
});

describe('who is counted as what', () => {
  it.each([
    ['两车相撞3死5伤', { deaths: exactly(3), injuries: exactly(5) }],
    ['两车相撞，一死两伤', { deaths: exactly(1), injuries: exactly(2) }],
    ['死亡5人，受伤18人', { deaths: exactly(5), injuries: exactly(18) }],
    ['5人死亡，18人受伤，其中2人重伤', { deaths: exactly(5), injuries: exactly(18), seriousInjuries: exactly(2) }],
    ['造成两死两重伤，数人轻伤', { deaths: exactly(2), seriousInjuries: exactly(2), injuries: { low: 5, high: 11 } }],
    ['30余人受伤', { injuries: { low: 30, high: 39 } }],
    ['事故造成11人（5女6男）全部死亡', { deaths: exactly(11) }],
    ['事故造成三男两女全部死亡', { deaths: exactly(5) }],
    ['2名老师和5名学生受伤', { injuries: exactly(7) }],
    ['38人死亡（其中城东区32人，云山县6人），1人失踪', { deaths: exactly(38), missing: exactly(1) }],
    ['2人当场死亡，另1人经抢救无效死亡', { deaths: exactly(3) }],
    ['10名工人烧伤，其中1人死亡', { injuries: exactly(9), deaths: exactly(1) }],
    ['面包车司机不幸身亡', { deaths: exactly(1) }],
    ['63名学生出现食物中毒症状', { poisoned: exactly(63) }],
    ['疏散群众3100人', { evacuated: exactly(3100) }],
    ['紧急转移2.1万人', { evacuated: exactly(21_000) }],
    ['直接经济损失约200万元', { directLossYuan: { low: 1_800_000, high: 2_200_000 } }],
  ])('%s', (text, expected) => {
    expect(facts(text)).toEqual(expected);
  });
});

describe('what is no casualty', () => {
  it.each([
    ['火灾没有造成人员伤亡', { deaths: exactly(0), injuries: exactly(0) }],
    ['所幸无人员伤亡', { deaths: exactly(0), injuries: exactly(0) }],
    ['目前尚无人员伤亡报告', { deaths: { low: 0, high: null }, injuries: { low: 0, high: null } }],
    ['如果电线短路，可能造成3人死亡', {}],
    ['去年这里车祸造成3人死亡', {}],
    ['该国死亡率下降，工伤认定3人', {}],
    ['加班累死了', {}],
    ['57路公交等了2小时，死亡证明怎么开', {}],
    ['3人被困，消防员到场，全部获救', {}],
    ['第3人民医院床位紧张', {}],
  ])('%s', (text, expected) => {
    expect(facts(text)).toEqual(expected);
  });

  it('leaves out an event of years ago', () => {
    expect(facts('2015年该厂爆炸造成5人死亡', 2026)).toEqual({});
    expect(facts('2026年2月该厂爆炸造成5人死亡', 2026)).toEqual({ deaths: exactly(5) });
  });

  it('takes the counted title when the text only rounds', () => {
    const title = '食堂午餐后24人中毒';
    const view = `${title}\n一工厂20余名工人出现呕吐等食物中毒症状`;
    expect(readFacts(view, title.length + 1, null, words).facts.poisoned).toEqual(exactly(24));
  });
});

it.each([
  ['江城附近发生里氏6.2级地震', 6.2],
  ['发生七点八级强烈地震', 7.8],
  ['发生5级地震', 5],
  ['阵风9级，一级响应', null],
])('%s has magnitude %s', (text, magnitude) => {
  expect(readMagnitude(text)).toBe(magnitude);
});

describe('whatever the text', () => {
  const piece = fc.constantFrom(
    ...[
      '死亡',
      '受伤',
      '重伤',
      '失踪',
      '中毒',
      '食堂',
      '疏散',
      '损失',
      '死',
      '伤',
      '3',
      '三',
      '十',
      '百',
      '万',
      '亿',
      '零',
      '7.5',
      '1,234',
    ],
    ...[
      '余',
      '多',
      '近',
      '至少',
      '不超过',
      '不足',
      '人',
      '名',
      '元',
      '至',
      '两三',
      '数十',
      '，',
      '。',
      '其中',
      '（',
      '）',
      '、',
      '和',
      ' ',
    ],
    ...[
      '无',
      '没有',
      '网传',
      '警方称',
      '不实',
      '更正为',
      '由',
      '升至',
      '新增',
      '截至8日14时',
      '去年',
      '2015年',
      '目前',
      '如果',
      '演练',
      '当时',
      '不治',
    ],
  );
  const holds = (text: string): void => {
    const view = viewOf(text).text;
    const reading = readFacts(view, Math.floor(view.length / 3), 2026, words);
    for (const range of [...Object.values(reading.facts), ...reading.claims])
      if (range) {
        expect(range.low).toBeGreaterThanOrEqual(0);
        expect(range.high ?? Infinity).toBeGreaterThanOrEqual(range.low);
      }
    for (const { start, end } of [...reading.spans, ...reading.claims]) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(view.length);
    }
  };

  it('keeps bounds in order and spans inside, for texts made of the words of reports', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => holds(parts.join(''))),
      { numRuns: 500 },
    );
  });

  it('does not stumble over any other text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), holds), { numRuns: 200 });
    for (const hostile of ['7', '一', '十', '万', '(', '其中', '死', '人', '3人死亡其中', '无', '约'])
      holds(`${hostile.repeat(3000)}3人死亡`);
  });
});
