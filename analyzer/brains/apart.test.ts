import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Analysis } from '../messages.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const segmenter = loadSegmenter(shippedConfigFolder());
const analyze = (text: string, publishedAt?: string): Analysis =>
  analyzeBatch([{ title: '', text, publishedAt }], books, segmenter)[0]!;
const NOW = '2026-05-12T10:00:00+08:00';

/** No level of an event, nobody dead, and no level 3, with and without a day of publication. */
function isOfNoHour(text: string): void {
  for (const day of [undefined, NOW]) {
    const { facts, eventLevel, sensitivity } = analyze(text, day);
    expect(facts.deaths?.low ?? 0).toBe(0);
    expect(eventLevel.low).toBeNull();
    expect(sensitivity.level).toBeLessThan(3);
  }
}

describe('history is no event of today', () => {
  it.each([
    '上世纪八十年代仓库爆炸死了20人，如今那里建了学校',
    '1987年那场洪水，300人遇难',
    '一九六三年山洪，全村死了50人',
    '2003年那场矿难死了12人，今天是周年',
    '四十年前那次火灾，烧死了11人',
    '我爷爷那会儿发大水，淹死了60人',
    '国家公祭日，悼念遇难的30万人',
    '90年代化肥厂爆炸，炸死了13人',
    '1958年水库决堤，死亡100人，遗址还在',
    '十多年前的矿难死了31人，井口早就封了',
    '抗战时这座桥被炸，死了40人',
    '2010年那次泥石流，遇难者有80人',
  ])('%s', isOfNoHour);
});

describe('what is told, drawn or played is no event', () => {
  it.each([
    '小说里那座楼塌了，压死12人',
    '新剧《云山往事》里矿井爆炸，死了30人',
    '评书里好汉打死五个人',
    '纪录片讲沉船，遇难150人',
    '梦见桥塌了，死了10个人',
    '历史课讲古城被屠，20万人遇难',
    '电影《火线》里化工厂爆炸，炸死12人',
    '段子：吃火锅辣死3个人',
    '短剧第3集，男主的厂房爆炸死了10人',
    '这部电影拍得真好，大楼坍塌死了30人那段看哭了',
    '漫画里怪兽打死了50个人',
    '读后感：草船借箭那一仗死了三千人',
  ])('%s', isOfNoHour);
});

describe('statistics, advice, rumours taken back and sayings are not grave', () => {
  it.each([
    '一季度全市道路交通事故死亡41人，同比下降6%',
    '年均死亡30人，低于全国水平',
    '谣言！所谓“商场爆炸死8人”不实',
    '网传大桥坍塌死了20人，警方辟谣：系谣言',
    '这个价格我要跳楼了',
    '累死3个人，方案还没写完',
    '无人死亡，1人轻伤',
    '零人死亡，损失不大',
    '食物中毒急救知识科普来了',
    '去年全市溺水死亡19人，同比减少3人',
    '笑死我们寝室四个人',
  ])('%s', isOfNoHour);
});

describe('what happened stays grave beside such words', () => {
  it.each<[string, number]>([
    ['1998年建的居民楼坍塌，3人死亡', 3],
    ['上世纪九十年代建成的厂房爆炸，4人死亡', 4],
    ['二十年前修的桥昨天塌了，3人死亡', 3],
    ['2008年那场地震后盖的学校，昨晚起火，2人死亡', 2],
    ['电影院起火，造成3人死亡', 3],
    ['城东区电影中心昨晚爆炸，2人遇难', 2],
    ['根据《劳动法》第30条，工地死了2人要求赔偿', 2],
    ['照片中有5人死亡', 5],
    ['抗战纪念馆今早起火，1人死亡', 1],
    ['动漫城失火，已致6人死亡', 6],
    ['上世纪八十年代的老小区燃气爆炸，5人遇难', 5],
    ['昨天滨江区仓库爆炸，3人死亡。1987年那场爆炸死了20人', 3],
  ])('%s', (text, deaths) => {
    const { facts, sensitivity } = analyze(text, NOW);
    expect(facts.deaths?.low).toBe(deaths);
    expect(sensitivity.level).toBe(3);
  });
});

describe('told death or grave harm is worth attention', () => {
  it.each([
    '重伤3人、轻伤4人',
    '俩人死了',
    '送去抢救，人没了',
    '仨人重伤',
    '2人不治身亡',
    '死了俩，伤了仨',
    '1人重伤',
    '等救护车等了一小时，人就没了',
  ])('%s', (text) => {
    const { sensitivity, topic } = analyze(text);
    expect(sensitivity.level).toBeGreaterThanOrEqual(2);
    expect(topic.primary).not.toBe('none');
  });
  it('but not abroad, where it is nobody’s matter here', () => {
    expect(analyze('日本一列车脱轨，2人死亡').eventLevel.low).toBeNull();
  });
});
