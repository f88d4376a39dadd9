import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadRuleBooks } from './books.ts';
import { readKind } from './event-kind.ts';
import { readPost } from './post.ts';

const books = loadRuleBooks(shippedConfigFolder());
const kind = (text: string) => readKind(readPost({ title: '', text }, books.lexicon), books).kind;

describe('the kind of an emergency', () => {
  it.each([
    ['云山县沙河镇一民房起火', 'fire'],
    ['两车相撞，一人受伤', 'road'],
    ['化工厂爆炸', 'work_safety'],
    ['城东区一处违建昨晚突然倒塌，两人被埋', 'work_safety'],
    ['自建房整体坍塌，警方通报2人死亡', 'work_safety'],
    ['小学围墙垮塌砸伤两名学生', 'work_safety'],
    ['台风登陆，多处民房倒塌', 'weather'],
    ['火灾烧得厂房屋顶坍塌，消防正在扑火', 'fire'],
    ['食堂午餐后多名学生呕吐腹泻', 'food'],
    ['云山县发生4.2级地震，震感明显', 'earthquake'],
    ['山体滑坡，多人被埋', 'geology'],
    ['台风登陆，航班停航', 'weather'],
    ['几十名工人围堵项目部', 'mass_incident'],
    ['河水超警戒，村庄被洪水围困', 'flood'],
    ['江城大道下穿通道积水两米，多辆车被淹', 'flood'],
    ['铁路桥涵洞积水，公交车熄火，乘客被困', 'flood'],
    ['暴雨致地下车库进水，几十辆车泡在水里', 'flood'],
    ['地铁口雨水倒灌，多人滞留', 'flood'],
    ['货车与列车相撞，列车脱轨', 'railway'],
  ])('%s: %s', (text, expected) => {
    expect(kind(text)).toBe(expected);
  });

  it.each([
    ['a figure of speech', '某公司人事大地震，三名高管离职'],
    ['a figure of speech in sport', '主队后院起火，主帅下课'],
    ['words that only meet', '失利激起火箭队斗志'],
    ['clashing dates', '两部新片档期撞车'],
    ['the stock market', '大盘自杀式杀跌'],
    ['a games company', '暴雪公司公布电竞赛事，将影响玩家'],
    ['conflicting interests', '两名董事利益冲突'],
    ['a fear', '老房子成了危房，担心哪天倒塌'],
    ['a danger that is not yet', '围墙开裂，随时可能倒塌'],
    ['a house that fell years ago', '我家老屋倒塌多年，为何不能申请危房改造'],
    ['a tree', '一棵榕树今天倒塌，压在小区围墙上'],
    ['the fall of an idol', '某歌手塌房，粉丝心态崩了'],
    ['a drill', '今日举行消防演练，模拟起火'],
    ['sewage', '一楼下水道倒灌，地下室被淹'],
    ['a puddle', '小区门口一下雨就积水，走路要绕道'],
    ['a wish', '建议在下穿通道装积水警示灯，以免车辆被淹'],
    ['a flood long past', '去年地下通道积水被淹后一直没有装水泵'],
    ['long ago', '十年前的火灾让他记忆犹新'],
    ['a question to a doctor', '孩子肚子疼去医院看哪个科'],
  ])('is none: %s', (_, text) => {
    expect(kind(text)).toBeNull();
  });
});
