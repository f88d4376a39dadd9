import { describe, expect, it } from 'vitest';
import { confidenceBand, rangeWords } from './analysis-rows.ts';
import { correctText } from './correction-words.ts';

const lists = {
  items: [{ label: 'lead' as const, most: 1, values: [{ value: 'housing', name: '市住房和城乡建设局' }] }],
};

describe('a correction in words', () => {
  it.each([
    ['topic', ['housing'], '住房保障'],
    ['topic', ['none'], '无关'],
    ['focus', [], '无'],
    ['focus', ['emergency', 'own_interest'], '突发事件、公众切身利益'],
    ['sensitivity', ['3'], '3 级（重大）'],
    ['eventLevel', ['none'], '无'],
    ['lead', ['housing'], '市住房和城乡建设局'],
    ['lead', ['gone'], 'gone'],
    ['accused', ['某物业公司'], '某物业公司'],
    ['facts', ['deaths:3', 'injuries:5-8'], '死亡 3人、受伤 5至8人'],
    ['facts', ['evacuated:1000+', 'missing:none'], '转移 1,000人以上、失联 文中没有说'],
  ] as const)('of %s %j reads %s', (label, values, words) => {
    expect(correctText(label, values, lists)).toBe(words);
  });
});

it('a range of money is in yuan', () => {
  expect(rangeWords('directLossYuan', { low: 120_000, high: 120_000 })).toBe('120,000元');
});

it('confidence is told in bands', () => {
  expect([0.9, 0.8, 0.6, 0.45, 0.2].map(confidenceBand)).toEqual([
    ...['把握较大', '把握较大', '把握一般', '把握一般', '把握不足'],
  ]);
});
