import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadAnalyzerBooks } from './books.ts';
import { readPost } from './post.ts';
import { readRules } from './read-rules.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const reasons = (text: string): string[] => {
  const input = { title: '', text };
  const { sensitivity } = readRules(readPost(input, books.lexicon), input, books);
  return [...new Set(sensitivity.found.map(({ reason }) => reason))];
};

describe('many who go to an office’s door, or say they will', () => {
  it.each([
    '拖欠42名工人工资共186.5万元，工人明早要去县政府门口',
    '我们三十多个工友干了八个月没拿到钱，明天去住建局门口讨说法',
    '楼盘烂尾两年，后天上午市政府门口见',
    '业主们到区政府讨要说法，物业费一年涨了三次',
    '农民工工资一分没发，下周一到人社局门口讨薪',
  ])('are a gathering: %s', (text) => {
    expect(reasons(text)).toContain('3d');
  });

  it.each([
    '我明天去住建局讨说法，电梯坏了没人修',
    '县政府协调后，农民工工资明天在县政府门口发放',
    '明天上午市政府门口有招聘会，欢迎工人报名',
    '明天市政府门口道路施工，请绕行',
    '经劝阻，业主们不去区政府上访了，物业已协调',
    '应急演练：模拟工人们明天到县政府门口讨薪',
  ])('are none: %s', (text) => {
    expect(reasons(text)).not.toContain('3d');
  });
});

describe('an official who takes money', () => {
  it.each([
    '举报市住房和城乡建设局工作人员收受物业公司好处费',
    '窗口人员私下收红包才给办证',
    '村民反映镇干部拿了施工队的回扣',
  ])('is blamed: %s', (text) => {
    expect(reasons(text)).toContain('2c');
  });

  it.each(['科长婉拒了商户的购物卡', '过年给孩子发红包，局里放假三天', '商户说窗口人员没有要过辛苦费，谢绝了'])(
    'is none: %s',
    (text) => {
      expect(reasons(text)).not.toContain('2c');
    },
  );
});
