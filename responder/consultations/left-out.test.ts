import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { figureReader } from '../figures/read-figures.ts';
import { leftOut, leftOutInWords, NO_FIGURES } from './left-out.ts';

const read = figureReader(shippedConfigFolder());
const line = (key: string, low: number | null, more: { disputed?: boolean } = {}) => ({
  ...{ key, low, high: low, place: '', version: 1, disputed: false },
  ...more,
});
const sheet = [line('deaths', 1), line('evacuated', 300), line('起火原因', null)];
const missing = (text: string, facts = sheet, kind: 'first' | 'continued' = 'first') =>
  leftOutInWords(leftOut(facts, text, { kind, told: [{ key: 'deaths', place: '', version: 1 }], read }));

describe('what a report upward leaves out of the approved casualties', () => {
  it.each([
    ['the figure is told', '事故造成1人死亡。', ''],
    ['told in words the reader of figures does not know', '127名学生食物中毒，1名学生死亡', ''],
    ['left out', '正在救援。', '死亡人数已批准为1'],
    ['another number beside it is not the figure', '11名学生死亡', '死亡人数已批准为1'],
    ['called not there yet', NO_FIGURES, '死亡人数已批准为1'],
    ['told, and still called not there yet', `事故造成1人死亡。${NO_FIGURES}`, '死亡人数已批准为1'],
  ])('%s', (_name, text, expected) => {
    expect(missing(text)).toBe(expected);
  });

  it('a 续报 need not say again what was said; what units dispute is not told at all', () => {
    expect(missing('正在救援。', sheet, 'continued')).toBe('');
    expect(missing('正在救援。', [line('deaths', 1, { disputed: true })])).toBe('');
    expect(missing('正在救援。', [line('deaths', 0)])).toBe('');
  });
});
