import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { APPEAL_KEYS } from '../../config/schema/appeals.ts';
import { TOPIC_KEYS } from '../../config/schema/topics.ts';
import { FIRST_APPEAL, FIRST_LEVEL, LABEL_NAMES } from '../model/label-names.ts';
import { readForTraining } from '../training/read-posts.ts';
import { loadAnalyzerBooks } from './books.ts';
import { join } from './join.ts';
import { readLabels } from './labels.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const header = { ...books.model!.header, scales: LABEL_NAMES.map(() => ({ slope: -1, offset: 0 })) };
const rulesOf = (text: string) => readForTraining(text, books).rules;
const anyMargins = fc
  .array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: LABEL_NAMES.length, maxLength: LABEL_NAMES.length })
  .map((values) => Float64Array.from(values));
const quiet = (): Float64Array => new Float64Array(LABEL_NAMES.length).fill(-6);

describe('rulebooks and model together', () => {
  it.each(['化工厂爆炸，三人死亡', '再不解决我们业主就去跳楼', '几十名工人围堵项目部讨薪'])(
    'keep grave what the rulebooks call grave, whatever the model says: %s',
    (text) => {
      const rules = rulesOf(text);
      fc.assert(
        fc.property(anyMargins, (margins) => {
          const { topic, sensitivity } = join(margins, rules, header);
          expect(sensitivity.level).toBe(3);
          expect(topic.primary).not.toBe('none');
        }),
      );
    },
  );
  it.each(['下穿隧道积水，有车被困', '地铁口雨水倒灌，多人滞留', '厂里聚众赌博，老虎机摆了一屋'])(
    'never fall below level 2 where a certain sign stands: %s',
    (text) => {
      expect(join(quiet(), rulesOf(text), header).sensitivity).toMatchObject({ level: 2, sure: false });
    },
  );
  it.each(['消防演练：模拟下穿隧道积水，有车被困', '感谢消防员，隧道积水时把被困的车拖了出来'])(
    'but a drill and thanks stay what they are: %s',
    (text) => expect(join(quiet(), rulesOf(text), header).sensitivity.level).toBe(0),
  );
  it('take no mere question for grave, however its words sound', () => {
    const margins = quiet();
    margins.fill(6, FIRST_LEVEL, FIRST_LEVEL + 3);
    margins[FIRST_APPEAL + APPEAL_KEYS.indexOf('consultation')] = 6;
    expect(join(margins, rulesOf('孩子肚子疼去医院看哪个科'), header).sensitivity).toMatchObject({
      level: 1,
      sure: false,
    });
    expect(join(margins, rulesOf('隧道里有车被困，找谁来救'), header).sensitivity.level).toBe(3);
  });
  it('raise a level where only the model hears it', () => {
    const margins = quiet();
    margins.fill(6, FIRST_LEVEL, FIRST_LEVEL + 3);
    expect(join(margins, rulesOf('今天去上班'), header).sensitivity.level).toBe(3);
  });
  it('leave a stroll nobody’s matter, however its words sound', () => {
    const margins = quiet();
    margins[TOPIC_KEYS.indexOf('none')] = 6;
    margins.fill(6, FIRST_LEVEL, FIRST_LEVEL + 3);
    const { topic, sensitivity } = join(margins, rulesOf('今天去散步，银杏叶全黄了'), header);
    expect([topic.primary, sensitivity.level]).toEqual(['none', 0]);
  });
  it('let a drill be a drill', () => {
    const rules = rulesOf('今日开展消防演练，模拟两人被困');
    fc.assert(
      fc.property(anyMargins, (margins) => {
        expect(join(margins, rules, header).sensitivity.level).toBe(0);
      }),
    );
  });
  it.each([
    '感谢派出所民警帮我追回被抢的手机，送上锦旗',
    '多亏消防员，火那么大还把奶奶救出来了',
    '为特警点赞，拦下了持刀的人',
  ])('ask nothing of anyone who only thanks, whatever the model says: %s', (text) => {
    const rules = rulesOf(text);
    fc.assert(
      fc.property(anyMargins, (margins) => {
        const { appeal, sensitivity } = join(margins, rules, header);
        expect([appeal, sensitivity.level]).toEqual(['praise', 0]);
      }),
    );
  });
  it.each([
    '锦旗都送了，派出所还是不立案，民警态度恶劣',
    '感谢领导百忙之中看信，我举报城西派出所民警收受好处',
    '感谢民警，可惜两人已经死亡',
  ])('hear the wrong behind the thanks: %s', (text) => {
    const margins = quiet();
    margins.fill(6, FIRST_LEVEL, FIRST_LEVEL + 2);
    expect(join(margins, rulesOf(text), header).sensitivity.level).toBe(2);
  });
  it.each(['业主们约好周六集体去信访局上访', '司机计划集体停运，去交通局请愿', '工友们打算明天去区政府门口拉横幅讨薪'])(
    'know a crowd that is only planned: %s',
    (text) => {
      const { sensitivity, focus } = join(quiet(), rulesOf(text), header);
      expect([sensitivity.level, focus]).toEqual([3, expect.arrayContaining(['social_order'])]);
    },
  );
  it.each(['学校组织学生集体去政府广场看升旗', '家长准备去市政府办事大厅办居住证', '市民反映夜里有人聚集燃放烟花'])(
    'are not afraid of every crowd: %s',
    (text) => {
      expect(join(quiet(), rulesOf(text), header).sensitivity.level).toBeLessThan(2);
    },
  );
  it('are sure of a level by its side of 2: nobody is asked whether it is 0 or 1', () => {
    const margins = quiet();
    const sure = (one: number, two: number): boolean => {
      margins[FIRST_LEVEL] = one;
      margins[FIRST_LEVEL + 1] = two;
      return join(margins, rulesOf('今天去上班'), header).sensitivity.sure;
    };
    expect([sure(0, -6), sure(0, -0.2), sure(6, 0), sure(6, 2)]).toEqual([true, false, false, true]);
  });
  it('never give nobody’s matter a level, nor a text more than two further topics', () => {
    const rules = rulesOf('今天去上班');
    fc.assert(
      fc.property(anyMargins, (margins) => {
        const { topic, sensitivity } = join(margins, rules, header);
        if (topic.primary === 'none') expect([sensitivity.level, topic.secondary.length]).toEqual([0, 0]);
        expect(topic.secondary.length).toBeLessThanOrEqual(2);
        expect(topic.secondary).not.toContain(topic.primary);
        expect(topic.confidence).toBeGreaterThanOrEqual(0);
        expect(topic.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('who decided', () => {
  const read = (text: string) => {
    const { post, rules } = readForTraining(text, books);
    return readLabels(post, rules, books);
  };
  it('is told with its share, rulebook and model each by its words', () => {
    const { topic } = read('小区停水三天没人管');
    expect(topic.evidence.map(({ by }) => by)).toEqual(
      expect.arrayContaining(['topics:utilities', expect.stringMatching(/^模型 labels-v2（占 \d+%，其余为词表）$/u)]),
    );
  });
  it('is the rulebooks alone while a model is being trained', () => {
    const { post, rules } = readForTraining('小区停水三天没人管', books);
    const alone = readLabels(post, rules, { ...books, model: null });
    expect(alone.topic.primary).toBe(rules.topic.primary);
    expect(alone.topic.evidence).toEqual(rules.topic.evidence);
  });
});
