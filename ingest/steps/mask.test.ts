import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';
import { maskPersonal } from './mask.ts';
import { isIdNumber18, passesLuhn } from './number-checks.ts';

const mask = (raw: string): string => maskPersonal(cleanText(raw));

describe('personal data in a text', () => {
  it.each([
    ['请回电13800138000谢谢', '请回电[手机号]谢谢'],
    ['电话138-0013-8000、+86 138 0013 8000', '电话[手机号]、[手机号]'],
    ['打13800138000-13900139000或13800138000.13900139000', '打[手机号]-[手机号]或[手机号].[手机号]'],
    ['①③⑧００１３８０００联系我', '[手机号]联系我'],
    ['手机138****8000', '手机[手机号]'],
    ['打一三八零零一三八零零零', '打[手机号]'],
    ['单位电话0571-87654321转802', '单位电话[电话号码]'],
    ['座机：87654321', '座机:[电话号码]'.replace(':', '：')],
    ['值班电话87654321、87654322和87654323', '值班电话[电话号码]、[电话号码]和[电话号码]'],
    ['身份证11010519491231002X', '身份证[证件号]'],
    ['证件号 110105 19491231 002X 请查', '证件号 [证件号] 请查'],
    ['老证130503670401001的', '老证[证件号]的'],
    ['工资卡6222020000000000000没到账', '工资卡[银行卡号]没到账'],
    ['卡号：1234 5678 9012 3456', '卡号：[银行卡号]'],
    ['车牌浙A12345占道', '车牌[车牌号]占道'],
    ['新能源车粤AD12345', '新能源车[车牌号]'],
    ['信箱 zhang.san@example.com。', '信箱 [邮箱]。'],
    ['加QQ：123456789', '加QQ：[账号]'],
    ['微信号 jiang_cheng01 聊', '微信号 [账号] 聊'],
    ['//@路人甲:转发', '//@[用户]:转发'],
    ['联系人：王小二，电话13800138000', '联系人：[姓名]，电话[手机号]'],
    ['他的主页 https://weibo.com/u/1234567890。快看', '他的主页 [账号]。快看'],
    ['见weibo.com/1234567890/NabcDEF12，', '见https://m.weibo.cn/status/NabcDEF12，'],
    ['www.xiaohongshu.com/user/profile/5f00aa是她', '[账号]是她'],
    ['链接 https://bbs.example.com/t/1?uid=77&page=2', '链接 https://bbs.example.com/t/1?page=2'],
    ['@平安喜乐的小王 @中国好邻居 @地铁里的猫', '@[用户] @[用户] @[用户]'],
  ])('%s', (raw, expected) => expect(mask(raw)).toBe(expected));

  it.each([
    '打12345和110都没用，96110也一样',
    '工单编号：20171218922818',
    '订单号13800138000待发货',
    '欠薪138000元，合计1380013800.50元',
    '城东区滨江路88号3栋2单元1203室的某某烧烤店',
    '2026年11月03日 08:05:00，11-03',
    '公交1路、22路、K138路',
    '@江城发布 @市住建局 请查',
    '@平安江城 @中国铁路 @江城地铁 也不回',
    '原文 https://bbs.example.com/t/1?b=2&a=1 和 江城.example 与 1/2',
    '京A区地块2026-11号',
    '微信支付宝都不能用',
    '面积1203.5平方米，2021-2026',
    '国办发〔2016〕61号',
    '400-800-1234 客服',
  ])('stays: %s', (text) => expect(mask(text)).toBe(cleanText(text)));

  it('finds every well-formed identity number and mobile in running text', () => {
    const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }));
    fc.assert(
      fc.property(mobile, fc.constantFrom('，', ' ', '我的', '：', '(', '\n'), ([second, rest], around) => {
        const number = `1${second}${String(rest).padStart(9, '0')}`;
        expect(mask(`反映${around}${number}${around}停水`)).not.toContain(number);
      }),
    );
    const birth = fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(birth, fc.integer({ min: 0, max: 999 }), (born, order) => {
        const head = `330102${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`;
        const id = [...'0123456789X'].map((digit) => head + digit).find(isIdNumber18)!;
        expect(mask(`本人${id}反映`)).toBe('本人[证件号]反映');
      }),
    );
  });

  it('masks twice as once and survives anything', () => {
    const piece = fc.constantFrom(
      '13800138000',
      '1',
      '8',
      '@',
      '微信',
      'QQ',
      '.',
      '-',
      ' ',
      'a@b.cn',
      '浙A',
      '0571',
      '字',
      '卡号',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const once = mask(pieces.join(''));
        expect(mask(once)).toBe(once);
      }),
    );
  });

  it('checks cards with Luhn', () => {
    expect(passesLuhn('6222020000000000000')).toBe(true);
    expect(passesLuhn('6222020000000000001')).toBe(false);
  });
});
