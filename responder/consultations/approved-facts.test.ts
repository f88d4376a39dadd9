import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { figureReader } from '../figures/read-figures.ts';
import { differencesFrom, differencesInWords } from './approved-facts.ts';
import { factFields, lineGap } from './fact-lines.ts';
import { matterName, repeated, upwardTitle } from './upward-text.ts';

const read = figureReader(shippedConfigFolder());
const line = (key: string, low: number | null, more: { high?: number | null; disputed?: boolean } = {}) => ({
  ...{ key, text: '', low, high: more.high === undefined ? low : more.high, disputed: more.disputed ?? false },
});
const sheet = [line('deaths', 11), line('missing', 2), line('起火原因', null)];
const told = (text: string, facts = sheet) =>
  differencesFrom(facts, text, read).map(({ key, sheet: ours, told: theirs }) => [key, ours, theirs]);

describe('what a text tells against the fact sheet', () => {
  it.each([
    ['the approved figure', '截至12时，事故已造成11人死亡、2人失联。', []],
    ['another figure', '事故已造成10人死亡。', [['deaths', '11', '10']]],
    ['a range is another figure', '事故已造成至少11人死亡。', [['deaths', '11', '至少11']]],
    [
      'a figure nobody approved',
      '另有7人重伤。',
      [
        ['seriousInjuries', null, '7'],
        ['injuries', null, '7'],
      ],
    ],
    ['no figures of people', '调查组已进驻，出动车辆30台。', []],
    ['what the text itself refutes', '网传死亡50人不实，经核实死亡11人。', []],
    ['an earlier figure that is corrected', '此前通报死亡8人，现更正为11人。', []],
  ])('%s', (_name, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('two figures in one text: the wrong one is found beside the right one', () => {
    expect(told('已有8人死亡。目前已致11人死亡。')).toEqual([['deaths', '11', '8']]);
  });

  it('a line in dispute may not be told at all; several lines are several places', () => {
    expect(told('11人死亡', [line('deaths', 11, { disputed: true })])).toEqual([['deaths', null, '11']]);
    const places = [line('deaths', 11), line('deaths', 3)];
    expect(told('云山县3人死亡', places)).toEqual([]);
  });

  it('a rounder number around the approved one is no difference, a more exact one is', () => {
    expect(told('造成10余人死亡')).toEqual([]);
    expect(told('造成11人死亡', [line('deaths', 10, { high: 19 })])).toEqual([['deaths', '10至19', '11']]);
  });

  it('households, areas, shares: what a line says in its own words is compared, what no line speaks of is not', () => {
    const lines = [{ ...line('停水情况', null), text: '停水1200户，水质合格率98%' }];
    expect(told('停水1500户，合格率98%，封闭道路2公里', lines)).toEqual([['households:停水', '1200户', '1500户']]);
    expect(told('停水1200余户', lines)).toEqual([]);
    expect(told('停水1200户', [{ ...lines[0]!, disputed: true }])).toEqual([['households:停水', null, '1200户']]);
  });

  it('is said in words', () => {
    expect(differencesInWords(differencesFrom(sheet, '10人死亡，7人受伤', read))).toBe(
      '死亡人数：文稿为10，事实清单为11；受伤人数（含重伤）：文稿为7，事实清单无经批准的数字',
    );
  });
});

describe('a line of the sheet', () => {
  const now = new Date('2026-03-10T10:00:00+08:00');
  const input = {
    text: '事故已造成11人死亡',
    low: 11,
    unit: '人',
    asOf: '2026-03-10T09:00:00+08:00',
    source: '指挥部',
  };
  it.each([
    ['stands', 'deaths', input, null],
    ['may not be of the future', 'deaths', { ...input, asOf: '2026-03-10T11:00:00+08:00' }, '截至时间不能晚于现在'],
    ['says the same in words and figures', 'deaths', { ...input, low: 12 }, '不一致'],
    ['may be open upwards', 'deaths', { ...input, text: '至少11人死亡', atLeast: true }, null],
    ['of people has a figure', 'deaths', { ...input, low: undefined }, '须填写数字'],
    ['counts whole people', 'deaths', { ...input, low: 11.5 }, '人数须为整数'],
    ['has its range the right way round', 'missing', { ...input, low: 5, high: 3 }, '上限不能小于下限'],
    ['of another kind is a sentence', '起火原因', { ...input, text: '正在调查', low: undefined }, null],
  ])('%s', (_name, key, given, gap) => {
    const found = lineGap(key, given, now, read);
    if (gap === null) expect(found).toBeNull();
    else expect(found).toContain(gap);
  });
});

it('a figure has twelve digits at most', () => {
  const { low } = factFields;
  expect(low.safeParse(999_999_999_999).success).toBe(true);
  for (const typed of [1e12, 1e308]) expect(low.safeParse(typed).error?.message).toContain('数字过大');
});

describe('the words of a report upward', () => {
  it('is called by the matter, without figures the sheet does not say', () => {
    const name = (facts: typeof sheet) => matterName('云山县某化工厂爆炸，已致10人死亡', facts as never, read);
    expect(name([line('deaths', 10)])).toBe('云山县某化工厂爆炸，已致10人死亡');
    expect(name(sheet)).toBe('云山县某化工厂爆炸');
    expect(upwardTitle('continued', '某化工厂爆炸', 2)).toBe('关于“某化工厂爆炸”的续报一');
  });

  it('a 续报 does not tell the start again, and may name place and firm', () => {
    const first = [{ heading: '基本情况', text: '3月10日8时30分，云山县某化工厂二号车间反应釜发生爆炸并引发大火。' }];
    expect(repeated([{ heading: '进展', text: '云山县某化工厂明火已扑灭。' }], first)).toBeNull();
    expect(repeated([{ heading: '进展', text: `${first[0]!.text}现已扑灭。` }], first)).toContain('云山县某化工厂');
  });
});
