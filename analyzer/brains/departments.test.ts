import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Analysis } from '../messages.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const segmenter = loadSegmenter(shippedConfigFolder());
const analyze = (text: string, title = ''): Analysis => analyzeBatch([{ title, text }], books, segmenter)[0]!;
const units = (found: Analysis, role: string): string[] =>
  found.departments.filter((unit) => unit.role === role).map((unit) => unit.id);
const lead = (found: Analysis) => found.departments.find((unit) => unit.role === 'lead')!;

describe('who should answer, by rule', () => {
  it('says the topic of a bureau in its Chinese title', () => {
    expect(lead(analyze('敬老院伙食费乱涨')).reason).toMatch(/主题主管单位（[\u4e00-\u9fff]+）/);
  });

  it.each<[string, string, string, string]>([
    ['W-02 a district’s own bureau', '城东区和平路小学强制补课收费', 'chengdong_education', 'W-02 属地管理'],
    ['W-02 the city bureau where the district has none', '滨江区小学强制补课收费', 'education', 'W-02'],
    ['W-02 the bureau of the topic', '敬老院伙食费乱涨', 'civil_affairs', 'W-02'],
    ['W-03 a vertical organ', '税务窗口开发票要排队多久', 'tax', 'W-03'],
    ['W-03 power', '小区停电三天没人管', 'power_company', 'W-03'],
    ['W-04 two districts: the city bureau', '城东区、城西区多所小学强制补课收费', 'education', 'W-04'],
    ['W-05 several departments', '食堂午餐后学生呕吐腹泻，疑似食物中毒', 'market', 'W-05'],
    ['W-06 grave: the government', '滨江区一厂房发生火灾，造成35人遇难', 'city_gov', 'W-06'],
    ['nobody’s matter', '邻居争过道怎么调解', 'gov_office', 'W-02'],
    ['elsewhere', '合肥市小区停水三天，居民投诉', 'gov_office', '不在本级辖区'],
  ])('%s', (_, text, unit, rule) => {
    const found = lead(analyze(text));
    expect(found.id).toBe(unit);
    expect(found.reason).toContain(rule);
  });

  it.each<[string, string, string[], string[]]>([
    ['the district helps', '滨江区小学强制补课收费', ['binjiang'], []],
    ['district and street help', '城西区新华街道路灯不亮，井盖丢失', ['chengxi', 'xinhua_street'], []],
    [
      'the city bureau guides the district’s',
      '城东区小学强制补课，三百名家长多次投诉未解决',
      ['education', 'chengdong'],
      ['gov_office', 'press_office'],
    ],
    ['all districts named', '城东区、滨江区的河水都黑臭', ['water', 'chengdong', 'binjiang'], []],
    [
      'the upper department coordinates a vertical organ',
      '税务局发票开不出来，去开发票要排队多久',
      [],
      ['province_tax'],
    ],
  ])('%s', (_, text, co, coordinators) => {
    const found = analyze(text);
    expect(units(found, 'co')).toEqual(expect.arrayContaining(co));
    expect(units(found, 'coordinator')).toEqual(expect.arrayContaining(coordinators));
  });

  it.each<[string, string, string[]]>([
    ['wages of a building site', '三十多个工友在工地干了八个月，包工头欠了一百二十多万工资', ['housing']],
    ['wages a builder owes', '恒通建设拖欠42名工人工资共186.5万元', ['housing']],
    [
      'poison in the water, as a rumour',
      '听说江城自来水厂被投毒了，全市都别喝水，快转发',
      ['police', 'health', 'cyberspace'],
    ],
  ])('asks for help besides, whoever leads: %s', (_, text, expected) => {
    expect(units(analyze(text), 'co')).toEqual(expect.arrayContaining(expected));
  });

  it.each<[string, string, string]>([
    ['wages of a restaurant', '餐馆老板拖欠服务员工资两个月', 'housing'],
    ['no water, no poison', '自来水停了两天没人管，大家都在群里说', 'police'],
    ['a drill', '应急演练：模拟自来水厂被投毒', 'police'],
    ['a topic the model alone hears', '养老院老人摔断了腿，护工一直没发现，家属打了三天电话', 'hrss'],
    ['a topic the model alone hears: police', '养老院老人摔断了腿，护工一直没发现，家属打了三天电话', 'police'],
  ])('does not: %s', (_, text, unit) => {
    expect(units(analyze(text), 'co')).not.toContain(unit);
  });

  it('names the topic of a helper in Chinese', () => {
    const said = analyze('和平路下穿隧道又淹了，一辆网约车熄火被困，排水泵又没开').departments.map(
      ({ reason }) => reason,
    );
    expect(said.join()).not.toMatch(/（[a-z_]+）/);
  });

  it('has the press office organise the release of an emergency', () => {
    const press = analyze('城东区一厂房发生火灾，造成2人死亡').departments.find((unit) => unit.id === 'press_office');
    expect(press).toMatchObject({ role: 'coordinator', reason: 'W-07 突发事件由新闻办组织发布' });
  });

  it('takes a policy of the State Council in dispute up', () => {
    const found = analyze('国务院延迟退休政策太不公平，养老金怎么领');
    expect(lead(found)).toMatchObject({ id: 'province_gov', reason: expect.stringContaining('W-01') as string });
    expect(units(found, 'co')).toContain('hrss');
  });

  it('asks nobody about what is no matter of ours', () => {
    expect(analyze('某歌手演唱会官宣').departments).toEqual([]);
  });
});

describe('an accused unit never answers for itself', () => {
  it.each<[string, string, string, string]>([
    ['a city bureau: supervision', '市城管局不作为，占道经营没人管，反映多次都敷衍', 'supervision', 'urban_management'],
    ['by its short name', '城管推诿，占道经营没人管', 'supervision', 'urban_management'],
    ['by its window', '社保局窗口态度恶劣，办社保卡刁难人', 'supervision', 'hrss'],
    ['by its people', '教育局工作人员违规收费，招生乱收费', 'supervision', 'education'],
    ['by a former name', '工商局对假货不管不问，商家不退款', 'supervision', 'market'],
    ['a detachment: its bureau', '交警乱罚款，违停贴条不公', 'police', 'traffic_police'],
    ['a utility: the bureau above', '自来水公司乱收费，水费翻倍', 'water', 'water_company'],
    ['a district bureau: its district', '城东区教育局推诿，小学补课没人管', 'chengdong', 'chengdong_education'],
    ['corruption: discipline', '市教育局招生索贿，学校学位都卖钱', 'discipline', 'education'],
    ['a vertical organ: supervision or above', '税务局刁难企业，发票拒不办理', 'province_tax', 'tax'],
  ])('%s', (_, text, unit, barred) => {
    const found = analyze(text);
    expect(lead(found).id).toBe(unit);
    expect(lead(found).reason).toMatch(/回避.*信访工作条例第二十八条、第三十条/);
    expect(found.departments.map((one) => one.id)).not.toContain(barred);
    expect(found.needsPersonWhy?.join()).toContain('回避');
  });

  it('sends a blamed city bureau’s case up, not down to the district’s bureau', () => {
    const found = analyze('市教育局推诿，城东区小学补课没人管');
    expect(lead(found).id).toBe('supervision');
  });

  it.each(['公交公司推诿扯皮，公交车乱收费没人管', '地铁公司推诿，地铁站扶梯坏了半年'])(
    'lets the bureau answer for a company it oversees: %s',
    (text) => {
      const found = analyze(text);
      expect(lead(found).id).toBe('transport');
      expect(lead(found).reason).not.toContain('回避');
      expect(found.accused.map((unit) => unit.name)).not.toContain('市交通运输局');
      expect(found.accused).toHaveLength(1);
    },
  );

  it('lets the city bureau answer for a county bureau outside the tree', () => {
    const found = analyze('云山县教育局推诿，小学补课没人管');
    expect(found.accused).toEqual([{ id: null, name: '云山县教育局' }]);
    expect(lead(found).id).toBe('education');
  });

  it('has somebody supervise, who is a lead body', () => {
    const found = analyze('交警乱罚款，违停贴条不公');
    expect(units(found, 'supervisor')).toEqual(['supervision']);
  });
});

describe('how sure the lead is, and when a person decides', () => {
  it('is least sure of what falls to the fallback unit', () => {
    const [duty, fallback] = ['敬老院伙食费乱涨', '邻居争过道怎么调解'].map((text) => lead(analyze(text)).score);
    expect(duty!).toBeGreaterThan(fallback!);
    expect(fallback!).toBeLessThan(0.45);
  });

  it.each([
    ['nobody’s duty', '市民来电反映：邻居争过道，请处理', '承办单位把握不足'],
    ['elsewhere', '合肥市小区停水三天，居民投诉', '不在本级辖区'],
    ['a blamed unit', '城管推诿，占道经营没人管', '须回避'],
    ['grave', '城东区化工厂爆炸，三人死亡', '敏感等级 3 级'],
  ])('%s', (_, text, why) => {
    const found = analyze(text);
    expect(found.needsPerson).toBe(true);
    expect(found.needsPersonWhy!.join()).toContain(why);
  });

  it('gives no reason where no person is needed', () => {
    const found = analyze('城东区和平街道路灯不亮，人行道被水果摊占道经营');
    expect(found.needsPerson).toBe(false);
    expect(found).not.toHaveProperty('needsPersonWhy');
  });
});
