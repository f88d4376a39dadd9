import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { groupingSchema } from '../../config/schema/grouping.ts';
import { compileGroupingRules } from './grouping-rules.ts';
import { findObjects, objectKeys, sameObject } from './objects.ts';

const rules = compileGroupingRules(loadRulebook(shippedConfigFolder(), 'grouping', groupingSchema));
const names = (text: string) => findObjects(text, rules).map(({ kind, name }) => `${kind}:${name}`);

describe('what a text is about', () => {
  it.each<[string, string[]]>([
    ['孩子在和平里小学上学', ['school:和平里小学']],
    ['江城一中食堂吃完午饭好多学生呕吐', ['school:江城一中']],
    ['记者从江城市第三中学了解到', ['school:江城三中']],
    ['江城一中学生、江城第三小学家长', ['school:江城一中', 'school:江城三小']],
    ['我家太和小区停水', ['estate:太和']],
    ['投诉东湖花园小区物业', ['estate:东湖花园']],
    ['东湖花园幼儿园老师打人', ['school:东湖花园幼儿园']],
    ['第一人民医院拒收', ['hospital:第一人民医院']],
    ['云山县李家村修路', ['village:李家村']],
    ['人民路与解放路交叉口车祸', ['road:人民路', 'road:解放路']],
    ['理工大学第二食堂', ['school:理工大学', 'canteen:第二食堂']],
    ['沙河镇恒通化工厂爆炸', ['company:恒通化工厂']],
    ['解放路下穿隧道积水，解放路隧道封闭', ['structure:解放路隧道']],
    ['云山县第三中学学生被打，云山三中回应', ['school:云山三中']],
    ['恒丰食品厂厂房起火', ['company:恒丰食品厂']],
    ['港湾大桥上出车祸', ['structure:港湾大桥']],
    ['大家往学校转移', []],
    ['健身房关门跑路', []],
    // Nothing named: the place of the analysis has to say where.
    ['某幼儿园老师扎孩子', []],
    ['我们学校食堂', []],
    ['农村公路、马路、道路', []],
    ['江滩街道路灯坏了', []],
    ['街道老旧小区加装电梯', []],
    ['物业公司和自来水公司互相推诿', []],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('finds the same name whatever stands before it', () => {
    const before = fc.constantFrom('', '我家住在', '举报', '昨天', '城东区', '网友称', '关于', '请问', '就在');
    fc.assert(
      fc.property(before, before, (one, other) => {
        const [a] = findObjects(`${one}东湖花园停水`, rules);
        const [b] = findObjects(`${other}东湖花园停水`, rules);
        expect(sameObject(a!, b!)).toBe(true);
        expect(objectKeys(a!).some((key) => objectKeys(b!).includes(key))).toBe(true);
      }),
    );
  });

  it('tells two names from one name in two writings', () => {
    const object = (name: string) => ({ kind: 'school', name });
    expect(sameObject(object('江城第一中学'), object('第一中学'))).toBe(true);
    expect(sameObject(object('江城第一中学'), object('第三中学'))).toBe(false);
    expect(sameObject(object('城东第一中学'), object('城西第一中学'))).toBe(false);
    expect(sameObject(object('第一中学'), { kind: 'hospital', name: '第一中学' })).toBe(false);
  });
});
