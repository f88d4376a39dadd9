import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput } from './act.ts';
import { VERB_INPUTS } from './verbs.ts';

interface Def {
  type: string;
  checks?: { _zod: { def: { check: string } } }[];
  innerType?: z.ZodType;
  element?: z.ZodType;
  valueType?: z.ZodType;
  in?: z.ZodType;
  options?: readonly z.ZodType[];
  shape?: Record<string, z.ZodType>;
}

/** Lists of a schema that may be as long as somebody likes, however deep. */
function endless(schema: z.ZodType, path: string): string[] {
  const def = schema._zod.def as Def;
  const isEndless = def.type === 'array' && !def.checks?.some(({ _zod }) => _zod.def.check === 'max_length');
  const isFew = def.type === 'array' && (def.element?._zod.def as Def).type === 'enum';
  const inner = [def.element, def.valueType, def.innerType, def.in, ...(def.options ?? [])];
  return [
    ...(isEndless && !isFew ? [path] : []),
    ...inner.flatMap((one) => (one ? endless(one, path) : [])),
    ...Object.entries(def.shape ?? {}).flatMap(([name, part]) => endless(part, `${path}.${name}`)),
  ];
}

describe('what a verb is sent', () => {
  it('ends: no list is longer than a form of ours', () => {
    expect(Object.entries(VERB_INPUTS).flatMap(([name, schema]) => endless(schema, name))).toEqual([]);
  });

  it.each([
    ['an empty character', { text: '甲\0乙' }],
    ['half a character, deep inside', { text: '甲', proofs: [{ value: '乙\ud83d' }] }],
  ])('is refused in words with %s, which no database can hold', (_what, input) => {
    const schema = z.looseObject({ text: z.string() });
    expect(() => parseInput(schema, input)).toThrow('含有无法保存的字符');
  });
});
