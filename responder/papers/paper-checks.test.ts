import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityIn, maskedNumber, personalDataIn, quotation, QUOTED_FROM } from './paper-checks.ts';

describe('what may not stand in a paper that goes out', () => {
  it.each<[string, string[]]>([
    ['请核实3月10日窗口办理情况', []],
    ['请联系13812345678', ['手机号码']],
    ['证号11010119900307123X', ['身份证号']],
    ['见 https://weibo.example.cn/1', ['链接']],
    ['详见 bbs.example.com 的帖子', ['链接']],
    ['@江城热心人 发布的内容', ['账号']],
    ['网名：江城热心人', ['账号']],
    ['车辆江A12345停放', []],
    ['车辆浙A12345停放', ['车牌号']],
  ])('%s → %j', (text, found) => {
    expect(identityIn(text)).toEqual(found);
  });

  it('a verification record may name a unit and a post, not a number', () => {
    expect(personalDataIn('江城水务集团调度室')).toEqual([]);
    expect(personalDataIn('李某 13912345678')).toEqual(['手机号码']);
  });
});

describe('a quotation', () => {
  const post = '昨天下午去窗口办证，工作人员让我跑了三趟，还说材料不齐。';
  it('is twelve characters in a row, marks and blanks left out', () => {
    expect(quotation('反映人称，工作人员让我跑了三趟还说材料不齐', [post])).toBe('工作人员让我跑了三趟还说');
    expect(quotation('反映多次往返办理、一次性告知不到位', [post])).toBeNull();
    expect(quotation('短文', [post])).toBeNull();
  });

  it('is none of the names of a place and of a unit, and a sentence is one for all the names in it', () => {
    const names = ['石桥镇', '幸福苑小区', '幸福', '市住房和城乡建设局'];
    const told = '石桥镇幸福苑小区电梯停运三个月，打电话到市住房和城乡建设局都说不归他们管';
    const own = '有群众反映石桥镇幸福苑小区电梯停运一事未获办理';
    expect(quotation(own, [told])).not.toBeNull();
    expect(quotation(own, [told], names)).toBeNull();
    expect(quotation('反映：幸福苑小区电梯停运三个月打电话到市住房和城乡建设局都说不归', [told], names)).not.toBeNull();
  });

  it('is found wherever it stands, and never shorter than twelve', () => {
    const han = fc.stringMatching(/^[一-九]{0,20}$/);
    const phrase = fc.stringMatching(/^[甲-鼠]{12}$/);
    fc.assert(fc.property(han, phrase, han, (a, b, c) => quotation(`前${b}后`, [a + b + c])?.length === QUOTED_FROM));
    fc.assert(fc.property(phrase, (b) => quotation(b.slice(0, 11), [b]) === null));
  });
});

it.each([
  ['13812345678', '138****5678'],
  ['0571-8765 4321', '****4321'],
])('a number is kept as its mask: %s', (number, mask) => {
  expect(maskedNumber(number)).toBe(mask);
});
