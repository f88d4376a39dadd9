import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { analyzed, demoPosts, tellGroups } from '../../tests/harness/grouping-quality.ts';
import { loadEventBooks } from './books.ts';
import { cleanHeadline, fitHeadline, MAX_TITLE } from './headline.ts';
import { invent, type Invented } from './invent.ts';
import { memberOf, type Member } from './member.ts';
import { paint } from './picture.ts';

const folder = shippedConfigFolder();
const books = loadEventBooks(folder);
const SHAHE = ['江南省', '江城市', '云山县', '沙河镇'];
const grave = { sensitivity: { level: 3, confidence: 1 }, eventKind: 'work_safety' };
const start = Date.parse('2026-11-20T08:00:00+08:00');

const title = (...posts: Omit<Invented, 'at'>[]): string => {
  const members = posts.map((post, minute) => {
    const at = new Date(start + minute * 60_000);
    return memberOf(invent({ place: SHAHE, ...post, at }), at, books.grouping);
  });
  return paint(members, start + 3_600_000, books).picture.title;
};

describe('a headline without its lead-ins', () => {
  it.each([
    ['江城晚报讯：恒通化工厂发生爆炸', '恒通化工厂发生爆炸'],
    ['求助！我家小区停水三天', '我家小区停水三天'],
    ['转：听说沙河镇爆炸了', '沙河镇爆炸了'],
    ['关于和平路小学学生餐后不适的情况通报', '和平路小学学生餐后不适'],
    ['城东区通报和平路小学学生餐后不适情况', '城东区和平路小学学生餐后不适'],
    ['【快讯】云山县一化工厂爆炸！！', '云山县一化工厂爆炸'],
    ['再次反映和平里小区停水', '和平里小区停水'],
    ['城西区自来水水质正常', '城西区自来水水质正常'],
  ])('%s → %s', (given, expected) => {
    expect(cleanHeadline(given)).toBe(expected);
  });

  it('ends at a mark or between words, at most thirty characters', () => {
    const long = '滨江区江滩街道老旧小区加装电梯补贴办法迟迟没有出台，老人上下楼不便，住户多次反映没有答复';
    expect(fitHeadline(long)).toBe('滨江区江滩街道老旧小区加装电梯补贴办法迟迟没有出台');
    const unbroken = '江城市人民政府办公室关于进一步规范城市住宅小区物业服务收费管理工作的若干意见';
    expect(fitHeadline(unbroken).length).toBeLessThanOrEqual(MAX_TITLE);
    expect(unbroken.startsWith(fitHeadline(unbroken))).toBe(true);
  });
});

describe('the title of an event', () => {
  const netizen = { text: '一声巨响！沙河镇恒通化工厂爆炸了，浓烟特别大，求扩散', analysis: grave };

  it('is 网传 with place, object and what happened while only netizens tell it', () => {
    expect(title(netizen)).toBe('网传云山县沙河镇恒通化工厂爆炸');
  });

  it('is told plainly once an office or the media say so', () => {
    const news = {
      sourceType: 'news' as const,
      text: '江城晚报讯：恒通化工厂今日发生爆炸，救援正在进行',
      analysis: grave,
    };
    expect(title(netizen, news)).toBe('云山县沙河镇恒通化工厂爆炸');
  });

  it('is 据反映 where it was only told to an officer, by telephone, and lists who told', () => {
    const at = new Date(start);
    const text = '云山县沙河镇恒通化工厂爆炸，浓烟很大';
    const posted = memberOf(invent({ place: SHAHE, at, text, analysis: grave }), at, books.grouping);
    const by = { id: 'u', name: '值班员', unitId: 'gov_office' };
    const told = { toldVia: 'phone' as const, toldBy: '沙河镇值班室', toldAt: '2026-11-20T08:00:00+08:00' };
    const called = {
      ...posted,
      id: '01900000-0000-7000-8000-000000000001',
      registration: { by, ...told, note: null, attachments: [] },
    };
    const picture = (...members: Member[]) => paint(members, start + 3_600_000, books).picture;
    expect(picture(called)).toMatchObject({
      title: '据反映云山县沙河镇恒通化工厂爆炸',
      registrations: [{ mentionId: called.id, ...told }],
    });
    const other = memberOf(
      invent({ place: SHAHE, at, text: '恒通化工厂爆炸了，窗户都震了', analysis: grave }),
      at,
      books.grouping,
    );
    expect(picture(called, other).title).toBe('网传云山县沙河镇恒通化工厂爆炸');
    expect(picture(posted).registrations).toBeUndefined();
  });

  it('lists the last twenty who told, and the earliest, however many came after it', () => {
    const members = Array.from({ length: 25 }, (_, n): Member => {
      const at = new Date(start + n * 60_000);
      const text = '云山县沙河镇恒通化工厂爆炸，浓烟很大';
      const hour = n === 2 ? '07' : '08';
      const registration = {
        ...{
          by: { id: 'u', name: '值班员', unitId: 'gov_office' },
          toldVia: 'phone' as const,
          note: null,
          attachments: [],
        },
        ...{ toldBy: `第${n}个值班室`, toldAt: `2026-11-20T${hour}:${String(n).padStart(2, '0')}:00+08:00` },
      };
      return { ...memberOf(invent({ place: SHAHE, at, text, analysis: grave }), at, books.grouping), registration };
    });
    const { registrations = [] } = paint(members, start + 3_600_000, books).picture;
    expect(registrations).toHaveLength(21);
    expect(registrations[0]!.toldBy).toBe('第2个值班室');
  });

  it('stays 网传 when the office denies it', () => {
    const denial = { sourceType: 'gov' as const, text: '网传恒通化工厂爆炸不实，系设备检修放空', analysis: grave };
    expect(title(netizen, denial)).toBe('网传云山县沙河镇恒通化工厂爆炸');
  });

  it('is the newest official headline that names object and trouble, before the media', () => {
    const news = {
      sourceType: 'news' as const,
      title: '恒通化工厂爆炸致3人死亡',
      text: '恒通化工厂爆炸',
      analysis: grave,
    };
    const gov = {
      sourceType: 'gov' as const,
      title: '关于恒通化工厂爆炸事故的通报',
      text: '恒通化工厂爆炸事故通报',
      analysis: grave,
    };
    const vague = {
      sourceType: 'gov' as const,
      title: '安全生产工作会议召开',
      text: '恒通化工厂爆炸后召开会议',
      analysis: grave,
    };
    expect(title(netizen, news)).toBe('云山县沙河镇恒通化工厂爆炸致3人死亡');
    expect(title(netizen, gov, news, vague)).toBe('云山县沙河镇恒通化工厂爆炸事故');
  });

  it('is what the officer wrote who registered it, before the media and until an office says more', () => {
    const by = { id: 'duty', name: '值班员', unitId: null };
    const told = { toldVia: 'unit' as const, toldBy: '学校', toldAt: '2026-11-20T08:00:00+08:00', note: null };
    const registered = {
      sourceType: 'manual' as const,
      title: '沙河镇某小学学生午餐后多人呕吐',
      text: '午餐后约二十名学生身体不适，已就医',
      mention: { registration: { by, ...told, attachments: [] } },
      analysis: grave,
    };
    const news = { sourceType: 'news' as const, title: '恒通化工厂爆炸致3人死亡', text: '恒通化工厂爆炸' };
    expect(title(registered, { ...news, analysis: grave })).toBe('沙河镇某小学学生午餐后多人呕吐');
  });

  it('does not change with another post of the same matter', () => {
    const more = ['恒通化工厂爆炸太可怕了，愿平安', '沙河镇恒通化工厂爆炸，附近都在往外跑', '恒通化工厂爆炸后河水变色'];
    const titles = more.map((_, count) =>
      title(netizen, ...more.slice(0, count + 1).map((text) => ({ text, analysis: grave }))),
    );
    expect(new Set([title(netizen), ...titles]).size).toBe(1);
  });

  it('names the district while only one of several posts names a street', () => {
    const alarm = { analysis: { sensitivity: { level: 3, confidence: 1 } } };
    const district = ['江南省', '江城市', '城西区'];
    const posts = ['城西区自来水被投毒了，快转', '城西区有人给自来水投毒', '新华街道自来水投毒，超市抢空了'];
    const told = posts.map((text, at) => ({ ...alarm, text, place: at === 2 ? [...district, '新华街道'] : district }));
    expect(title(...told)).toBe('网传城西区自来水投毒');
  });

  it('does not let a school collapse when the road before it gave way', () => {
    const posts = ['云山县三中门口的路面塌陷了，好大一个坑', '三中门口路面塌陷，大家绕行', '路过三中门口，看到塌陷'];
    expect(title(...posts.map((text) => ({ text })))).toMatch(/三中门口路面(塌陷|坍塌)$/);
    expect(title({ text: '云山县三中教学楼塌陷，师生已撤离' })).not.toContain('门口');
  });

  it('does not say 自来水 before 停水', () => {
    expect(title({ text: '全镇停水，自来水公司说在抢修' })).toBe('云山县沙河镇停水');
  });

  it('is no rumour for an everyday complaint', () => {
    expect(title({ text: '楼下烧烤摊油烟太大，窗户都不敢开' })).toBe('云山县沙河镇油烟扰民');
  });
});

describe('the events of the demonstration', () => {
  const sceneOf = new Map(demoPosts(folder).map((post) => [post.id, post.scene]));
  const titles = new Map(
    tellGroups(analyzed(demoPosts(folder), folder), books)
      .filter((group) => group.event)
      .map((group) => [
        sceneOf.get(group.posts[0]!),
        paint(group.members, group.members.at(-1)!.publishedAt, books).picture.title,
      ]),
  );

  it.each([
    ['explosion', '云山县沙河镇恒通化工厂爆炸'],
    ['canteen', '城东区和平路小学学生餐后不适'],
    ['bus', '网传滨江区港湾大桥大巴坠江'],
    ['outage', '城东区和平里小区停水'],
    ['wages', '滨江区锦绣家园拖欠工资'],
    ['underpass', '滨江区解放路下穿隧道积水 被困乘客已转移'],
    ['rumour', '城西区自来水水质正常'],
    ['deeds', '城西区新华苑小区办证难'],
  ])('%s is called %s', (scene, expected) => {
    expect(titles.get(scene)).toBe(expected);
  });

  it('are never longer than thirty characters nor cut with dots', () => {
    for (const one of titles.values()) expect(one).toMatch(/^[^…]{4,32}$/u);
  });
});

describe('a title that joins only what a text joins', () => {
  const blamed = (name: string) => ({ sensitivity: { level: 2, confidence: 1 }, accused: [{ id: null, name }] });

  it.each<[string, string, string]>([
    [
      '云山县石桥镇幸福苑小区居民举报市住房和城乡建设局工作人员收受物业公司好处费，对电梯故障投诉压着不办',
      '市住房和城乡建设局',
      '反映市住房和城乡建设局工作人员收受物业公司好处费',
    ],
    [
      '家长去恒通化工厂旁的学校反映，市教育局窗口推诿扯皮，说去年食堂爆炸的事早就过了',
      '市教育局',
      '反映市教育局窗口推诿扯皮',
    ],
  ])('blames whom the text blames: %s', (text, name, expected) => {
    expect(title({ text, analysis: blamed(name) })).toBe(expected);
  });

  it('still joins what a text that blames says in one clause', () => {
    const text = '沙河镇恒通化工厂爆炸，店主说消防车半小时才到';
    expect(title({ text, analysis: { ...grave, accused: [{ id: 'fire', name: '市消防救援支队' }] } })).toBe(
      '网传云山县沙河镇恒通化工厂爆炸',
    );
  });
});
