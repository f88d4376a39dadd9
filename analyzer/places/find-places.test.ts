import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { placesSchema } from '../../config/schema/places.ts';
import { findPlaces, jurisdictionOf } from './find-places.ts';
import { loadGazetteer } from './gazetteer.ts';

const folder = shippedConfigFolder();
const gazetteer = loadGazetteer(folder, loadRulebook(folder, 'places', placesSchema));
const paths = (text: string, region: string | null = null) =>
  findPlaces(text, gazetteer, region).map((place) => place.path.join('/') + (place.background ? ' (背景)' : ''));

describe('places', () => {
  it.each([
    ['江城市城东区和平街道路灯不亮', ['江南省/江城市/城东区/和平街道']],
    ['东湖花园小区停水', ['江南省/江城市/城东区/东湖街道/东湖花园社区']],
    ['云山县沙河镇道路塌陷，城西区也有积水', ['江南省/江城市/云山县/沙河镇', '江南省/江城市/城西区']],
    ['一辆货车在安徽省合肥市侧翻', ['安徽省/合肥市']],
    ['广西柳州市鹿寨县寨沙镇发生车祸', ['广西壮族自治区/柳州市/鹿寨县/寨沙镇']],
    ['四川攀枝花发生地震', ['四川省/攀枝花市']],
  ])('%s', (text, expected) => {
    expect(paths(text)).toEqual(expected);
  });

  it.each([
    ['一个名字许多地方都有', '鼓楼区一小区停电'],
    ['短名后面是路名', '城东路口信号灯坏了，长沙路堵车'],
    ['短名嵌在厂名里', '恒通化工厂夜里冒烟'],
    ['没有地名', '楼下烧烤太吵'],
    ['短名在公司名里', '恒南通化工有限公司排污'],
    ['短名在常用词里', '三明治店卫生差，平安装修队偷工减料'],
    ['短名在句首而无佐证', '通化工人讨薪'],
  ])('leaves out, not guessed: %s', (_, text) => {
    expect(paths(text)).toEqual([]);
  });

  it('lets a place above, or the province the source gave, decide a shared name', () => {
    expect(paths('福州市鼓楼区一小区停电')).toEqual(['福建省/福州市/鼓楼区']);
    expect(paths('鼓楼区一小区停电', '福建')).toEqual(['福建省/福州市/鼓楼区']);
  });

  it.each([
    ['我在通化打工被拖欠工资', '吉林省/通化市'],
    ['吉林通化一化工厂爆炸', '吉林省/通化市'],
    ['长沙市民称地铁故障', '湖南省/长沙市'],
    ['合肥暴雨多路段积水', '安徽省/合肥市'],
    ['南京警方通报一起案件', '江苏省/南京市'],
  ])('takes a short name of elsewhere with a word that speaks of a place: %s', (text, expected) => {
    expect(paths(text)).toEqual([expected]);
  });

  it.each([
    ['江城一中食堂饭菜变质', '江南省/江城市'],
    ['江城市第一医院挂号难', '江南省/江城市'],
    ['江城妇幼保健院乱收费', '江南省/江城市'],
    ['江城实验外国语学校补课', '江南省/江城市'],
    ['江城工业大学宿舍停水', '江南省/江城市'],
    ['城西三小门口天天堵车', '江南省/江城市/城西区'],
    ['江城站候车厅没有空调', '江南省/江城市'],
    ['沪渝高速江城段发生追尾', '江南省/江城市'],
    ['长江江城段出现油污', '江南省/江城市'],
    ['国道江城境内路面塌陷', '江南省/江城市'],
    ['合肥一中强制补课', '安徽省/合肥市'],
    ['京港澳高速信阳段大雾封闭', '河南省/信阳市'],
  ])('takes a short name for the place of its school, hospital, station or stretch of road: %s', (text, expected) => {
    expect(paths(text)).toEqual([expected]);
  });

  it.each([
    ['a person', '王江城同学拾金不昧'],
    ['a doctor', '李江城在医院态度恶劣'],
    ['a brand', '江城牌电动车刹车失灵'],
    ['a beer', '江城啤酒喝出异物'],
    ['a road', '江城路一带路灯不亮'],
    ['a road to a school', '城西学院路积水'],
    ['a prize', '江城一中奖彩民现身'],
    ['a rank in a game', '江城段位赛开打'],
    ['a hospital that many towns have', '中山医院挂号难'],
  ])('leaves %s: %s', (_, text) => {
    expect(paths(text)).toEqual([]);
  });

  it('keeps a university in the background where another place is told', () => {
    expect(paths('合肥大学一教授称，城东区的路灯太暗')).toEqual(['安徽省/合肥市 (背景)', '江南省/江城市/城东区']);
    expect(paths('合肥大学宿舍停水')).toEqual(['安徽省/合肥市']);
  });

  it('a factory is not the city its name holds, also beside real places', () => {
    expect(paths('云山县沙河镇恒通化工厂爆炸，通报称恒通化工厂明火已扑灭')).toEqual(['江南省/江城市/云山县/沙河镇']);
  });

  it('marks what is only mentioned in passing', () => {
    expect(paths('一辆来自河南省信阳市的客车在城东区和平街道侧翻')).toEqual([
      '河南省/信阳市 (背景)',
      '江南省/江城市/城东区/和平街道',
    ]);
  });

  it.each([
    ['a comparison', '不像隔壁合肥市，城东区的路灯没人修', ['安徽省/合肥市 (背景)', '江南省/江城市/城东区']],
    ['somebody’s home', '我是河南省人，楼下烧烤太吵', ['河南省 (背景)']],
    ['somebody’s home, spelt out', '籍贯四川省的工人在滨江区被拖欠工资', ['四川省 (背景)', '江南省/江城市/滨江区']],
    [
      'the start of a journey',
      '从合肥市到城东区的大巴在滨江区侧翻',
      ['安徽省/合肥市 (背景)', '江南省/江城市/城东区 (背景)', '江南省/江城市/滨江区'],
    ],
    ['where a coach went', '开往合肥市的客车在云山县侧翻', ['安徽省/合肥市 (背景)', '江南省/江城市/云山县']],
    [
      'a dateline of elsewhere',
      '新华社合肥10月8日电 记者获悉，江城市城东区一厂房起火',
      ['安徽省/合肥市 (背景)', '江南省/江城市/城东区'],
    ],
    [
      'the name of a newspaper',
      '《合肥晚报》报道，云山县沙河镇道路塌陷',
      ['安徽省/合肥市 (背景)', '江南省/江城市/云山县/沙河镇'],
    ],
    ['a model elsewhere', '合肥市的经验值得学习，城西区何时跟上', ['安徽省/合肥市 (背景)', '江南省/江城市/城西区']],
    ['only the way is told: then it is the place', '开往合肥市的客车侧翻', ['安徽省/合肥市']],
  ])('keeps %s in the background', (_, text, expected) => {
    expect(paths(text)).toEqual(expected);
  });
});

describe('one name in two districts of the customer', () => {
  const own = loadRulebook(folder, 'places', placesSchema);
  const community = (code: string, parent: string) => ({
    code,
    name: '幸福里社区',
    aliases: ['幸福里'],
    parent,
    level: 'community' as const,
  });
  const twice = loadGazetteer(folder, {
    places: [...own.places, community('990102001009', '990102001'), community('990103001009', '990103001')],
  });
  const found = (text: string) =>
    findPlaces(text, twice, null).map((place) => [place.path.slice(2).join('/'), place.certainty]);

  it.each<[string, string, [string, number][]]>([
    ['told apart by the district', '城西区幸福里社区停水', [['城西区/新华街道/幸福里社区', 1]]],
    ['told apart by the street', '和平街道幸福里停水三天', [['城东区/和平街道/幸福里社区', 1]]],
    ['told apart further on', '幸福里社区停水三天，城东区没人管', [['城东区/和平街道/幸福里社区', 1]]],
    [
      'both, less certain',
      '幸福里社区停水三天',
      [
        ['城东区/和平街道/幸福里社区', 0.5],
        ['城西区/新华街道/幸福里社区', 0.5],
      ],
    ],
    [
      'the city tells nothing',
      '江城市幸福里社区停水',
      [
        ['城东区/和平街道/幸福里社区', 0.5],
        ['城西区/新华街道/幸福里社区', 0.5],
      ],
    ],
  ])('is %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('the jurisdiction of a place', () => {
  it.each([
    ['和平里社区停水', '990102'],
    ['云山县沙河镇道路塌陷', '990121'],
    ['江城市全市停水', '990100'],
    ['合肥市停水', null],
  ])('%s: %s', (text, code) => {
    expect(jurisdictionOf(findPlaces(text, gazetteer, null)[0]!)).toBe(code);
  });
});
