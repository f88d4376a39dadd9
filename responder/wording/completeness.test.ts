import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { wordingSchema } from '../../config/schema/wording.ts';
import { missingParts, undivided } from './completeness.ts';

const book = loadRulebook(shippedConfigFolder(), 'wording', wordingSchema);
const whole = {
  title: '关于和平街道停水的情况说明',
  facts: '11月20日6时，和平街道主供水管爆裂，约3200户停水。',
  policy: '根据《江城市城市供水条例》第二十一条，抢修期间由供水企业保障应急用水。',
  result: '抢修已于11月20日22时完成，已全部恢复供水。',
};
const gaps = (changes: Partial<typeof whole>) => missingParts({ ...whole, ...changes }, book).map(({ why }) => why);

describe('E08: facts, policy and result in an answer', () => {
  it('E08: a draft with all three has no gap; one without the result is warned', () => {
    expect(gaps({})).toEqual([]);
    expect(gaps({ result: '' })).toEqual(['缺处置结果']);
    expect(gaps({ policy: ' ', result: '' })).toEqual(['缺有关政策措施', '缺处置结果']);
  });

  it('words that only sound like a result are none', () => {
    expect(gaps({ result: '对此我局高度重视，正在进一步了解情况。' })).toEqual(['处置结果部分没有实际内容']);
    expect(gaps({ result: '下一步将进一步加强管理，请广大市民理解。' })).toEqual(['处置结果部分没有实际内容']);
    expect(gaps({ result: '管道更换计划于12月5日前完成。' })).toEqual([]);
  });

  it('a text that is not divided may hold the parts anywhere', () => {
    const text = `${whole.facts}${whole.policy}${whole.result}`;
    expect(missingParts(undivided('说明', text), book)).toEqual([]);
    expect(missingParts(undivided('说明', whole.facts), book).map(({ why }) => why)).toEqual([
      '缺有关政策措施',
      '缺处置结果',
    ]);
  });
});
