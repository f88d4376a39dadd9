import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { analysisSchema, type Analysis } from '../messages.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const segmenter = loadSegmenter(shippedConfigFolder());
const analyze = (text: string, title = ''): Analysis => analyzeBatch([{ title, text }], books, segmenter)[0]!;

describe('topic, with the tie-breaks of the guide', () => {
  it.each([
    ['厂里压了我三个月工资不发', 'employment_social_security'],
    ['学校强制周末补课收费', 'education'],
    ['双独家庭奖扶金去哪里领，医院拒收医保病人', 'healthcare'],
    ['交房两年办不了房产证', 'housing'],
    ['楼道堆满电瓶车有火患，消防通道被堵', 'work_safety'],
    ['楼下烧烤油烟熏得不敢开窗', 'environment'],
    ['广场舞噪音太大，扰民', 'environment'],
    ['外卖吃出蟑螂，后厨不卫生', 'food_drug_safety'],
    ['敬老院伙食费乱涨', 'elderly_care'],
    ['3路公交等了一小时不来', 'transport'],
    ['钱包落在出租车上请帮找', 'transport'],
    ['人行道被水果摊占道经营占满', 'urban_management'],
    ['小区停水两天没人管', 'utilities'],
    ['健身房关门不退卡', 'consumer_market'],
    ['驾校不给退款，拖了半年', 'consumer_market'],
    ['棋牌室聚众赌博到天亮', 'public_security'],
    ['征地款三年没发到户', 'land_rural'],
    ['体育馆何时向市民开放', 'culture_sports_tourism'],
    ['居住证办理要等多久', 'government_service'],
    ['邻居争过道怎么调解', 'other_civic'],
    ['某歌手演唱会官宣', 'none'],
    ['楼顶基站辐射让人担心', 'environment'],
    ['小区棚改安置房何时交付，棚户区居民等了三年', 'housing'],
    ['两辆货车追尾，一人死亡', 'work_safety'],
    ['两车追尾，车头撞坏，等交警来定责', 'transport'],
  ])('%s → %s', (text, topic) => {
    expect(analyze(text).topic.primary).toBe(topic);
  });
});

describe('appeal', () => {
  it.each([
    ['工地半夜施工吵得睡不着', 'complaint'],
    ['老公被拖欠工资请帮忙', 'help'],
    ['市民来电反映：一辆轿车堵路，请通知车主挪车', 'help'],
    ['市民来电咨询：落户需要哪些材料', 'consultation'],
    ['建议学校门口增设红绿灯', 'suggestion'],
    ['举报某网吧接纳未成年人', 'report'],
    ['司机拾金不昧请表扬', 'praise'],
    ['本报讯 记者获悉，昨晚某厂起火无人伤亡', 'news'],
    ['转发：大家小心，今晚别出门', 'other'],
    ['市民来电反映：收费这样合理吗？请处理', 'complaint'],
  ])('%s → %s', (text, appeal) => {
    expect(analyze(text).appeal).toBe(appeal);
  });
});

describe('sensitivity', () => {
  it.each([
    [0, '某河整治成效明显，变美了'],
    [0, '感谢民警找回走失老人，特来表扬'],
    [0, '今日开展地震应急演练，模拟3人死亡'],
    [0, '外国议会选举结果公布，美国总统讲话'],
    [1, '隔壁装修太吵，影响休息，请处理'],
    [1, '市民来电咨询：办暂住证要带什么'],
    [2, '全小区两百户停水三天'],
    [2, '投诉五次城管都不来，多次投诉，一直未解决'],
    [2, '楼下燃气管漏气，没人来看'],
    [2, '所长索要红包，派出所不立案'],
    [3, '幼儿园老师用针扎孩子，孩子被虐待'],
    [3, '几十名工人围堵项目部讨薪'],
    [3, '化工厂爆炸，三人死亡'],
    [3, '食堂午餐后多名学生呕吐送医'],
    [3, '再不解决我们业主就去跳楼'],
  ] as const)('%i: %s', (level, text) => {
    expect(analyze(text).sensitivity.level).toBe(level);
  });

  it('shows where a level comes from', () => {
    const text = '城东区化工厂爆炸，造成3人死亡';
    const sign = analyze(text).evidence.find((one) => one.for === 'sensitivity:3a')!;
    expect(text.slice(sign.start, sign.end)).toBe('3人死亡');
  });
});

describe('event, level and focus', () => {
  it('suggests a level from the lower bound and shows the upper one', () => {
    const found = analyze('城东区一厂房发生火灾，造成近30人遇难');
    expect(found).toMatchObject({ eventKind: 'fire', eventLevel: { low: 'II', high: 'I', status: 'suggested' } });
  });

  it.each([
    ['杭州湾高速两车相撞，造成4人死亡', 'road', 'III'],
    ['某工厂食堂107名员工食物中毒', 'food', 'III'],
    ['恐怖袭击造成20人死亡', 'terror_crime', null],
    ['两车相撞，5人受伤', 'road', null],
    ['家里水管坏了', null, null],
  ])('%s: %s %s', (text, kind, level) => {
    expect(analyze(text)).toMatchObject({ eventKind: kind, eventLevel: { low: level } });
  });

  it.each([
    ['刚刚城东区隧道塌方事故，记者现场报道，被困人员正在救援', 'emergency'],
    ['局里互相推诿，多次投诉都不作为', 'credibility'],
    ['三百多户业主办不了房产证，收费还涨', 'own_interest'],
    ['速转！听说今晚全城停水', 'false_info'],
    ['有人持刀抢劫路人', 'social_order'],
  ])('%s has focus %s', (text, focus) => {
    expect(analyze(text).focus).toContain(focus);
  });
});

describe('departments', () => {
  const lead = (text: string) => analyze(text).departments.find((unit) => unit.role === 'lead')?.id;
  it.each([
    ['小区停水三天', 'water_company'],
    ['城东区和平路小学强制补课', 'chengdong_education'],
    ['滨江区小学强制补课', 'education'],
    ['车辆堵路，请通知车主挪车', 'traffic_police'],
    ['邻居争过道怎么调解', 'gov_office'],
    ['税务局窗口开发票要排队多久', 'tax'],
  ])('%s → %s', (text, unit) => {
    expect(lead(text)).toBe(unit);
  });

  it('never gives a complaint to the unit it accuses', () => {
    const found = analyze('市城管局不作为，占道经营没人管，反映多次都敷衍');
    expect(found.accused).toContainEqual({ id: 'urban_management', name: '市城市管理局' });
    expect(found.departments.map((unit) => unit.id)).not.toContain('urban_management');
    expect(found.departments[0]).toMatchObject({ id: 'supervision', role: 'lead' });
    expect(found.departments[0]!.reason).toContain('回避');
  });

  it('takes corruption to discipline', () => {
    expect(lead('市教育局招生索贿，学校学位都卖钱')).toBe('discipline');
  });

  it('names an accused body that is not in the tree, and a place is no body', () => {
    expect(analyze('沙河第三中学乱收费').accused).toEqual([{ id: null, name: '沙河第三中学' }]);
    expect(analyze('城东区和平里小区停水，几方推诿').accused).toEqual([]);
  });
});

describe('every result', () => {
  it('keeps official style and disguise apart from the words', () => {
    const plain = analyze('小区停水三天没人管');
    const disguised = analyze('小区停\u200b水🚱三天沒人管');
    expect(disguised.topic.primary).toBe(plain.topic.primary);
    expect(disguised.sensitivity.level).toBe(plain.sensitivity.level);
  });

  it('has short keywords without letters, digits or persons', () => {
    const { keywords } = analyze('市民来电反映：张建国称城东区和平街道垃圾清运不及时，电话138****0000，ABC公司');
    expect(keywords).toContain('垃圾清运');
    for (const word of keywords) expect(word).toMatch(/^[\u4e00-\u9fff]{2,8}$/u);
    expect(keywords).not.toContain('张建国');
  });

  it('holds the schema, and every span is non-empty and inside its field', () => {
    const piece = fc.constantFrom(
      '死亡3人',
      '小区停水',
      '城管',
      '不作为',
      '😡',
      '\u200b',
      '１２',
      '沙河鎮',
      '，',
      '。',
      '\n',
      'via@',
      '表扬',
      '\ud83d',
      '㎡',
      '殴打',
      '孩子',
    );
    const field = fc
      .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(field, field, (title, text) => {
        const found = analysisSchema.parse(analyze(text, title));
        for (const { field: name, start, end } of found.evidence) {
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual((name === 'title' ? title : text).length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
