import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { agrees, carries } from './figure.ts';
import { figureReader } from './read-figures.ts';

const read = figureReader(shippedConfigFolder());
const told = (text: string) => read.measured(text).map(({ key, low, high }) => [key, low, high]);

describe('figures our own papers tell', () => {
  it.each([
    ['households, with 余', '停水1,200余户', [['households:停水', 1200, 1299]]],
    ['Chinese numerals', '一千二百户居民停水', [['households:停水', 1200, 1200]]],
    ['a per cent', '水质合格率达98.5%', [['percent:合格', 98.5, 98.5]]],
    ['full width', '合格率９８％', [['percent:合格', 98, 98]]],
    ['百分之', '已完成排查，合格占百分之九十五', [['percent:合格', 95, 95]]],
    ['an area in 亩', '农田受灾300亩', [['area:受灾', 200_000, 200_000]]],
    ['an area in 万平方米', '过火面积1.2万平方米', [['area:过火', 12_000, 12_000]]],
    ['a road', '道路中断3公里', [['length:中断', 3000, 3000]]],
    ['a road and a bit', '道路中断3公里多', [['length:中断', 3000, 4000]]],
    [
      'vehicles',
      '出动车辆30台次、抢险车12辆',
      [
        ['vehicles:出动', 30, 30],
        ['vehicles:出动', 12, 12],
      ],
    ],
    ['how long', '停电持续了8小时', [['duration:持续', 480, 480]]],
    ['money in 万', '已先行赔偿20万元', [['money:赔偿', 200_000, 200_000]]],
    ['money in 亿', '投资3.5亿元', [['money:投资', 350_000_000, 350_000_000]]],
    ['about', '停水约500户', [['households:停水', 450, 550]]],
    ['about, behind', '停水500户左右', [['households:停水', 450, 550]]],
    ['a range', '停水20户至30户', [['households:停水', 20, 30]]],
    ['a range with one unit', '停水20至30户', [['households:停水', 20, 30]]],
    ['at least', '停水超过500户', [['households:停水', 500, null]]],
    ['each is not all', '每户补偿2万元', [['money:补偿（每户）', 20_000, 20_000]]],
    ['a term is no duration', '3天内完成整改', []],
    ['of nothing named: told, but compared with nothing', '另有12户', [['', 12, 12]]],
    ['no codes', '第3号公告，G60高速', []],
  ] as const)('%s', (_name, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('the nearest word of the clause names a number', () => {
    expect(told('停水1000户，停电300户；已恢复800户供水').map(([key]) => key)).toEqual([
      'households:停水',
      'households:停电',
      'households:恢复',
    ]);
  });
});

const exactly = (low: number) => ({ low, high: low });

describe('two figures of one thing', () => {
  it.each([
    ['the same', exactly(30), exactly(30), true],
    ['another', exactly(30), exactly(35), false],
    ['30余 and 35', { low: 30, high: 39 }, exactly(35), true],
    ['35 after 30余', exactly(35), { low: 30, high: 39 }, true],
    ['约500 and 600', { low: 450, high: 550 }, exactly(600), false],
    ['32 after at least 10', exactly(32), { low: 10, high: null }, true],
    ['at least 30 after 32', { low: 30, high: null }, exactly(32), true],
    ['at least 10 after 32 hides', { low: 10, high: null }, exactly(32), false],
  ])('%s', (_name, now, before, expected) => {
    expect(agrees(now, before)).toBe(expected);
  });

  it.each([
    ['11 as 11', exactly(11), exactly(11), true],
    ['11 as 10余', exactly(11), { low: 10, high: 19 }, true],
    ['10余 as 11 would be more than is known', { low: 10, high: 19 }, exactly(11), false],
    ['11 as at least 11 would sound like more', exactly(11), { low: 11, high: null }, false],
  ])('what is approved carries what is told: %s', (_name, approved, words, expected) => {
    expect(carries(approved, words)).toBe(expected);
  });
});
