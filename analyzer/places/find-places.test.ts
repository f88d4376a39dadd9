import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { placesSchema } from '../../config/schema/places.ts';
import { findPlaces } from './find-places.ts';
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

  it('a factory is not the city its name holds, also beside real places', () => {
    expect(paths('云山县沙河镇恒通化工厂爆炸，通报称恒通化工厂明火已扑灭')).toEqual(['江南省/江城市/云山县/沙河镇']);
  });

  it('marks what is only mentioned in passing', () => {
    expect(paths('一辆来自河南省信阳市的客车在城东区和平街道侧翻')).toEqual([
      '河南省/信阳市 (背景)',
      '江南省/江城市/城东区/和平街道',
    ]);
  });
});
