import { describe, expect, it } from 'vitest';
import { loadResponderBooks } from '../books.ts';
import { namedTime } from './named-time.ts';

const { calendar } = loadResponderBooks('config');
const at = (text: string) => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`);

describe('until when an instruction wants it done', () => {
  it.each<[string, string | null]>([
    ['请住建局晚八时前到现场并报告。', '03-10 20:00'],
    ['今日18时30分前书面报告', '03-10 18:30'],
    ['明日上午9时前报结果', '03-11 09:00'],
    ['请于3月12日17时前办结', '03-12 17:00'],
    ['3月12日前办结', '03-12 23:59'],
    ['24小时内核实', '03-11 10:00'],
    ['请抓紧核实处置。', null],
    ['上午8时前已知悉', null],
  ])('%s', (text, expected) => {
    expect(namedTime(text, at('03-10 10:00'), calendar)).toEqual(expected === null ? null : at(expected));
  });
});
