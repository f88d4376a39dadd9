import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plainWords } from './plain-words.ts';

const said = (schema: z.ZodType, value: unknown): string =>
  schema.safeParse(value, { error: plainWords }).error!.issues[0]!.message;

/** One row for each way a schema can refuse: what people read. */
const REFUSALS: [what: string, schema: z.ZodType, value: unknown, words: string][] = [
  ['an empty text', z.string().min(1), '', '请填写'],
  ['a short text', z.string().min(4), '短', '请至少填写4个字'],
  ['a long text', z.string().max(2), '太长了', '最多填写2个字，请删减'],
  ['a text of another length', z.string().length(3), '二字', '请至少填写3个字'],
  ['an empty list', z.array(z.string()).min(1), [], '请至少填写或选择一项'],
  ['a short list', z.array(z.string()).min(2), ['一'], '请至少填写或选择2项'],
  ['a long list', z.array(z.string()).max(1), ['一', '二'], '最多填写或选择1项，请删减'],
  ['a small number', z.number().min(3), 1, '数值不得小于3'],
  ['a number not above', z.number().positive(), 0, '请填写大于0的数'],
  ['a big number', z.number().max(3), 4, '数值不得大于3'],
  ['a number not below', z.number().lt(3), 3, '请填写小于3的数'],
  ['half a number', z.int(), 1.5, '请填写整数'],
  ['a number that does not fit', z.number().multipleOf(5), 7, '请填写5的倍数'],
  ['an early date', z.date().min(new Date('2026-11-23T00:00:00+08:00')), new Date(0), '日期不得早于 2026-11-23'],
  ['a late date', z.date().max(new Date('1970-01-01T00:00:00Z')), new Date(), '日期不得晚于 1970-01-01'],
  ['no date', z.iso.date(), '明天', '请填写日期，如 2026-11-23'],
  ['no time', z.iso.datetime({ offset: true }), '明天', '请填写日期和时间，如 2026-11-23 09:30'],
  ['no address', z.url(), '江城网', '请填写完整的网址，如 https://www.example.cn/'],
  ['no id', z.uuid(), '12', '编号不正确，请刷新页面后重新选择'],
  ['another form', z.string().regex(/^\d+$/), '甲', '格式不正确，请检查后重填'],
  ['nothing at all', z.string(), undefined, '请填写或选择'],
  ['a number for a text', z.string(), 3, '请填写文字'],
  ['a text for a number', z.number(), '三', '请填写数字'],
  ['a text for yes or no', z.boolean(), '是', '请选择是或否'],
  ['nothing chosen', z.enum(['甲', '乙']), '', '请选择'],
  ['what cannot be chosen', z.enum(['甲', '乙']), '丙', '不能选这一项，可选：甲、乙'],
  ['what is not asked', z.strictObject({}), { more: 1 }, '不能有这几项：more'],
  ['none of several', z.union([z.number(), z.boolean()]), '甲', '填写的内容不正确，请检查后重填'],
  ['a rule without words', z.string().refine(() => false), '甲', '填写的内容不符合要求'],
];

describe('what people read when a form is refused', () => {
  it.each(REFUSALS)('%s', (_what, schema, value, words) => {
    expect(said(schema, value)).toBe(words);
  });
  it('speaks no English and no jargon', () => {
    for (const [, schema, value] of REFUSALS.filter(([what]) => what !== 'what is not asked'))
      expect(said(schema, value)).not.toMatch(/string|array|number|期望|ISO|undefined/i);
  });
  it('leaves a schema its own words', () => {
    expect(said(z.string().min(1, '请写标题'), '')).toBe('请写标题');
  });
});
