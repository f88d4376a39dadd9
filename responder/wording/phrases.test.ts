import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { wordingSchema } from '../../config/schema/wording.ts';
import { causeWords, copiedPassages, emptyPhrases, shinglesOf } from './phrases.ts';

const book = loadRulebook(shippedConfigFolder(), 'wording', wordingSchema);

describe('J12: phrases that answer nothing', () => {
  it.each([
    '目前，我局正在了解情况。',
    '我市对此高度重视。',
    '已转相关部门处理。',
    '下一步，将进一步加强监管。',
    '请广大市民理解支持。',
  ])('J12: told: %s', (text) => {
    expect(emptyPhrases(text, book).map(({ passage }) => passage)).toContain(text);
  });

  it('高度重视 beside what was done is no evasion; a vague subject is one anyway', () => {
    expect(emptyPhrases('我局高度重视，已责令该店停业整改。', book)).toEqual([]);
    expect(emptyPhrases('相关部门已责令该店停业整改。', book)).toHaveLength(1);
  });

  it.each([
    '经查，11月20日6时主供水管爆裂，22时已恢复供水。',
    '市城管局已于11月21日完成清理。',
    '投诉人反映的情况属实。',
  ])('left alone: %s', (text) => {
    expect(emptyPhrases(text, book)).toEqual([]);
  });
});

describe('facts fast, causes with care (61号)', () => {
  it.each([
    '事故系操作不当所致。',
    '爆炸由设备老化引起。',
    '责任在施工单位。',
    '停水因第三方施工挖断管道导致。',
    '事故原因是违规操作。',
  ])('a cause is flagged: %s', (text) => {
    expect(causeWords(text, book)).toHaveLength(1);
  });
  it.each([
    '事故原因正在进一步调查。',
    '不排除由设备老化引起。',
    '11月20日发生爆炸，2人受伤。',
    '责任认定有待调查组查明，责任将依法追究。',
  ])('no cause is told: %s', (text) => {
    expect(causeWords(text, book)).toEqual([]);
  });
});

describe('text that was used before', () => {
  const old = '经我局执法人员现场检查，该小区二次供水设施运行正常，水质检测结果符合国家标准。';
  const said = [
    { where: '《关于水质的答复》（舆交〔2026〕3号）', text: `${old}感谢您对供水工作的关注和支持，欢迎继续监督。` },
  ];

  it('a long sentence said before is told with where', () => {
    expect(copiedPassages(`您反映的问题收悉。${old}`, said, book)).toEqual([
      { passage: old, why: '与《关于水质的答复》（舆交〔2026〕3号）相同' },
    ]);
  });
  it('so is one with a word changed; a short one or a courtesy is not', () => {
    expect(copiedPassages(old.replace('现场', '实地'), said, { copied: { ...book.copied, share: 0.6 } })).toHaveLength(
      1,
    );
    expect(copiedPassages('水质检测结果符合国家标准。', said, book)).toEqual([]);
    expect(copiedPassages('感谢您对供水工作的关注和支持，欢迎继续监督。', said, book)).toEqual([]);
    expect(copiedPassages('经检查，该路口信号灯配时已由35秒调整为50秒，早高峰排队长度明显缩短。', said, book)).toEqual(
      [],
    );
  });
  it('shingles ignore blanks and marks', () => {
    expect([...shinglesOf('一二，三 四五', 4)]).toEqual(['一二三四', '二三四五']);
    expect(shinglesOf('一二', 4).size).toBe(0);
  });
});
