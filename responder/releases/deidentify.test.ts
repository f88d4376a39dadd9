import { describe, expect, it } from 'vitest';
import { deidentify, findIdentity, IDENTITY_KINDS, type IdentityKind } from './deidentify.ts';

/** One sentence a kind; in the middle what nobody may read in a release. All invented. */
const GOLDEN: [IdentityKind, string, string][] = [
  ['name', '患者王小明已转入市第一医院治疗。', '王小明'],
  ['id', '其身份证号为110105194912310021。', '110105194912310021'],
  ['paper', '持护照E12345678入境。', 'E12345678'],
  ['mobile', '请联系家属13800138000。', '13800138000'],
  ['landline', '住宅电话0571-87654321。', '0571-87654321'],
  ['address', '住城东区和平里小区3栋2单元1203室。', '3栋2单元1203室'],
  ['plate', '肇事车辆浙A12345已扣押。', '浙A12345'],
  ['email', '来信邮箱 zhang.san@example.com 已回复。', 'zhang.san@example.com'],
  ['card', '补贴已打入卡号6222020000000000000。', '6222020000000000000'],
  ['account', '网民微信号 jiang_cheng01 发布的内容。', 'jiang_cheng01'],
  ['medical', '住院号A20260311，床位已落实。', 'A20260311'],
  ['birth', '该学生出生于2015年3月2日。', '2015年3月2日'],
];

/** What notices of a government are full of; nothing here names a person. */
const HARMLESS = [
  '3月10日8时30分，云山县恒通化工厂发生爆炸，已造成11人死亡、7人重伤。',
  '请市民拨打12345政务服务便民热线反映，或登录江城市人民政府网站查询。',
  '城东区滨江路88号某某烧烤店已停业整顿。',
  '患者高烧已退，病情平稳；当事人应当在15日内申请复议。',
  '张某某（男，43岁）、李某已被依法采取强制措施。',
  '依据国办发〔2016〕61号，2026年3月12日17:30前公布结果。',
  '学生全部转移，家长可到学校接回；村民已安置余名返家。',
  '工单编号：20171218922818，已转市住房和城乡建设局办理。',
  '业主委员会选举于3月20日举行，司机师傅请绕行解放路。',
  '全市投入抢险人员1203人、车辆88台，抽排积水3000立方米。',
  '城西区供水水质106项指标均符合GB 5749-2022。',
  '死者家属已妥善安置，伤者已送市人民医院救治。',
];

describe('H35: de-identification before publication', () => {
  it('knows twelve kinds', () => {
    expect(GOLDEN.map(([kind]) => kind).sort()).toEqual(Object.keys(IDENTITY_KINDS).sort());
  });

  it.each(GOLDEN)('finds and covers: %s', (kind, text, value) => {
    expect(findIdentity(text).map((found) => [found.kind, found.value])).toEqual([[kind, value]]);
    expect(deidentify(text)).toBe(text.replace(value, `[${IDENTITY_KINDS[kind]}]`));
  });

  it('H35: a text with all twelve leaks none, and what was covered cannot be read back', () => {
    const covered = deidentify(GOLDEN.map(([, text]) => text).join('\n'));
    for (const [, , value] of GOLDEN) expect(covered).not.toContain(value);
    expect(findIdentity(covered)).toEqual([]);
    expect(deidentify(covered)).toBe(covered);
  });

  it('H35: false hits are reported: none in a dozen everyday sentences, two in what a person must decide', () => {
    expect(HARMLESS.flatMap((text) => findIdentity(text).map(({ value }) => value))).toEqual([]);
    const official = ['咨询电话：0571-12345678。'.replace('12345678', '87000001'), '受理地点：政务服务中心A座508室。'];
    expect(official.flatMap((text) => findIdentity(text).map(({ value }) => value))).toEqual([
      '0571-87000001',
      'A座508室',
    ]);
  });

  it('an address of an account in a link is one, other links stay', () => {
    expect(deidentify('见 https://weibo.com/u/1234567890 所发')).toBe('见 [网络账号] 所发');
    const link = '详见 https://www.example.gov.cn/jc/tongbao/1 公告';
    expect(deidentify(link)).toBe(link);
  });

  it('H36: only the words that were excepted may stand', () => {
    const text = '对行为人王小明（身份证号110105194912310021）罚款五百元。';
    expect(deidentify(text, ['王小明'])).toBe('对行为人王小明（身份证号[身份证号]）罚款五百元。');
  });
});
