import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { analyzeBatch } from '../analyzer/brains/analyze.ts';
import { loadAnalyzerBooks } from '../analyzer/brains/books.ts';
import { analysisSchema, CLAIM_SOURCES, FACT_NAMES, suggestedLevelSchema, TONES } from '../analyzer/messages.ts';
import { loadSegmenter } from '../analyzer/text/segmenter.ts';
import { loadRulebook, shippedConfigFolder } from '../config/load.ts';
import { APPEAL_KEYS } from '../config/schema/appeals.ts';
import { EVENT_KINDS } from '../config/schema/event-kinds.ts';
import { FOCUS_KEYS } from '../config/schema/focus.ts';
import { sensitivitySchema } from '../config/schema/sensitivity.ts';
import { TOPIC_KEYS } from '../config/schema/topics.ts';
import { columnsOf } from './analyze-row.ts';
import { OUTPUT_CODES, OUTPUT_FIELDS } from './analyze-fields.ts';
import { analyzePage, REASONS } from './analyze-page.ts';

interface Shape {
  properties?: Record<string, Shape>;
  items?: Shape;
}
const leaves = ({ properties, items }: Shape, path = ''): string[] =>
  properties
    ? Object.entries(properties).flatMap(([key, shape]) => leaves(shape, path === '' ? key : `${path}.${key}`))
    : items
      ? leaves(items, `${path}[]`)
      : [path];

describe('the page on analyze', () => {
  it.each([
    ['docs/analyze.zh-CN.md', false],
    ['docs/analyze.md', true],
  ])('%s is what --fields prints', (file, english) => {
    expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toBe(analyzePage(english));
  });

  it('names every key of an answer, and no other', () => {
    const schema = leaves(z.toJSONSchema(analysisSchema) as Shape);
    const paths = schema.map((path) => path.replace(new RegExp(`^facts\\.(?:${FACT_NAMES.join('|')})\\.`), 'facts.*.'));
    expect(OUTPUT_FIELDS.map((field) => field.path).sort()).toEqual(['id', ...new Set(paths)].sort());
  });

  it.each<[string, readonly string[]]>([
    ['topic', TOPIC_KEYS],
    ['appeal', APPEAL_KEYS],
    ['focus', FOCUS_KEYS],
    ['fact', FACT_NAMES],
    ['source', CLAIM_SOURCES],
    ['kind', EVENT_KINDS],
    ['tone', TONES],
    ['level', suggestedLevelSchema.shape.low.unwrap().options],
    ['estimate', suggestedLevelSchema.shape.status.options],
    ['role', analysisSchema.shape.departments.element.shape.role.options],
    ['sensitivity', ['0', '1', '2', '3']],
  ])('names every code of %s', (list, keys) => {
    const { name } = OUTPUT_CODES.find(({ en }) => en === list)!;
    expect([...name.keys].sort()).toEqual([...keys].sort());
    for (const key of keys) expect(name(key)).toMatch(/\p{Script=Han}/u);
  });

  it('names every sign of the sensitivity rulebook', () => {
    const { signs, numbers } = loadRulebook(shippedConfigFolder(), 'sensitivity', sensitivitySchema);
    const { name } = OUTPUT_CODES.find(({ en }) => en === 'sign')!;
    for (const { reason } of [...signs, ...numbers]) expect(name.keys).toContain(reason);
  });

  it('promises no column that is not understood', () => {
    for (const [, id, text] of [
      ['', '信访编号', 'body'],
      ['', '留言编号', '诉求内容'],
    ] as const)
      expect(columnsOf([id, text, '主题', 'publishedAt', 'IP属地'])).toEqual({
        ...{ id, text, title: '主题' },
        ...{ date: 'publishedAt', region: 'IP属地' },
      });
  });

  it('explains every reason a person is asked for', () => {
    const texts = [
      '',
      '停\ufffd水',
      '????????',
      '城东区食堂午餐后三十名学生呕吐送医，两人死亡',
      '城东区某化工厂爆炸，12人死亡，30人受伤',
      '大家小心，听说要出事了',
      '路灯',
      '城东区人社局不作为，欠薪投诉三个月不受理',
      '武汉市武昌区小区停水三天没人管',
      '阳光小区停水三天没人管，业主们多次投诉',
    ];
    const folder = shippedConfigFolder();
    const inputs = texts.map((text) => ({ title: '', text }));
    const told = analyzeBatch(inputs, loadAnalyzerBooks(folder), loadSegmenter(folder)).flatMap(
      ({ needsPersonWhy = [] }) => needsPersonWhy,
    );
    for (const why of told) expect(REASONS.filter(([begin]) => why.startsWith(begin))).toHaveLength(1);
    expect(new Set(told.map((why) => REASONS.find(([begin]) => why.startsWith(begin))![0])).size).toBeGreaterThan(5);
  });
});
