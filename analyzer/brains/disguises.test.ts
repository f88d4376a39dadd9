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

/** What a disguise must not change. */
const labelsOf = ({
  topic,
  appeal,
  sensitivity,
  facts,
  eventKind,
  eventLevel,
  places,
  accused,
  departments,
}: Analysis) => ({
  topic: topic.primary,
  appeal,
  sensitivity: sensitivity.level,
  facts,
  eventKind,
  level: eventLevel.low,
  places: places.map((place) => place.name),
  accused: accused.map((unit) => unit.id ?? unit.name),
  lead: departments.find((unit) => unit.role === 'lead')?.id,
});

const POISONED = '城东区和平街道一食堂发生食物中毒，造成35名学生呕吐';
const BLAST = '滨江区化工厂爆炸，造成3人死亡、12人受伤';
const OUTAGE = '城西区新华街道小区停水三天，居民多次投诉，水务局推诿';

describe('a disguise changes no label', () => {
  it.each<[string, string, string]>([
    ['traditional characters', POISONED, '城東區和平街道一食堂發生食物中毒，造成35名學生嘔吐'],
    ['full width', BLAST, '滨江区化工厂爆炸，造成３人死亡、１２人受伤'],
    ['emoji inside words', BLAST, '滨江区化💥工厂爆💥炸，造成3人死😭亡、12人受伤'],
    ['zero width', OUTAGE, '城西区新华街道小区停\u200b水三天，居民多次投\u200d诉，水务局推\ufeff诿'],
    ['points between', POISONED, '城东区和平街道一食堂发生食.物.中.毒，造成35名学生呕吐'],
    ['stars', BLAST, '滨江区化工厂爆*炸，造成3人死*亡、12人受伤'],
    ['bars', OUTAGE, '城西区新华街道小区停|水三天，居民多次投诉，水务局推|诿'],
    ['blanks', OUTAGE, '城西区新华街道小区停 水三天，居民多次投 诉，水务局推 诿'],
    ['strokes for bars', OUTAGE, '城西区新华街道小区停丨水三天，居民多次投诉，水务局推灬诿'],
    ['every character apart', POISONED, '城东区和平街道一食堂发生食、物、中、毒，造成35名学生呕吐'],
    ['brackets', POISONED, '城东区和平街道一食堂发生食【物】中【毒】，造成35名学生呕吐'],
    ['pinyin for one character', POISONED, '城东区和平街道一食堂发生食物zhong毒，造成35名学生呕吐'],
    ['pinyin for a word', BLAST, '滨江区化工厂baozha，造成3人si亡、12人受伤'],
    ['pinyin, capitals', OUTAGE, '城西区新华街道小区Ting水三天，居民多次投诉，水务局TUI诿'],
    ['pinyin in full width', OUTAGE, '城西区新华街道小区ｔｉｎｇ水三天，居民多次投诉，水务局推诿'],
    ['split characters', BLAST, '滨江区化工厂火暴火乍，造成3人歹匕亡、12人受伤'],
    ['Chinese numerals', BLAST, '滨江区化工厂爆炸，造成三人死亡、十二人受伤'],
    ['mixed numerals', BLAST, '滨江区化工厂爆炸，造成三人死亡、12人受伤'],
    ['formal numerals', BLAST, '滨江区化工厂爆炸，造成叁人死亡、拾贰人受伤'],
    ['telegram style', BLAST, '滨江区化工厂爆炸，造成3死12伤'],
    ['blanks beside digits', BLAST, '滨江区化工厂爆炸，造成 3 人死亡、 12 人受伤'],
    ['all at once', POISONED, '城東區和平街道一食堂發生食.物.zhong.毒，造成３５名學生嘔😷吐'],
  ])('%s', (_, plain, disguised) => {
    expect(labelsOf(analyze(disguised))).toEqual(labelsOf(analyze(plain)));
  });

  it('reads what the plain texts say', () => {
    expect(labelsOf(analyze(BLAST))).toMatchObject({
      sensitivity: 3,
      eventKind: 'work_safety',
      level: 'III',
      places: ['滨江区'],
    });
    expect(labelsOf(analyze(POISONED))).toMatchObject({ topic: 'food_drug_safety', eventKind: 'food', level: 'IV' });
    expect(labelsOf(analyze(OUTAGE))).toMatchObject({ topic: 'utilities', accused: ['water'] });
  });

  it.each([
    ['3死5伤', { deaths: { low: 3, high: 3 }, injuries: { low: 5, high: 5 } }],
    ['十余人受伤', { injuries: { low: 10, high: 19 } }],
    ['近百人受伤', { injuries: { low: 90, high: 100 } }],
    ['造成两死叁伤', { deaths: { low: 2, high: 2 }, injuries: { low: 3, high: 3 } }],
    ['致１２人si亡', { deaths: { low: 12, high: 12 } }],
    ['造成2死、1失联、十几人伤', { deaths: { low: 2, high: 2 }, missing: { low: 1, high: 1 } }],
  ])('an explosion: %s', (toll, facts) => {
    expect(analyze(`城东区一厂房爆炸，${toll}`).facts).toMatchObject(facts);
  });

  it('keeps the official style', () => {
    const found = analyze(
      '关于城东区“2·14”厂房火灾事故的续报\n截至2月14日18时30分，事故共造成3人死亡、5人受伤（其中重伤1人），直接经济损失约1200万元。',
    );
    expect(found.facts).toMatchObject({ deaths: { low: 3 }, injuries: { low: 5 }, seriousInjuries: { low: 1 } });
    expect(found.eventKind).toBe('fire');
  });
});

describe('what only looks like a disguise', () => {
  it.each([
    ['a blank between two clauses', '今天停电 网络也断了', '电 网'],
    ['English words beside Chinese', '小区wifi和app都打不开，women商店关门', 'women'],
    ['a list', '水、电、气、路都通了', '水、电'],
    ['two words in brackets', '停电（网络也断了）', '电（网'],
  ])('is no evidence: %s', (_, text, words) => {
    for (const { start, end } of analyze(text).evidence) expect(text.slice(start, end)).not.toBe(words);
  });
});

describe('evidence stands on the field as given', () => {
  it.each([
    ['食.物.中.毒', 'topic:food_drug_safety', '食.物.中.毒'],
    ['食物zhong毒', 'topic:food_drug_safety', '食物zhong毒'],
    ['化工厂火暴火乍', 'topic:work_safety', '火暴火乍'],
    ['水务局推|诿，停 水三天', 'topic:utilities', '停 水'],
  ])('%s', (text, label, words) => {
    const span = analyze(text).evidence.filter((one) => one.for === label);
    expect(span.map(({ start, end }) => text.slice(start, end)).join(' ')).toContain(words);
  });

  it('is never empty and never outside, whatever the mixture', () => {
    const words = [
      '食物中毒',
      '爆炸',
      '3人死亡',
      '停水',
      '城管局',
      '推诿',
      '城东区',
      '孩子',
      '殴打',
      '截至8日14时',
      '十余人受伤',
    ];
    const marks = [
      '',
      '.',
      ' ',
      '|',
      '、',
      '💥',
      '\u200b',
      '\ud83d',
      'zhong',
      'du',
      'si',
      '火乍',
      '，',
      '。',
      '\n',
      '（',
      '１',
      '鎮',
    ];
    const disguised = fc
      .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...marks), fc.nat(5)), { maxLength: 8 })
      .map((parts) =>
        parts.map(([word, mark, at]) => word.slice(0, at) + mark + word.slice(at) + (at % 2 ? mark : '')).join(''),
      );
    fc.assert(
      fc.property(disguised, disguised, (title, text) => {
        const found = analysisSchema.parse(analyze(text, title));
        for (const { field, start, end } of [...found.evidence, ...(found.claims ?? [])]) {
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual((field === 'title' ? title : text).length);
        }
      }),
      { numRuns: 400 },
    );
  });
});
